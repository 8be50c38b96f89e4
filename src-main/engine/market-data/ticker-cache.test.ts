import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import { Ticker } from "./ticker.ts";
import { TickerCache } from "./ticker-cache.ts";

const A = venueIdSchema.parse("kraken");
const B = venueIdSchema.parse("binance");
const BTC = marketSymbolSchema.parse("BTC/USD");
const ETH = marketSymbolSchema.parse("ETH/USD");
const NOW = 1_767_571_200_000;
const instrument = (venue: typeof A): Instrument => ({
  venue,
  symbol: BTC,
  base: assetSchema.parse("BTC"),
  quote: assetSchema.parse("USD"),
  priceStep: decimalString("0.1"),
  amountStep: decimalString("0.1"),
  amountMin: null,
  amountMax: null,
  costMin: null,
  costMax: null,
  status: "online",
});

/** A tick at `ms` after the start with a spread of two around `mid`. */
function tick(ms: number, mid: number, changes: Partial<RawQuote> = {}): RawQuote {
  const time = unixMs(NOW + ms);
  return {
    venue: A,
    symbol: BTC,
    bid: decimalString(String(mid - 1)),
    ask: decimalString(String(mid + 1)),
    last: null,
    volume24h: null,
    tsEvent: time,
    tsInit: time,
    source: "stream",
    ...changes,
  };
}

/** A cache whose window of venue A is full around 10,000, one tick a second. */
function warm(venues: readonly (typeof A)[] = [A]) {
  const cache = new TickerCache();
  for (const venue of venues) {
    cache.add(instrument(venue));
    for (let second = 0; second < 31; second += 1) {
      const accepted = cache.accept(tick(second * 1_000, 10_000 + (second % 5), { venue }));
      expect(accepted).toBeInstanceOf(Ticker);
    }
  }
  return cache;
}
const outcome = (cache: TickerCache, quote: RawQuote) => {
  const found = cache.accept(quote);
  return found instanceof Ticker ? "accepted" : found;
};
// Text that no feed should send, past the type on purpose.
const raw = (text: string) => text as DecimalString;

describe("what a quote must pass", () => {
  it.each([
    ["an unknown market", { symbol: marketSymbolSchema.parse("FOO/USD") }, "unknownMarket"],
    ["zero", { bid: raw("0") }, "notAPrice"],
    ["no number", { ask: raw("abc") }, "notAPrice"],
    ["infinity", { ask: raw("1e999") }, "notAPrice"],
    ["a negative price", { bid: raw("-1") }, "notAPrice"],
    ["bid over ask", { bid: raw("10002") }, "crossed"],
    [
      "bid over ask in a far digit",
      { bid: raw("10000.00000000000000002"), ask: raw("10000.00000000000000001") },
      "crossed",
    ],
    ["bid equal to ask", { bid: raw("10000"), ask: raw("10000.0") }, "accepted"],
    ["six seconds in the future", { tsEvent: unixMs(NOW + 46_001) }, "future"],
    ["five seconds in the future", { tsEvent: unixMs(NOW + 45_000) }, "accepted"],
    ["before the last accepted one", { tsEvent: unixMs(NOW + 29_999) }, "outOfOrder"],
    ["the same time again", { tsEvent: unixMs(NOW + 30_000) }, "accepted"],
    ["negative volume", { volume24h: raw("-1") }, "volume"],
    ["no venue time", { tsEvent: null }, "accepted"],
  ] as const)("%s: %j is %s", (_, changes, expected) => {
    expect(outcome(warm(), tick(40_000, 10_000, changes))).toBe(expected);
  });

  it("counts age from the venue's last confirmation", () => {
    const cache = warm();
    const ticker = cache.get(A, BTC);
    expect(ticker?.state(unixMs(NOW + 36_000))).toBe("lagging");
    cache.confirm(A, [BTC], unixMs(NOW + 36_000));
    expect(ticker?.state(unixMs(NOW + 36_000))).toBe("live");
  });

  it("flags volume beyond reason, and takes the price", () => {
    const cache = warm();
    for (let second = 31; second < 62; second += 1) {
      cache.accept(tick(second * 1_000, 10_000, { volume24h: decimalString("1000") }));
    }
    expect(cache.volumeFlags).toBe(0);
    expect(outcome(cache, tick(70_000, 10_000, { volume24h: decimalString("60000") }))).toBe("accepted");
    expect(outcome(cache, tick(71_000, 10_000, { volume24h: decimalString("10") }))).toBe("accepted");
    expect(cache.volumeFlags).toBe(2);
  });
});

