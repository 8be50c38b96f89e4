import { describe, expect, it } from "vitest";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { bookViewSchema } from "#shared/contract/market-data.ts";
import type { BookView } from "#shared/contract/views.ts";
import { toDepthState } from "./depth-view.ts";

const NOW = 100_000;

function remote(view: object | null, status: "ready" | "failed" = "ready"): RemoteState<BookView> {
  return {
    status,
    value: view === null ? null : bookViewSchema.parse({ kept: true, depth: [], ...view }),
    error: status === "failed" ? { code: "CONNECTION_LOST", message: "Gone." } : null,
    receivedAt: NOW - 2_000,
    profileId: null,
  };
}

const book = (tsInit: number, levels = 1) => ({
  venue: "kraken",
  symbol: "BTC/USD",
  bids: Array.from({ length: levels }, () => ["99", "1"]),
  asks: [],
  tsEvent: null,
  tsInit,
});

describe("in the place of the book", () => {
  it("stands that it is read anew while it is out of step: never the one before", () => {
    expect(toDepthState(remote({ book: null }), NOW)).toEqual({ state: "readAnew" });
  });

  it("stands a kept book as of now, however long ago it changed", () => {
    expect(toDepthState(remote({ book: book(0) }), NOW).state).toBe("live");
  });

  it("stands one that was asked for with its age, once it is too old", () => {
    expect(toDepthState(remote({ book: book(NOW - 15_000), kept: false }), NOW).state).toBe("live");
    expect(toDepthState(remote({ book: book(NOW - 15_001), kept: false }), NOW)).toMatchObject({
      state: "stale",
      ageMs: 15_001,
    });
  });

  it("stands what went wrong, or the last one greyed, when nothing more comes", () => {
    expect(toDepthState(remote(null, "failed"), NOW).state).toBe("error");
    expect(toDepthState(remote({ book: book(NOW) }, "failed"), NOW)).toMatchObject({ state: "stale", ageMs: 2_000 });
    expect(toDepthState(remote({ book: null }, "failed"), NOW).state).toBe("error");
  });

  it("stands that there is no order where there is none", () => {
    expect(toDepthState(remote({ book: book(NOW, 0) }), NOW).state).toBe("empty");
  });
});
