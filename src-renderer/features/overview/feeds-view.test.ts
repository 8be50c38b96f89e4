import { describe, expect, it } from "vitest";
import { feedHealthSchema } from "#shared/contract/system.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { feedsOf, liveWords, rejectedTotal } from "./feeds-view.ts";

const feed = (venue: string, state: FeedHealth["state"]): FeedHealth =>
  feedHealthSchema.parse({
    venue,
    name: venue,
    nature: "simulated",
    state,
    detail: null,
    since: 0,
    symbols: 2,
    liveSymbols: 2,
    oldestAgeMs: null,
    messagesPerSecond: 0,
    received: 0,
    accepted: 0,
    rejected: { crossed: 2, "too old": 3 },
    reconnects: 0,
  });
const account = (venue: string) =>
  accountSchema.parse({ id: `a-${venue}`, name: venue, kind: "paper", venue, fees: { maker: "0", taker: "0" } });

describe("feeds of a profile", () => {
  it("leaves out venues without an account and puts the worst first", () => {
    const feeds = [feed("alpha", "live"), feed("beta", "down"), feed("gamma", "stale")];
    const shown = feedsOf(feeds, { accounts: [account("alpha"), account("beta")] });
    expect(shown.map(({ venue }) => venue)).toEqual(["beta", "alpha"]);
    expect(liveWords(shown)).toBe("1 of 2 live");
  });

  it("adds up rejects over their reasons", () => {
    expect(rejectedTotal(feed("alpha", "live"))).toBe(5);
  });
});
