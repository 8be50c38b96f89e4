// How do public trades become the candle of their minute? Exactly: prices are trade prices, the volume is their sum.
import type { MarketTrade } from "#engine/ports/market-data-feed.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";

/** Ids that are remembered of one minute; beyond them the oldest are forgotten. No venue repeats a trade after so many others. */
const MOST_IDS = 20_000;

type Trade = Pick<MarketTrade, "id" | "price" | "quantity" | "tsEvent">;

interface Traded {
  open: Trade;
  high: Trade;
  low: Trade;
  close: Trade;
  highest: Decimal;
  lowest: Decimal;
  volume: Decimal;
}

export class TradeMinute {
  /** Trades that came when their minute was over: only the venue's own candle can tell them. */
  late = 0;
  duplicates = 0;
  #openTime = -1;
  #traded: Traded | null = null;
  /** Minutes that end at or before this are over. */
  #closedUntil = 0;
  /** Of the minute that is being built, and of the one before it: what is sent twice is sent soon. */
  #ids = new Set<string>();
  #idsBefore = new Set<string>();

  /** Start of the minute being built, -1 when there is none. */
  get openTime(): number {
    return this.#openTime;
  }

  /** Takes a trade; returns the candle that it closed, if it did. */
  add(trade: Trade): Candle | null {
    const openTime = trade.tsEvent - (trade.tsEvent % MINUTE_MS);
    if (this.#ids.has(trade.id) || this.#idsBefore.has(trade.id)) {
      this.duplicates += 1;
      return null;
    }
    if (openTime < this.#openTime || openTime < this.#closedUntil) {
      this.late += 1;
      return null;
    }
    const closed = openTime > this.#openTime ? this.close() : null;
    this.#openTime = openTime;
    this.#remember(trade.id);
    this.#extend(trade);
    return closed;
  }

  /** Ends the minute and returns its candle; null when there is none. */
  close(): Candle | null {
    const candle = this.candle(true);
    if (this.#openTime >= 0) {
      this.#closedUntil = this.#openTime + MINUTE_MS;
      this.#idsBefore = this.#ids;
      this.#ids = new Set();
    }
    this.#openTime = -1;
    this.#traded = null;
    return candle;
  }

  /** What is before this time is told by somebody else: the minute that is being built ends with it. */
  skipTo(time: number): void {
    if (this.#openTime >= 0 && this.#openTime < time) this.close();
    this.#closedUntil = Math.max(this.#closedUntil, time);
  }

  /** Forgets everything but what was counted, as when the venue's time starts anew. */
  reset(): void {
    this.#openTime = -1;
    this.#traded = null;
    this.#closedUntil = 0;
    this.#ids.clear();
    this.#idsBefore.clear();
  }

  /** The candle as it stands; null when there is none. */
  candle(closed = false): Candle | null {
    const traded = this.#traded;
    if (traded === null) return null;
    return {
      openTime: unixMs(this.#openTime),
      open: traded.open.price,
      high: traded.high.price,
      low: traded.low.price,
      close: traded.close.price,
      volume: traded.volume.toString(),
      closed,
    };
  }

  #extend(trade: Trade): void {
    const price = decimal(trade.price);
    const quantity = decimal(trade.quantity);
    const traded = this.#traded;
    if (traded === null) {
      this.#traded = {
        ...{ open: trade, high: trade, low: trade, close: trade },
        ...{ highest: price, lowest: price, volume: quantity },
      };
      return;
    }
    if (price.gt(traded.highest)) {
      traded.high = trade;
      traded.highest = price;
    } else if (price.lt(traded.lowest)) {
      traded.low = trade;
      traded.lowest = price;
    }
    // Two connections may overlap: what counts is when it was traded.
    if (trade.tsEvent < traded.open.tsEvent) traded.open = trade;
    if (trade.tsEvent >= traded.close.tsEvent) traded.close = trade;
    traded.volume = traded.volume.add(quantity);
  }

  #remember(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= MOST_IDS) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }
}
