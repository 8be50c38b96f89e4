import { act } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { useStream } from "./use-stream.ts";

interface Opened {
  readonly signal: AbortSignal;
  readonly send: (kind: "state" | "change", data: number) => void;
}

const opened: Opened[] = [];

/** A stream that tells what the test sends, and ends when it is aborted. */
async function open(signal: AbortSignal) {
  const waiting: ((event: { seq: number; tsInit: number; kind: "state"; data: number }) => void)[] = [];
  let seq = 0;
  opened.push({
    signal,
    send: (kind, data) => {
      // The test sends the state first, as every stream does; the kind is only told apart by the receiver.
      waiting.shift()?.({ seq, tsInit: 5, kind: kind as "state", data });
      seq += 1;
    },
  });
  return (async function* () {
    while (!signal.aborted)
      yield await new Promise<Parameters<(typeof waiting)[number]>[0]>((take) => waiting.push(take));
  })();
}

function View({ market }: { readonly market: string | null }) {
  const { value } = useStream<number, number>({ key: market, open, apply: (sum, change) => sum + change });
  return <p>{value ?? "nothing"}</p>;
}

const frame = () => act(() => new Promise<void>((drawnAt) => requestAnimationFrame(() => drawnAt())));

afterEach(() => {
  takeDown();
  opened.length = 0;
});

describe("a stream of one screen", () => {
  it("is opened once, followed, and closed with the screen", async () => {
    const { box } = drawn(<View market="a" />);
    await act(async () => {});
    opened[0]?.send("state", 1);
    await frame();
    opened[0]?.send("change", 2);
    await frame();
    expect(box.textContent).toBe("3");
    takeDown();
    expect(opened).toHaveLength(1);
    expect(opened[0]?.signal.aborted).toBe(true);
  });

  it("starts empty under another key; null follows nothing", async () => {
    const { box, draw } = drawn(<View market="a" />);
    await act(async () => {});
    opened[0]?.send("state", 1);
    await frame();
    draw(<View market={null} />);
    expect(box.textContent).toBe("nothing");
    expect(opened[0]?.signal.aborted).toBe(true);
    expect(opened).toHaveLength(1);
  });
});
