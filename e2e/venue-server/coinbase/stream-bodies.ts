// How do Coinbase's sockets tell prices, candles and products? Field by field as documented, at the prices of the REST answers.
import { decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { LevelChange } from "../core/changed-levels.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { candlesNewestFirst } from "./candle-groups.ts";
import { CANDLE_MS } from "./stream-quirks.ts";
import { isoMicros, ownCode, productIdOf } from "./wire-ids.ts";

const PERCENT = decimal("100");

/** A product without a book shows as empty texts (ccxt 4.5.84, recorded 2024-05). */
export function tickerRow(world: VenueWorld, instrument: Instrument): object {
  const now = world.now();
  const day = world.market.dayStats(instrument.symbol, now);
  const book = world.market.bookAt(world.market.venue, instrument.symbol, now, 1);
  const [bid, ask] = [book?.bids[0], book?.asks[0]];
  const change = day === null || !decimal(day.open).isPositive ? null : decimal(day.last).sub(decimal(day.open));
  return {
    type: "ticker",
    product_id: productIdOf(instrument),
    price: day?.last ?? "",
    volume_24_h: day?.volume ?? "",
    low_24_h: day?.low ?? "",
    high_24_h: day?.high ?? "",
    // The simulation remembers no year.
    low_52_w: day?.low ?? "",
    high_52_w: day?.high ?? "",
    price_percent_chg_24_h:
      change === null || day === null ? "" : change.mul(PERCENT).div(decimal(day.open), 14, "halfEven").toString(),
    best_bid: bid?.[0] ?? "",
    best_bid_quantity: bid?.[1] ?? "",
    best_ask: ask?.[0] ?? "",
    best_ask_quantity: ask?.[1] ?? "",
  };
}

/** Newest first, the last `count` of five minutes. */
export function candleRows(world: VenueWorld, instrument: Instrument, count: number): readonly object[] {
  const now = world.now();
  const from = unixMs(Math.max(0, now - (now % CANDLE_MS) - (count - 1) * CANDLE_MS));
  const range = { from, until: now, now };
  return candlesNewestFirst(world.market, instrument.symbol, CANDLE_MS, range).map((candle) => ({
    start: String(candle.openTime / SECOND_MS),
    high: candle.high,
    low: candle.low,
    open: candle.open,
    close: candle.close,
    volume: candle.volume,
    product_id: productIdOf(instrument),
  }));
}

/** `event_time` is that of the change; in a snapshot it is 1970 (ccxt 4.5.84). */
export function levelRows(
  bids: readonly LevelChange[],
  asks: readonly LevelChange[],
  at: UnixMs = unixMs(0),
): readonly object[] {
  const rows = (side: "bid" | "offer", levels: readonly LevelChange[]) =>
    levels.map(([price, size]) => ({ side, event_time: isoMicros(at), price_level: price, new_quantity: size }));
  return [...rows("bid", bids), ...rows("offer", asks)];
}

export function statusRow({ base, quote, amountStep, priceStep, costMin, status }: Instrument): object {
  const id = productIdOf({ base, quote });
  return {
    product_type: "SPOT",
    id,
    base_currency: ownCode(base),
    quote_currency: ownCode(quote),
    base_increment: amountStep,
    quote_increment: priceStep,
    display_name: id.replace("-", "/"),
    status: status === "offline" ? "offline" : "online",
    status_message: "",
    min_market_funds: costMin ?? "",
  };
}
