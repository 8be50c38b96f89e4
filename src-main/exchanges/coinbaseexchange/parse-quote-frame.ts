// What do a ticker, a trade and a heartbeat of Coinbase Exchange say?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { countOf, type FrameReader, ofMarket, timeOrNull } from "./read-frame.ts";

/** Sent with each trade, and first of all after subscribing; that one may have neither a trade nor a time (not confirmed). */
export const readTicker: FrameReader = (frame, names) =>
  ofMarket(frame, names, (symbol) => {
    const [bid, ask] = [priceOrNull(frame, "best_bid"), priceOrNull(frame, "best_ask")];
    if (bid === null || ask === null) {
      return [{ type: "ignored", reason: "one side of the book is empty", priceOf: symbol }];
    }
    return [
      {
        type: "quote",
        symbol,
        bid,
        ask,
        last: priceOrNull(frame, "price"),
        volume: frame.at("volume_24h").amount(),
        tsEvent: timeOrNull(frame.at("time")),
        tradeId: tradeOrNull(frame.at("trade_id")),
      },
    ];
  });

/** `last_match` is the trade before the subscription began: as real as any, and perhaps known already. */
export const readMatch: FrameReader = (frame, names) =>
  ofMarket(frame, names, (symbol) => [
    {
      type: "trade",
      symbol,
      price: frame.at("price").positive(),
      quantity: frame.at("size").positive(),
      side: takerSide(frame.at("side")),
      id: String(countOf(frame.at("trade_id"))),
      tsEvent: frame.at("time").isoTime(),
    },
  ]);

/** `sequence` is the product's last one over messages that are not sent to us and shows no gap; the number of the last trade does. */
export const readHeartbeat: FrameReader = (frame, names) =>
  ofMarket(frame, names, (symbol): readonly StreamEvent[] => {
    const lastTradeId = tradeOrNull(frame.at("last_trade_id"));
    const tsEvent = frame.at("time").isoTime();
    return [{ type: "heartbeat", counter: null, symbol, tsEvent, ...(lastTradeId === null ? {} : { lastTradeId }) }];
  });

function tradeOrNull(place: Answer): number | null {
  return place.value === undefined ? null : countOf(place);
}

/** `side` is the maker's, and in the ticker of the same trade the taker's (ccxt 4.5.84; both frames of one trade, live 2026-09). */
function takerSide(side: Answer): "buy" | "sell" {
  return side.oneOf("buy", "sell") === "buy" ? "sell" : "buy";
}

/** Null for what the venue writes where there is no price: an empty text or zero. A missing field is none of both. */
function priceOrNull(frame: Answer, field: string): DecimalString | null {
  const place = frame.at(field);
  if (place.value === "") return null;
  const amount = place.amount();
  return amount === "0" ? null : amount;
}
