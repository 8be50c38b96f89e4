// How does Coinbase Exchange's socket write what the market does? Field by field as documented and recorded.
import { decimal } from "#shared/domain/decimal.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { isoMicros, uuidOf } from "../coinbase/wire-ids.ts";
import type { DayStats } from "../core/venue-market.ts";
import { CHANNELS, type StreamChannelName, SUBSCRIBE_FAILED } from "./stream-quirks.ts";

/** One public trade, however it came about. */
export interface WireTrade {
  readonly product: string;
  readonly id: number;
  readonly price: string;
  readonly size: string;
  readonly takerSide: "buy" | "sell";
  readonly at: UnixMs;
}

const FIRST_SEQUENCE = 12_000_000_000;
const PER_TRADE = 100;

/** The product's number of the message about this trade: the same for everybody, and more than one on from the trade before. */
export function sequenceOf(tradeId: number): number {
  return FIRST_SEQUENCE + tradeId * PER_TRADE;
}

export function tickerFrame(trade: WireTrade, book: OrderBook, day: DayStats, monthVolume: string): object {
  const [bid, ask] = [book.bids[0], book.asks[0]];
  return {
    type: "ticker",
    sequence: sequenceOf(trade.id),
    product_id: trade.product,
    price: trade.price,
    open_24h: day.open,
    volume_24h: day.volume,
    low_24h: day.low,
    high_24h: day.high,
    volume_30d: monthVolume,
    best_bid: bid?.[0] ?? "0",
    best_bid_size: bid?.[1] ?? "0",
    best_ask: ask?.[0] ?? "0",
    best_ask_size: ask?.[1] ?? "0",
    // The taker's here, the maker's in a match (recorded 2026-09: one trade in both).
    side: trade.takerSide,
    time: isoMicros(trade.at),
    trade_id: trade.id,
    last_size: trade.size,
  };
}

export function matchFrame(type: "match" | "last_match", trade: WireTrade): object {
  return {
    type,
    trade_id: trade.id,
    maker_order_id: uuidOf(`maker of ${trade.product} ${trade.id}`),
    taker_order_id: uuidOf(`taker of ${trade.product} ${trade.id}`),
    side: trade.takerSide === "buy" ? "sell" : "buy",
    size: trade.size,
    price: trade.price,
    product_id: trade.product,
    sequence: sequenceOf(trade.id),
    time: isoMicros(trade.at),
  };
}

export function heartbeatFrame(product: string, lastTradeId: number, now: UnixMs): object {
  return {
    type: "heartbeat",
    last_trade_id: lastTradeId,
    product_id: product,
    sequence: sequenceOf(lastTradeId),
    time: isoMicros(now),
  };
}

type Levels = readonly (readonly [string, string])[];

export function snapshotFrame(
  product: string,
  { bids, asks }: { readonly bids: Levels; readonly asks: Levels },
): object {
  return { type: "snapshot", product_id: product, asks, bids };
}

/** Null where nothing changed. */
export function changesFrame(
  product: string,
  { bids, asks }: { readonly bids: Levels; readonly asks: Levels },
  now: UnixMs,
): object | null {
  const changes = [
    ...bids.map(([price, size]) => ["buy", price, sizeText(size)]),
    ...asks.map(([price, size]) => ["sell", price, sizeText(size)]),
  ];
  return changes.length === 0 ? null : { type: "l2update", product_id: product, changes, time: isoMicros(now) };
}

/** R: a level that is gone has the size `0.00000000`. */
function sizeText(size: string): string {
  return decimal(size).isZero ? "0.00000000" : size;
}

export function subscriptionsFrame(standing: ReadonlyMap<StreamChannelName, ReadonlySet<string>>): object {
  const channels = [...standing].map(([name, products]) => {
    const facts = CHANNELS.get(name);
    return {
      name: facts?.confirmedAs ?? name,
      product_ids: facts?.ofProducts === true ? [...products] : null,
      account_ids: null,
    };
  });
  return { type: "subscriptions", channels };
}

export function errorFrame(message: string, reason?: string): object {
  return { type: "error", message, ...(reason === undefined ? {} : { reason }) };
}

export function refusalFrame(reason: string): object {
  return errorFrame(SUBSCRIBE_FAILED, reason);
}
