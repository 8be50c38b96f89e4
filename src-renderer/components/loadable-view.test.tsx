import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Loadable, LoadableView, SKELETON_DELAY_MS } from "./loadable-view.tsx";
import { drawn, takeDown } from "./testing.tsx";

afterEach(takeDown);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const view = (data: Loadable<string>) => (
  <LoadableView
    data={data}
    skeleton={<i id="skeleton" />}
    empty={{ children: "No market is watched yet.", action: <button type="button">Add a market</button> }}
  >
    {(value, isStale) => <p data-stale={isStale}>{value}</p>}
  </LoadableView>
);

describe("the five states", () => {
  it("loading: nothing at first, the skeleton after the delay", () => {
    const { box } = drawn(view({ state: "loading" }));
    act(() => vi.advanceTimersByTime(SKELETON_DELAY_MS - 1));
    expect(box.querySelector("#skeleton")).toBeNull();
    act(() => vi.advanceTimersByTime(1));
    expect(box.querySelector("#skeleton")).not.toBeNull();
    expect(box.querySelector("[aria-busy=true]")).not.toBeNull();
  });
  it("a quick answer never shows the skeleton", () => {
    const { box, draw } = drawn(view({ state: "loading" }));
    act(() => vi.advanceTimersByTime(100));
    draw(view({ state: "live", value: "here" }));
    act(() => vi.advanceTimersByTime(1_000));
    expect(box.querySelector("#skeleton")).toBeNull();
    expect(box.textContent).toBe("here");
  });
  it("empty: a sentence and the button", () => {
    const { box } = drawn(view({ state: "empty" }));
    expect(box.textContent).toContain("No market is watched yet.");
    expect(box.querySelector("button")?.textContent).toBe("Add a market");
  });
  it("stale: keeps the last values, greyed", () => {
    const { find } = drawn(view({ state: "stale", value: "last", ageMs: 42_000 }));
    expect(find(".stale-content p").dataset.stale).toBe("true");
    expect(find("p").textContent).toBe("last");
  });
  it("error: what happened, what it means for money, what to do, and is spoken", () => {
    const { find } = drawn(
      view({
        state: "error",
        error: {
          happened: "Kraken closed the connection.",
          meaning: "Your orders are not affected.",
          next: "Next try in 4 s.",
          code: "FEED_CLOSED",
        },
      }),
    );
    expect(find("[role=alert]").textContent).toBe(
      "Kraken closed the connection. Your orders are not affected. Next try in 4 s. FEED_CLOSED",
    );
  });
});
