import { describe, expect, it } from "vitest";
import { FRAMES_AHEAD } from "#shared/contract/frame-pacing.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import { SendWindow } from "./send-window.ts";

function setUp() {
  const sent: string[] = [];
  const window = new SendWindow({ send: async (text) => void sent.push(text) });
  const sendMany = (count: number): Promise<void>[] => Array.from({ length: count }, (_, i) => window.send(`${i}`));
  return { sent, window, sendMany };
}

describe("SendWindow", () => {
  it("does not hold back before the reader counts at all", async () => {
    const { sent, sendMany } = setUp();
    await Promise.all(sendMany(500));
    expect(sent).toHaveLength(500);
  });

  it("lets a bounded number of frames run ahead of the reader, in order", async () => {
    const { sent, window, sendMany } = setUp();
    await window.send("first");
    window.confirm(1);
    const all = sendMany(200);
    await flushAsync();
    expect(sent).toHaveLength(1 + FRAMES_AHEAD);
    window.confirm(1 + FRAMES_AHEAD);
    await flushAsync();
    expect(sent).toHaveLength(1 + 2 * FRAMES_AHEAD);
    window.end();
    await Promise.all(all);
    expect(sent).toHaveLength(1 + 2 * FRAMES_AHEAD);
    expect(sent.slice(1)).toEqual(Array.from({ length: 2 * FRAMES_AHEAD }, (_, i) => `${i}`));
  });

  it("believes no count beyond what was sent, and none that goes back", async () => {
    const { sent, window, sendMany } = setUp();
    await window.send("first");
    window.confirm(1_000_000);
    window.confirm(0);
    void sendMany(200);
    await flushAsync();
    expect(sent).toHaveLength(1 + FRAMES_AHEAD);
    window.end();
  });
});
