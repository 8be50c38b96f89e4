import { describe, expect, it } from "vitest";
import { sampleFeed } from "#renderer/stores/testing-feeds.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { feedsOf, isWhole, liveWords } from "./feeds-view.ts";

const feed = (venue: string, state: FeedHealth["state"], changes = {}): FeedHealth =>
  sampleFeed({ venue, name: venue, state, ...changes });
const account = (venue: string) =>
  accountSchema.parse({ id: `a-${venue}`, name: venue, kind: "paper", venue, fees: { maker: "0", taker: "0" } });
const trouble = { markets: 2, symbol: "ETH/USD", state: "stale", reason: "No confirmation from the venue for 20 s." };

describe("feeds of a profile", () => {
  it("leaves out venues without an account and puts the worst first", () => {
    const feeds = [feed("alpha", "live"), feed("beta", "down"), feed("gamma", "stale")];
    const shown = feedsOf(feeds, { accounts: [account("alpha"), account("beta")] });
    expect(shown.map(({ venue }) => venue)).toEqual(["beta", "alpha"]);
    expect(liveWords(shown)).toBe("1 of 2 live");
  });

  it("are not all well while some markets of a live one are in doubt", () => {
    const part = feed("beta", "live", { trouble });
    expect(liveWords([feed("alpha", "live"), part])).toBe("2 of 2 live, 2 in doubt");
    expect([feed("alpha", "live"), part, feed("alpha", "lagging")].map(isWhole)).toEqual([true, false, false]);
  });
});
