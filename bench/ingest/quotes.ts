// Which quotes are ingested? Prebuilt, of markets that walk at random, spaced as on a feed of a given rate.
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { type Instrument, instrumentSchema } from "#shared/domain/instrument.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";

export const VENUE = venueIdSchema.parse("bench");
const PLACES = 2;

export function instrumentsOf(count: number): readonly Instrument[] {
  return Array.from({ length: count }, (_, index) =>
    instrumentSchema.parse({
      venue: VENUE,
      symbol: marketSymbolSchema.parse(`C${index}/USD`),
      base: `C${index}`,
      quote: "USD",
      priceStep: "0.01",
      amountStep: "0.0001",
      amountMin: null,
      amountMax: null,
      costMin: null,
      costMax: null,
      status: "online",
    }),
  );
}

/** Markets take turns at random; each step moves a price by about a basis point. */
export function quotesOf(
  instruments: readonly Instrument[],
  count: number,
  perSecond: number,
  startMs: number,
): readonly RawQuote[] {
  const rng = SeededRng.of(1);
  const prices = instruments.map((_, index) => 100 + index);
  const volumes = instruments.map(() => 1_000_000);
  return Array.from({ length: count }, (_, index) => {
    const market = rng.integer(0, instruments.length - 1);
    const price = ensure(prices[market], "price") * (1 + 0.0001 * rng.normal());
    prices[market] = price;
    volumes[market] = ensure(volumes[market], "volume") + rng.next();
    const time = unixMs(startMs + Math.floor((index * 1000) / perSecond));
    return {
      venue: VENUE,
      symbol: ensure(instruments[market], "instrument").symbol,
      bid: text(price * 0.9999),
      ask: text(price * 1.0001),
      last: text(price),
      volume24h: text(ensure(volumes[market], "volume")),
      tsEvent: time,
      tsInit: time,
      source: "stream",
    };
  });
}

/** toFixed writes a plain decimal number. */
function text(value: number): DecimalString {
  return value.toFixed(PLACES) as DecimalString;
}