describe("the outlier test", () => {
  it("does not begin before 31 ticks", () => {
    const cache = new TickerCache();
    cache.add(instrument(A));
    cache.accept(tick(0, 10_000));
    expect(outcome(cache, tick(1_000, 20_000))).toBe("accepted");
  });

  it("keeps out a single spike, says so, and forgets it with the next good tick", () => {
    const cache = warm();
    const ticker = cache.get(A, BTC);
    expect(outcome(cache, tick(31_000, 10_500))).toBe("suspect");
    const suspect = ticker?.toQuote(unixMs(NOW + 31_000));
    expect(suspect).toMatchObject({
      state: "suspect",
      bid: "9999",
      reason: "The newest price is 5.0 % away from the last ones and not yet confirmed.",
    });
    expect(outcome(cache, tick(32_000, 10_001))).toBe("accepted");
    expect(ticker?.toQuote(unixMs(NOW + 32_000))).toMatchObject({ state: "live", reason: null });
  });

  it("lets pass what lies within half a percent, however quiet the market was", () => {
    expect(outcome(warm(), tick(31_000, 10_049))).toBe("accepted");
  });

  it("accepts a real ten percent move by the third agreeing tick over two seconds", () => {
    const cache = warm();
    expect(
      [31_000, 31_500, 32_000, 32_500, 33_000].map((ms, index) => outcome(cache, tick(ms, 11_000 + index))),
    ).toEqual(["suspect", "suspect", "suspect", "suspect", "accepted"]);
    // The window started anew: it is not full, so there is no test, and the old price is no outlier now.
    expect(cache.get(A, BTC)?.window.full).toBe(false);
  });

  it("does not let suspects that disagree confirm each other", () => {
    const cache = warm();
    const outcomes = [11_000, 12_000, 11_000, 12_000, 11_000, 12_000].map((mid, index) =>
      outcome(cache, tick(31_000 + index * 2_000, mid)),
    );
    expect(new Set(outcomes)).toEqual(new Set(["suspect"]));
  });

  it("is released at once when another live venue is there already", () => {
    const cache = warm([A, B]);
    expect(outcome(cache, tick(31_000, 10_600, { venue: B }))).toBe("suspect");
    for (const ms of [32_000, 33_500]) outcome(cache, tick(ms, 10_600, { venue: B }));
    expect(cache.get(B, BTC)?.mid).toBe(10_600);
    expect(outcome(cache, tick(33_600, 10_610))).toBe("accepted");
  });

  it("does not hear a venue whose feed is down", () => {
    const cache = warm([A, B]);
    const other = cache.get(B, BTC);
    if (other === undefined) throw new Error("No such ticker");
    for (const ms of [31_000, 32_000, 33_500]) outcome(cache, tick(ms, 10_600, { venue: B }));
    other.feedDown = true;
    expect(outcome(cache, tick(33_600, 10_600))).toBe("suspect");
  });

  it("keeps the planted spikes out and nearly all else in, over a long random walk", () => {
    const cache = warm();
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    let mid = 10_000;
    let planted = 0;
    let caught = 0;
    let refused = 0;
    for (let count = 1; count <= 20_000; count += 1) {
      mid *= 1 + (random() - 0.5) * 0.0004;
      const isSpike = count % 200 === 0;
      const result = outcome(cache, tick(31_000 + count * 250, isSpike ? mid * 1.05 : mid));
      if (isSpike) {
        planted += 1;
        if (result === "suspect") caught += 1;
      } else if (result !== "accepted") {
        refused += 1;
      }
    }
    expect([planted, caught]).toEqual([100, 100]);
    expect(refused).toBe(0);
  });

  it("starts ordering anew when the venue's time does", () => {
    const cache = warm();
    expect(outcome(cache, tick(-60_000, 10_000))).toBe("outOfOrder");
    cache.resetTime(A);
    expect(outcome(cache, tick(-60_000, 10_000))).toBe("accepted");
  });
});

