import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { instrumentSchema } from "#shared/domain/instrument.ts";
import { orderBookSchema, rawQuoteSchema } from "#shared/domain/quote.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { SimulatedMarket } from "./simulated-market.ts";

const NOW = 1_767_571_200_000;
const ALPHA = venueIdSchema.parse("sim-alpha");
const BETA = venueIdSchema.parse("sim-beta");
const symbol = (text: string) => marketSymbolSchema.parse(text);
const BTC = symbol("BTC/USD");
const market = new SimulatedMarket({ seed: 1 });
const everyMarket = market.venues.flatMap((venue) => market.instruments(venue));
const anyMarket = fc.constantFrom(...everyMarket);
const anyTime = fc.integer({ min: NOW - 30 * DAY_MS, max: NOW + 30 * DAY_MS }).map((time) => unixMs(time));

describe("the simulated market", () => {
  it("is a function of seed and time, whatever was asked before", () => {
    const questions = fc.array(fc.tuple(anyMarket, anyTime), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(questions, (asked) => {
        const quote = (from: SimulatedMarket, [{ venue, symbol: name }, time]: (typeof asked)[number]) =>
          from.quoteAt(venue, name, time);
        const forward = new SimulatedMarket({ seed: 1 });
        const backward = new SimulatedMarket({ seed: 1 });
        const first = asked.map((question) => quote(forward, question));
        const second = asked.toReversed().map((question) => quote(backward, question));
        expect(second.toReversed()).toEqual(first);
      }),
      { numRuns: 15 },
    );
  });

  it("differs by seed", () => {
    const other = new SimulatedMarket({ seed: 2 });
    expect(other.quoteAt(ALPHA, BTC, unixMs(NOW))).not.toEqual(market.quoteAt(ALPHA, BTC, unixMs(NOW)));
  });

  it("keeps its prices over versions of the program", () => {
    expect(market.quoteAt(ALPHA, BTC, unixMs(NOW))).toMatchInlineSnapshot(`
      {
        "ask": "88109.1",
        "bid": "88102",
        "last": "88105.5",
        "source": "simulated",
        "symbol": "BTC/USD",
        "tsEvent": 1767571200000,
        "tsInit": 1767571200000,
        "venue": "sim-alpha",
        "volume24h": "10174.7257089",
      }
    `);
  });

  it("quotes on the step, bid under ask, in the form of the domain", () => {
    fc.assert(
      fc.property(anyMarket, anyTime, (instrument, time) => {
        const quote = rawQuoteSchema.parse(market.quoteAt(instrument.venue, instrument.symbol, time));
        expect(decimal(quote.bid).lt(decimal(quote.ask))).toBe(true);
        for (const price of [quote.bid, quote.ask, quote.last ?? quote.bid]) {
          expect(decimal(price).isMultipleOf(decimal(instrument.priceStep))).toBe(true);
        }
        expect(quote.source).toBe("simulated");
      }),
      { numRuns: 60 },
    );
  });

  it("never leaves the candle of its minute", () => {
    fc.assert(
      fc.property(anyMarket, anyTime, ({ venue, symbol: name }, time) => {
        const from = unixMs(time - (time % MINUTE_MS));
        const candle = market.candles(venue, name, "1m", from, unixMs(from + MINUTE_MS))?.[0];
        const last = decimal(market.quoteAt(venue, name, time)?.last ?? "0");
        expect(last.gte(decimal(candle?.low ?? "0")) && last.lte(decimal(candle?.high ?? "0"))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each(["5m", "15m", "1h", "4h", "1d"] as const)(
    "has %s candles that are exactly those of its minutes",
    (timeframe) => {
      const until = unixMs(NOW + 2 * DAY_MS);
      for (const [venue, name] of [
        [ALPHA, BTC],
        [BETA, symbol("SOL/USDC")],
        [ALPHA, symbol("ETH/BTC")],
      ] as const) {
        const minutes = market.candles(venue, name, "1m", unixMs(NOW), until) ?? [];
        expect(market.candles(venue, name, timeframe, unixMs(NOW), until)).toEqual(
          rollUpCandles(minutes, timeframe, until),
        );
      }
    },
  );

  it("has a book that begins at the quote and lies on the steps", () => {
    fc.assert(
      fc.property(anyMarket, anyTime, fc.integer({ min: 1, max: 40 }), (instrument, time, depth) => {
        const { venue, symbol: name } = instrument;
        const book = orderBookSchema.parse(market.bookAt(venue, name, time, depth));
        const quote = market.quoteAt(venue, name, time);
        expect([book.bids[0]?.[0], book.asks[0]?.[0]]).toEqual([quote?.bid, quote?.ask]);
        expect([book.bids.length, book.asks.length]).toEqual([depth, depth]);
        for (const [side, sign] of [
          [book.bids, -1],
          [book.asks, 1],
        ] as const) {
          side.forEach(([price, size], level) => {
            expect(decimal(price).isMultipleOf(decimal(instrument.priceStep))).toBe(true);
            expect(decimal(size).isMultipleOf(decimal(instrument.amountStep)) && decimal(size).isPositive).toBe(true);
            const before = side[level - 1]?.[0];
            if (before !== undefined) expect(decimal(price).cmp(decimal(before))).toBe(sign);
          });
        }
        expect(market.bookAt(venue, name, time, depth)).toEqual(book);
      }),
      { numRuns: 40 },
    );
  });

  it("moves its assets together, its venues within a percent, and its coins near their size", () => {
    const days = (name: string) =>
      (market.candles(ALPHA, symbol(name), "1d", unixMs(NOW - 200 * DAY_MS), unixMs(NOW)) ?? []).map(
        ({ close }) => +close,
      );
    const returns = (closes: readonly number[]) =>
      closes.slice(1).map((close, index) => Math.log(close / (closes[index] ?? close)));
    const [btc, eth] = [returns(days("BTC/USD")), returns(days("ETH/USD"))];
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const covariance = mean(btc.map((value, index) => value * (eth[index] ?? 0)));
    const size = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => value * value)));
    expect(covariance / (size(btc) * size(eth))).toBeGreaterThan(0.6);
    const annual = size(btc) * Math.sqrt(365);
    expect(annual > 0.25 && annual < 0.9).toBe(true);
    const mid = (venue: typeof ALPHA) => +(market.quoteAt(venue, BTC, unixMs(NOW))?.last ?? 0);
    expect(Math.abs(mid(ALPHA) / mid(BETA) - 1)).toBeLessThan(0.002);
    for (const close of days("USDC/USD")) expect(Math.abs(close - 1)).toBeLessThan(0.01);
    for (const close of days("BTC/USD")) expect(close > 20_000 && close < 400_000).toBe(true);
  });

  it("is calm for most of the time and stressed at times", () => {
    const hours = Array.from({ length: 365 * 24 }, (_, hour) => market.regimeAt(unixMs(NOW - hour * HOUR_MS)));
    const share = (regime: string) => hours.filter((found) => found === regime).length / hours.length;
    expect(share("calm")).toBeGreaterThan(0.4);
    expect(share("busy")).toBeGreaterThan(0.1);
    expect(share("stressed")).toBeGreaterThan(0.005);
    expect(share("stressed")).toBeLessThan(0.15);
  });

  it("falls silent at times, and never without gaps", () => {
    const quiet = new SimulatedMarket({ seed: 1, gaps: "none" });
    const seconds = Array.from({ length: 24 * 3_600 }, (_, second) => unixMs(NOW + second * 1_000));
    const silent = seconds.filter((time) => market.isSilent(ALPHA, BTC, time)).length;
    const down = seconds.filter((time) => market.outageAt(BETA, time) !== null).length;
    expect(silent > 0 && silent < 600).toBe(true);
    expect(down > 0 && down < 600).toBe(true);
    expect(seconds.some((time) => quiet.isSilent(ALPHA, BTC, time) || quiet.outageAt(BETA, time) !== null)).toBe(false);
  });

  it("describes its markets and fees in the form of the domain, different at each venue", () => {
    for (const instrument of everyMarket) expect(() => instrumentSchema.parse(instrument)).not.toThrow();
    expect(market.feeTier(ALPHA)).not.toEqual(market.feeTier(BETA));
    expect(() => market.feeTier(venueIdSchema.parse("kraken"))).toThrow("Not a simulated venue: kraken");
  });

  it("has nothing for unknown markets nor before its first day", () => {
    const unknown = symbol("FOO/USD");
    expect(market.quoteAt(ALPHA, unknown, unixMs(NOW))).toBeNull();
    expect(market.bookAt(ALPHA, unknown, unixMs(NOW))).toBeNull();
    expect(market.candles(ALPHA, unknown, "1m", unixMs(0), unixMs(NOW))).toBeNull();
    expect(market.quoteAt(ALPHA, BTC, unixMs(1_000))).toBeNull();
    expect(market.candles(ALPHA, BTC, "1d", unixMs(0), unixMs(DAY_MS))).toEqual([]);
    expect(market.instruments(venueIdSchema.parse("kraken"))).toEqual([]);
  });
});
