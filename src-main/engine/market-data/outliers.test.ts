// Are wrong prices kept out and real moves let in, over many ticks of a market with fat tails?
import { describe, expect, it } from "vitest";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { Ticker } from "./ticker.ts";
import { TickerCache } from "./ticker-cache.ts";

const BTC = marketSymbolSchema.parse("BTC/USD");
const VENUES = ["kraken", "binance"].map((venue) => venueIdSchema.parse(venue));
const START = 1_767_571_200_000;
const TICKS = 200_000;
const SPIKE_SHARE = 0.001;

function cacheOf(venues: number): TickerCache {
  const cache = new TickerCache();
  for (const venue of VENUES.slice(0, venues)) {
    cache.add({ venue, symbol: BTC, base: assetSchema.parse("BTC"), quote: assetSchema.parse("USD") } as Instrument);
  }
  return cache;
}

function take(cache: TickerCache, venue: number, price: number, time: UnixMs) {
  const outcome = cache.accept({
    venue: VENUES[venue] ?? venueIdSchema.parse("none"),
    symbol: BTC,
    bid: decimalString((price * 0.999_95).toFixed(2)),
    ask: decimalString((price * 1.000_05).toFixed(2)),
    last: null,
    volume24h: null,
    tsEvent: time,
    tsInit: time,
    source: "stream",
  });
  return outcome instanceof Ticker ? "accepted" : outcome;
}

/** Steps of half a basis point, one in a thousand ten to forty times as long, at random intervals of half a second on average. */
function* walk(rng: SeededRng) {
  let price = 60_000;
  let time = START;
  for (;;) {
    const size = rng.next() < 0.001 ? 10 + 30 * rng.next() : 1;
    price *= Math.exp(0.000_05 * size * rng.normal());
    time += Math.max(1, Math.round(-500 * Math.log(1 - rng.next())));
    yield { price, time: unixMs(time) };
  }
}

describe.each([1, 2])("%i venue(s), 200,000 ticks with 5 %% spikes", (venues) => {
  it("takes no spike and refuses at most one good tick in a thousand", () => {
    const rng = SeededRng.of(venues);
    const cache = cacheOf(venues);
    let spikes = 0;
    let taken = 0;
    let refused = 0;
    let good = 0;
    let seen = 0;
    for (const { price, time } of walk(rng)) {
      seen += 1;
      if (seen > TICKS) break;
      const venue = rng.integer(0, venues - 1);
      // Planted once the window is full: before that no test is possible.
      if (seen > 200 && rng.next() < SPIKE_SHARE) {
        spikes += 1;
        if (take(cache, venue, price * (rng.next() < 0.5 ? 0.95 : 1.05), time) === "accepted") taken += 1;
      } else {
        good += 1;
        if (take(cache, venue, price, time) !== "accepted") refused += 1;
      }
    }
    expect(spikes).toBeGreaterThan(150);
    expect(taken).toBe(0);
    expect(refused / good).toBeLessThanOrEqual(0.001);
  });
});

describe("a real move of 10 %", () => {
  it.each([
    ["ten ticks a second", 100, 5_000],
    ["a tick a second", 1_000, 5_000],
    ["a tick in four seconds, by the third", 4_000, 8_000],
  ])("with %s is taken in time, whichever way it goes", (_, everyMs, withinMs) => {
    for (const factor of [1.1, 0.9]) {
      const cache = cacheOf(1);
      const rng = SeededRng.of(7);
      for (let tick = 0; tick < 60; tick += 1) {
        take(cache, 0, 60_000 * Math.exp(0.000_05 * rng.normal()), unixMs(START + tick * everyMs));
      }
      const movedAt = START + 60 * everyMs;
      let takenAt: number | null = null;
      for (let tick = 0; takenAt === null && tick < 200; tick += 1) {
        const time = movedAt + tick * everyMs;
        const price = 60_000 * factor * Math.exp(0.000_1 * rng.normal());
        if (take(cache, 0, price, unixMs(time)) === "accepted") takenAt = time;
      }
      expect(takenAt).not.toBeNull();
      expect((takenAt ?? 0) - movedAt).toBeLessThanOrEqual(withinMs);
    }
  });

  it("is taken at once where another venue has made it too", () => {
    const cache = cacheOf(2);
    for (let tick = 0; tick < 80; tick += 1) take(cache, tick % 2, 60_000 + (tick % 5), unixMs(START + tick * 250));
    const time = START + 80 * 250;
    expect(take(cache, 0, 66_000, unixMs(time))).toBe("suspect");
    expect(take(cache, 1, 66_010, unixMs(time + 250))).toBe("suspect");
    expect(take(cache, 0, 66_005, unixMs(time + 2_000))).toBe("suspect");
    expect(take(cache, 0, 66_007, unixMs(time + 2_250))).toBe("accepted");
    expect(take(cache, 1, 66_012, unixMs(time + 2_500))).toBe("accepted");
  });
});