describe("when the venue last confirmed a price", () => {
  const SECOND = 1_000;
  const MINUTE = 60_000;
  const open = () => {
    const cache = new TickerCache();
    cache.add(instrument(A));
    cache.add({ ...instrument(A), symbol: ETH });
    const ticker = (symbol = BTC) => {
      const found = cache.get(A, symbol);
      if (found === undefined) throw new Error("No such ticker");
      return found;
    };
    /** A quote that the venue sent at one time of its clock and that came at another of ours. */
    const take = (sentMs: number, cameMs: number, changes: Partial<RawQuote> = {}) =>
      outcome(cache, tick(sentMs, 10_000, { tsInit: unixMs(NOW + cameMs), ...changes }));
    const stateAt = (ms: number, symbol = BTC) => ticker(symbol).state(unixMs(NOW + ms));
    return { cache, ticker, take, stateAt };
  };

  it("is when it sent it, by our clock, however far the two clocks are apart", () => {
    for (const apartMs of [-4 * SECOND, 0, 3 * SECOND, 3_600 * SECOND]) {
      const { take, stateAt } = open();
      for (let second = 0; second < 30; second += 1) {
        expect(take(second * SECOND, second * SECOND + apartMs)).toBe("accepted");
        expect(stateAt(second * SECOND + apartMs)).toBe("live");
      }
    }
  });

  it("does not move on with frames whose time stands still", () => {
    const { take, stateAt } = open();
    take(0, 0);
    const states = Array.from({ length: 18 }, (_, second) => {
      expect(take(0, second * SECOND)).toBe("accepted");
      return stateAt(second * SECOND);
    });
    expect(states).toEqual([
      ...Array.from({ length: 6 }, () => "live"),
      ...Array.from({ length: 10 }, () => "lagging"),
      ...Array.from({ length: 2 }, () => "stale"),
    ]);
  });

  it("is earlier by what a frame is late, which another market of the venue may show", () => {
    const { take, stateAt, ticker } = open();
    take(0, 100, { symbol: ETH });
    take(1 * SECOND, 8 * SECOND);
    expect(stateAt(8 * SECOND)).toBe("lagging");
    expect(ticker().confirmedAt).toBe(NOW + 1_100);
    take(9 * SECOND, 9 * SECOND + 150);
    expect(stateAt(9 * SECOND + 150)).toBe("live");
  });

  it("is long ago for a first quote with the time of an old trade, until it is confirmed", () => {
    const { take, stateAt, cache } = open();
    take(0, 50, { symbol: ETH });
    expect(take(-3_600 * SECOND, 60)).toBe("accepted");
    expect(stateAt(60)).toBe("stale");
    cache.confirm(A, [BTC], unixMs(NOW + 1 * SECOND));
    expect(stateAt(1 * SECOND)).toBe("live");
  });

  it("is wrong for at most ten minutes after the venue's clock was set back", () => {
    const { take, stateAt, cache } = open();
    take(0, 0);
    cache.resetTime(B);
    let liveAgain: number | null = null;
    for (let ms = SECOND; ms <= 15 * MINUTE; ms += SECOND) {
      // Set back by a minute: only a market that was silent meanwhile is in order.
      take(ms - MINUTE, ms, { symbol: ETH });
      if (stateAt(ms, ETH) === "live") liveAgain ??= ms;
      else expect(liveAgain).toBeNull();
    }
    expect(liveAgain).not.toBeNull();
    expect(liveAgain ?? 0).toBeLessThanOrEqual(10 * MINUTE + SECOND);
  });

  it("is not spoiled by what was refused", () => {
    const { take, stateAt } = open();
    take(0, 0);
    expect(take(3_600 * SECOND, 1 * SECOND)).toBe("future");
    expect(take(2 * SECOND, 2 * SECOND)).toBe("accepted");
    expect(stateAt(2 * SECOND)).toBe("live");
  });

  it("is measured anew where the venue's time starts anew", () => {
    const { take, stateAt, cache } = open();
    take(0, 0);
    cache.resetTime(A);
    take(-60 * SECOND, 1 * SECOND);
    expect(stateAt(1 * SECOND)).toBe("live");
  });

  it.each([
    ["a quote without a time", { tsEvent: null }],
    ["an answer of REST", { source: "rest" }],
    ["a replay", { source: "replay" }],
    ["a simulated quote", { source: "simulated" }],
  ] as const)("is when it came, for %s", (_, changes) => {
    const { take, ticker } = open();
    take(0, 0);
    expect(take(0, 20 * SECOND, changes)).toBe("accepted");
    expect(ticker().confirmedAt).toBe(NOW + 20 * SECOND);
  });

  it("is by the quickest frame of the last five to ten minutes, whatever comes", () => {
    const frames = fc.array(
      fc.record({
        waitMs: fc.constantFrom(0, 100, 5_000, 100_000, 400_000),
        lateMs: fc.nat(30_000),
        asNumbers: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(frames, (drawn) => {
        const { ticker, take, cache } = open();
        const seen: { readonly at: number; readonly offset: number }[] = [];
        let at = 0;
        for (const { waitMs, lateMs, asNumbers } of drawn) {
          at += waitMs;
          const sent = at - lateMs;
          if (NOW + sent < ticker().tsEvent) continue;
          if (asNumbers) {
            const numbers = { ...NUMBERS, tsEvent: NOW + sent };
            expect(cache.acceptNumbers(ticker(), numbers, unixMs(NOW + at))).toBeNull();
          } else expect(take(sent, at)).toBe("accepted");
          seen.push({ at, offset: lateMs });
          const quickest = (spanMs: number) =>
            Math.min(...seen.filter((one) => at - one.at < spanMs).map(({ offset }) => offset));
          const confirmed = (spanMs: number) => NOW + at - (lateMs - quickest(spanMs));
          expect(ticker().confirmedAt).toBeGreaterThanOrEqual(confirmed(10 * MINUTE));
          expect(ticker().confirmedAt).toBeLessThanOrEqual(confirmed(5 * MINUTE));
        }
      }),
    );
  });
});

/** 9,999 and 10,001. */
const NUMBERS = {
  ...{ bidUnits: 9_999, bidPlaces: 0, askUnits: 10_001, askPlaces: 0, lastUnits: -1, lastPlaces: 0 },
  ...{ volumeUnits: -1, volumePlaces: 0, tsEvent: -1 },
};
