// What can one frame of a venue's socket say, in our words?
import type { Timeframe } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** Best prices of a market. What the frame does not tell is null. */
export interface QuoteEvent {
  readonly type: "quote";
  readonly symbol: MarketSymbol;
  readonly bid: DecimalString;
  readonly ask: DecimalString;
  readonly last: DecimalString | null;
  /** Of 24 h, in base. */
  readonly volume: DecimalString | null;
  readonly tsEvent: UnixMs | null;
  /** Number of the last trade, where heartbeats tell it too. */
  readonly tradeId?: number | null;
}

/** One public trade. `side` is the taker's. */
export interface TradeEvent {
  readonly type: "trade";
  readonly symbol: MarketSymbol;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  readonly side: "buy" | "sell";
  readonly id: string;
  readonly tsEvent: UnixMs;
}

export interface CandleEvent {
  readonly type: "candle";
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
  readonly openTime: UnixMs;
  readonly open: DecimalString;
  readonly high: DecimalString;
  readonly low: DecimalString;
  readonly close: DecimalString;
  /** In base. */
  readonly volume: DecimalString;
  /** Whether the venue says that it is over. */
  readonly closed: boolean;
}

/** `[price, size]` as the venue wrote them (a checksum is over these texts); a size of zero removes the level. */
export type BookLevel = readonly [price: DecimalString, size: DecimalString];

export interface BookEvent {
  readonly type: "book";
  readonly symbol: MarketSymbol;
  readonly kind: "snapshot" | "delta";
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** Numbers of the first and last update in it, where the venue counts per book. */
  readonly sequence: { readonly first: number; readonly last: number } | null;
  /** Of the book after this event, where the venue sends one. */
  readonly checksum: number | null;
  readonly tsEvent: UnixMs | null;
}

export type StreamChannel = "quotes" | "trades" | "candles" | "book";

/** A subscription stands. `symbol` null: the venue acknowledged a whole request, known by `requestId`. */
export interface SubscribedEvent {
  readonly type: "subscribed";
  readonly channel: string | null;
  readonly symbol: MarketSymbol | null;
  readonly requestId: number | null;
}

/** A refusal. Where the venue names neither market nor request both are null, and it may be any that waits. */
export interface ErrorEvent {
  readonly type: "error";
  readonly message: string;
  readonly symbol: MarketSymbol | null;
  readonly requestId: number | null;
}

/** The venue is alive. `counter` rises by one where it counts. */
export interface HeartbeatEvent {
  readonly type: "heartbeat";
  readonly counter: number | null;
  /** Of one market only; null for the whole connection. */
  readonly symbol: MarketSymbol | null;
  readonly tsEvent: UnixMs | null;
  /** Number of the market's last trade: a quote with an earlier one is not the last. */
  readonly lastTradeId?: number;
}

/** `closing`: the venue will cut this connection soon, open another one first. */
export interface StatusEvent {
  readonly type: "status";
  readonly state: "online" | "maintenance" | "cancelOnly" | "postOnly" | "limitOnly" | "closing";
  readonly detail: string | null;
}

/** Something about an own order changed. Only a hint: the truth is read by REST. */
export interface OrderEvent {
  readonly type: "order";
  readonly symbol: MarketSymbol | null;
  readonly clientOrderId: ClientOrderId | null;
  readonly venueOrderId: VenueOrderId | null;
  /** The venue's own word. */
  readonly state: string;
  readonly tsEvent: UnixMs | null;
}

/** An own balance changed. Only a hint. */
export interface BalanceEvent {
  readonly type: "balance";
  readonly asset: Asset | null;
  readonly total: DecimalString | null;
  readonly tsEvent: UnixMs | null;
}

/** Understood, and of no use to us. */
export interface IgnoredEvent {
  readonly type: "ignored";
  readonly reason: string;
  /** Set where it says that this market has no price now: what it said before does not stand any more. */
  readonly priceOf?: MarketSymbol;
}

/** Could not be read. Never quotes what may hold a secret. */
export interface MalformedEvent {
  readonly type: "malformed";
  readonly reason: string;
}

export type StreamEvent =
  | QuoteEvent
  | TradeEvent
  | CandleEvent
  | BookEvent
  | SubscribedEvent
  | ErrorEvent
  | HeartbeatEvent
  | StatusEvent
  | OrderEvent
  | BalanceEvent
  | IgnoredEvent
  | MalformedEvent;

/** One frame, read. Every frame gives at least one event. */
export interface ParsedFrame {
  readonly events: readonly StreamEvent[];
  /** The frame's number on its connection where the venue counts frames: a jump means that frames are lost. */
  readonly connectionSequence: number | null;
  /** When the venue sent it; null where it does not say. */
  readonly sentAt: UnixMs | null;
}
