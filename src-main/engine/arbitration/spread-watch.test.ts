// Are prices across venues judged after everything, proposed after three seconds, and never between money of different kinds?
import { expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { type MarketSymbol, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { OrderBook, Quote } from "#shared/domain/quote.ts";
import { SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { sampleFacts } from "#testing/together-samples.ts";
import { computeBookSlippage } from "./compute-book-slippage.ts";
import { computeSpreadAccounts } from "./compute-spread-accounts.ts";
import { computeSpreadPairs } from "./compute-spread-pairs.ts";
import { SpreadWatchService } from "./spread-watch-service.ts";

const BTC_USD = marketSymbolSchema.parse("BTC/USD");
type Side = readonly (readonly [string, string])[];

/** One profile with money at venue `here`, another with coins at venue `there`; both without fees. */
function accounts(changes: Partial<Profile> = {}) {
  const at = (id: string, venue: string, held: Parameters<typeof sampleFacts>[1], more: Partial<Profile> = {}) => {
    const { profile, portfolio } = sampleFacts(id, held, { profile: more });
    const moved: Profile = {
      ...profile,
      accounts: profile.accounts.map((account) => ({
        ...account,
        venue: venue as VenueId,
        fees: { ...account.fees, taker: decimalString("0.0001") },
      })),
    };
    return computeSpreadAccounts(moved, portfolio);
  };
  return [...at("buyer", "here", { USD: ["100000", "1"] }), ...at("seller", "there", { BTC: ["2", "50000"] }, changes)];
}

function setUp(options: { readonly asks?: Side; readonly bids?: Side; readonly changes?: Partial<Profile> } = {}) {
  const clock = new ManualClock();
  const prices: Record<"here" | "there", readonly [string, string]> = {
    here: ["49999", "50000"],
    there: ["50200", "50201"],
  };
  const asked: string[] = [];
  const { asks = [["50000", "10"]], bids = [["50200", "10"]] } = options;
  const service = new SpreadWatchService({
    accounts: () => accounts(options.changes),
    market: () => ({
      quote: (venue: VenueId, symbol: MarketSymbol) => {
        const [bid, ask] = prices[venue as string as "here" | "there"];
        if (symbol !== BTC_USD) return null;
        const common = { venue, symbol, last: null, volume24h: null, tsEvent: null, source: "simulated", reason: null };
        return { ...common, bid, ask, state: "live", tsInit: clock.now(), confirmedAt: clock.now() } as Quote;
      },
      book: async (venue: VenueId) => {
        asked.push(venue);
        return { asks, bids, venue, symbol: BTC_USD, tsEvent: null, tsInit: unixMs(0) } as unknown as OrderBook;
      },
    }),
    volatility: () => 0.5,
    clock,
    logger: silentLogger,
  });
  return { service, clock, prices, asked };
}

it("proposes a gap that pays after everything, once it has lasted three seconds, with the money that is left", async () => {
  const { service, clock } = setUp();
  await service.look();
  const [first] = service.spreads();
  // The middles are 201 apart, 40.12 bp of their mean of 50,100; fees are 2 bp, half spreads 0.2 bp, one second's move 0.89 bp.
  expect(first?.gap).toBeCloseTo(40.12, 2);
  expect(first?.fees).toBeCloseTo(2, 12);
  expect(first?.halfSpreads).toBeCloseTo(0.2, 2);
  expect(first?.slippage).toBe(0);
  expect(first?.lag).toBeCloseTo(0.89, 2);
  expect(first?.score).toBeCloseTo(37.03, 1);
  // Eight percent of 100,000 at 50,000 each.
  expect(first).toMatchObject({ asset: "BTC", quantity: "0.16", proposed: false });
  expect(first?.buy).toMatchObject({ profileId: "buyer", venue: "here" });
  expect(first?.sell).toMatchObject({ profileId: "seller", venue: "there" });
  // 0.16 x 50,100 x 37.03 bp.
  expect(Number(first?.result)).toBeCloseTo(29.68, 1);
  await clock.advance(2 * SECOND_MS);
  await service.look();
  expect(service.spreads()[0]?.proposed).toBe(false);
  await clock.advance(SECOND_MS);
  await service.look();
  expect(service.spreads()[0]?.proposed).toBe(true);
});

it("begins to count anew after a gap that closed", async () => {
  const { service, clock, prices } = setUp();
  service.start();
  await clock.advance(10 * SECOND_MS);
  expect(service.spreads()).toEqual([]);
  await clock.advance(2 * SECOND_MS);
  prices.there = ["50000", "50001"];
  await clock.advance(SECOND_MS);
  expect(service.spreads()[0]?.score).toBeLessThan(0);
  expect(service.spreads()[0]?.result.startsWith("-")).toBe(true);
  prices.there = ["50200", "50201"];
  await clock.advance(3 * SECOND_MS);
  expect(service.spreads()[0]?.proposed).toBe(false);
  await clock.advance(SECOND_MS);
  expect(service.spreads()[0]?.proposed).toBe(true);
  await service.dispose();
});

it("reads books only where the rest leaves something, and takes what they do not hold off the quantity", async () => {
  const thin = setUp({
    asks: [
      ["50000", "0.01"],
      ["50500", "1"],
    ],
    bids: [["50200", "0.1"]],
  });
  await thin.service.look();
  expect(thin.asked).toEqual(["here", "there"]);
  const [spread] = thin.service.spreads();
  expect(spread?.quantity).toBe("0.1");
  // 0.01 at 50,000 and 0.15 at 50,500 are 93.75 bp over the best.
  expect(spread?.slippage).toBeCloseTo(93.75, 10);
  expect(spread?.score).toBeLessThan(0);
  const none = setUp();
  none.prices.there = ["50000", "50001"];
  await none.service.look();
  expect(none.asked).toEqual([]);
  expect(none.service.spreads()[0]?.slippage).toBeNull();
});

it("compares no paper with live, no other market, and no paused account", async () => {
  for (const changes of [{ mode: "live" }, { source: "real" }] as const) {
    expect(computeSpreadPairs(accounts(changes))).toEqual([]);
    const { service } = setUp({ changes });
    await service.look();
    expect(service.spreads()).toEqual([]);
  }
  expect(computeSpreadPairs(accounts())).toMatchObject([{ asset: "BTC", most: "8000" }]);
  const { profile, portfolio } = sampleFacts("one", { BTC: ["1", null] });
  expect(computeSpreadAccounts(profile, portfolio)).toEqual([]);
});

it("knows no slippage of an empty side", () => {
  expect(computeBookSlippage([], decimalString("1"))).toBeNull();
  expect(computeBookSlippage([[decimalString("10"), decimalString("2")]], decimalString("1"))).toEqual({
    slippageBp: 0,
    quantity: "1",
  });
});
