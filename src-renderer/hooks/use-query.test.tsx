import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { type QueryOptions, useQuery } from "./use-query.ts";

const EVERY_MS = 1_000;
const ask = vi.fn<QueryOptions<string>["ask"]>();

interface ViewProps {
  readonly asked: string;
  readonly refresh?: number;
}

function View({ asked, refresh = 0 }: ViewProps) {
  const { status, value } = useQuery<string>({ key: asked, refresh, ask, everyMs: EVERY_MS });
  return <p>{`${status} ${value ?? "nothing"}`}</p>;
}

const settled = () => act(async () => {});

beforeEach(() => {
  vi.useFakeTimers();
  connectionStore.setState({ state: "open", detail: null });
  ask.mockReset();
});
afterEach(() => {
  takeDown();
  vi.useRealTimers();
});

describe("a question of one screen", () => {
  it("is asked at once and again from time to time, the last answer staying meanwhile", async () => {
    ask.mockResolvedValueOnce("first").mockResolvedValueOnce("second");
    const { box } = drawn(<View asked="a" />);
    expect(box.textContent).toBe("loading nothing");
    await settled();
    expect(box.textContent).toBe("ready first");
    await act(() => vi.advanceTimersByTimeAsync(EVERY_MS));
    expect(box.textContent).toBe("ready second");
  });

  it("starts empty under another key and drops the answer to the old one", async () => {
    let answerLate: (answer: string) => void = () => {};
    ask.mockReturnValueOnce(
      new Promise((resolve) => {
        answerLate = resolve;
      }),
    );
    ask.mockResolvedValueOnce("of b");
    const { box, draw } = drawn(<View asked="a" />);
    draw(<View asked="b" />);
    expect(ask.mock.calls[0]?.[0].aborted).toBe(true);
    await settled();
    answerLate("of a");
    await settled();
    expect(box.textContent).toBe("ready of b");
  });

  it("is asked again when what it hangs on changes, without emptying the screen", async () => {
    ask.mockResolvedValueOnce("before");
    ask.mockResolvedValueOnce("after");
    const { box, draw } = drawn(<View asked="a" refresh={1} />);
    await settled();
    draw(<View asked="a" refresh={2} />);
    expect(box.textContent).toBe("loading before");
    await settled();
    expect(box.textContent).toBe("ready after");
  });

  it("keeps the last answer as failed when the connection is lost, and asks again when it is back", async () => {
    ask.mockResolvedValueOnce("known").mockRejectedValueOnce(new Error("gone")).mockResolvedValueOnce("new");
    const { box } = drawn(<View asked="a" />);
    await settled();
    await act(async () => connectionStore.setState({ state: "lost", detail: null }));
    expect(box.textContent).toBe("failed known");
    await act(async () => connectionStore.setState({ state: "open", detail: null }));
    expect(box.textContent).toBe("ready new");
  });

  it("asks no more once it is off the screen", async () => {
    ask.mockResolvedValue("answer");
    drawn(<View asked="a" />);
    await settled();
    takeDown();
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
