// What does a market show now, in the figures that Binance writes? REST and streams say the same.
import { type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import type { VenueMarket } from "../core/venue-market.ts";
import { BOOK_LEVELS } from "./stream-quirks.ts";
import { eight } from "./wire-text.ts";

type Level = readonly [price: DecimalString, size: DecimalString];

/** The whole book as this venue has it, best first. */
export function wholeBook(market: VenueMarket, { symbol }: Instrument, now: UnixMs) {
  return market.bookAt(market.venue, symbol, now, BOOK_LEVELS);
}

/** Zeros where a side is empty. */
export function bestView(market: VenueMarket, { symbol }: Instrument, now: UnixMs) {
  const book = market.bookAt(market.venue, symbol, now, 1);
  const [bid, ask] = [book?.bids[0], book?.asks[0]];
  return {
    bidPrice: eight(bid?.[0] ?? "0"),
    bidQty: eight(bid?.[1] ?? "0"),
    askPrice: eight(ask?.[0] ?? "0"),
    askQty: eight(ask?.[1] ?? "0"),
  };
}

/** Of the last 24 hours. */
export function dayView(market: VenueMarket, instrument: Instrument, now: UnixMs) {
  const day = market.dayStats(instrument.symbol, now);
  const value = (pick: (stats: NonNullable<typeof day>) => DecimalString) => decimal(day === null ? "0" : pick(day));
  const [open, last, volume] = [value((d) => d.open), value((d) => d.last), value((d) => d.volume)];
  const change = last.sub(open);
  return {
    openPrice: eight(open),
    highPrice: eight(value((d) => d.high)),
    lowPrice: eight(value((d) => d.low)),
    lastPrice: eight(last),
    volume: eight(volume),
    quoteVolume: eight(value((d) => d.quoteVolume)),
    priceChange: eight(change),
    priceChangePercent: open.isPositive ? change.mul(decimal("100")).div(open, 3, "down").toFixed(3, "down") : "0.000",
    weightedAvgPrice: volume.isPositive ? eight(value((d) => d.quoteVolume).div(volume, 8, "down")) : eight(last),
    prevClosePrice: eight(open),
    lastQty: eight(instrument.amountStep),
    openTime: now - DAY_MS,
    closeTime: now,
  };
}

export function levelView(levels: readonly Level[] = []): readonly (readonly [string, string])[] {
  return levels.map(([price, size]) => [eight(price), eight(size)]);
}
