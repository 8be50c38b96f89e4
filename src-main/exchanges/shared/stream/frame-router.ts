// What becomes of a frame? Read fast or whole, put in order, and handed to prices, trades, candles, books and subscriptions.
import { Lateness } from "#engine/core/lateness.ts";
import type { FeedSink, MarketTrade } from "#engine/ports/market-data-feed.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { ClosedCandles } from "./closed-candles.ts";
import type { FeedProtocol, ScannedQuote, StreamNames } from "./feed-protocol.ts";
import { takeQuoteEvent } from "./quote-event.ts";
import type { ErrorEvent, HeartbeatEvent, ParsedFrame, StatusEvent, StreamEvent, TradeEvent } from "./stream-event.ts";
import type { StreamLane } from "./stream-lane.ts";
import type { StreamLink } from "./stream-link.ts";
import type { TurnClock } from "./turn-clock.ts";
import type { WatchedMarket } from "./watched-market.ts";

/** Frames that carry a time go on for so long without that time moving: the venue repeats itself. */
const FROZEN_MS: DurationMs = 8 * SECOND_MS;
const FROZEN_FRAMES = 3;
/** Frames of one moment carry one time; only those that come this much later repeat it. */
const LATER_MS: DurationMs = 2 * SECOND_MS;

export interface RouterOptions {
  readonly venue: VenueId;
  readonly protocol: FeedProtocol;
  readonly names: () => StreamNames;
  readonly sink: FeedSink;
  readonly turn: TurnClock;
  readonly books: BookKeeper | null;
  readonly onStatus: (event: StatusEvent, lane: StreamLane) => void;
  readonly onRefusal: (event: ErrorEvent, lane: StreamLane, link: StreamLink) => void;
}

export class FrameRouter {
  readonly lateness = new Lateness();
  received = 0;
  scanned = 0;
  parsed = 0;
  malformed = 0;
  readonly #options: RouterOptions;
  readonly #candles: ClosedCandles;
  readonly #out: ScannedQuote = emptyQuote();
  /** Newest time of the venue, and when it last moved. */
  #venueTime = 0;
  #movedMs = 0;
  #framesSince = 0;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#candles = new ClosedCandles((symbol, timeframe, candle) =>
      options.sink.onVenueCandle(options.venue, symbol, timeframe, candle),
    );
  }

  /** The hot path. */
  take(lane: StreamLane, link: StreamLink, frame: Buffer, isBinary: boolean): void {
    const { turn, protocol } = this.#options;
    turn.touch();
    link.lastFrameMs = turn.mono;
    link.stalled = false;
    this.received += 1;
    const out = this.#out;
    if (protocol.scan !== null && !isBinary) {
      const { markets } = lane;
      if (protocol.scan(frame, markets.index, out)) {
        this.scanned += 1;
        const market = markets.at(out.market);
        if (out.tsEvent >= 0) this.#noteTime(link, out.tsEvent);
        if (!this.#isInOrder(lane, link, out.connectionSequence)) market.inlet?.outOfOrder();
        else this.#takeScanned(market, link);
        return;
      }
    }
    if (isBinary) this.#lose(link);
    else this.#takeParsed(lane, link, protocol.parse(frame.toString("utf8"), this.#options.names()));
  }

  /** A clock was set or the machine slept: times from before mean nothing now. */
  resetTime(): void {
    this.lateness.reset();
    this.#venueTime = 0;
    this.#framesSince = 0;
  }

  /** Whether frames come whose time stands still. Asked twice a second. */
  isFrozen(nowMs: number): boolean {
    const frozen = this.#framesSince >= FROZEN_FRAMES && nowMs - this.#movedMs >= FROZEN_MS;
    if (frozen) this.#framesSince = 0;
    return frozen;
  }

  /** The link's candles are not whole any more. */
  interrupted(): void {
    this.#candles.interrupt();
  }

  #takeScanned(market: WatchedMarket, link: StreamLink): void {
    const out = this.#out;
    const { turn } = this.#options;
    if (out.sequence >= 0) {
      if (out.sequence <= market.sequence) {
        market.inlet?.outOfOrder();
        return;
      }
      market.sequence = out.sequence;
    }
    if (out.tradeId >= 0) market.tradeId = out.tradeId;
    market.takeNumbers(out);
    market.heard(turn.mono, link);
    market.inlet?.quote(out, turn.wall);
  }

  #takeParsed(lane: StreamLane, link: StreamLink, { events, connectionSequence, sentAt }: ParsedFrame): void {
    this.parsed += 1;
    if (sentAt !== null) this.#noteTime(link, sentAt);
    const inOrder = this.#isInOrder(lane, link, connectionSequence ?? -1);
    const trades: MarketTrade[] = [];
    for (const event of events) {
      if (event.type === "trade" && inOrder) trades.push(this.#toTrade(event));
      this.#takeEvent(lane, link, event, inOrder);
    }
    if (trades.length > 0) this.#options.sink.onTrades(trades);
  }

  #takeEvent(lane: StreamLane, link: StreamLink, event: StreamEvent, inOrder: boolean): void {
    const { sink, books, turn, venue } = this.#options;
    const { bestPricesWithoutTime = false } = this.#options.protocol;
    switch (event.type) {
      case "quote": {
        const market = lane.markets.ofSymbol(event.symbol);
        if (event.tsEvent !== null) this.#noteTime(link, event.tsEvent);
        if (market === undefined) return;
        if (inOrder) takeQuoteEvent({ event, market, link, turn, venue, sink, bestPricesWithoutTime });
        else market.inlet?.outOfOrder();
        return;
      }
      case "book":
        if (inOrder) books?.take(event, link);
        return;
      case "candle":
        this.#candles.take(event, link);
        return;
      case "subscribed":
        lane.ledgerOf(link)?.acknowledge(event, turn.mono);
        return;
      case "error":
        this.#options.onRefusal(event, lane, link);
        return;
      case "heartbeat":
        this.#confirm(lane, link, event);
        return;
      case "status":
        this.#options.onStatus(event, lane);
        return;
      case "malformed":
        this.#lose(link);
        return;
      case "ignored":
        if (event.priceOf !== undefined) lane.markets.ofSymbol(event.priceOf)?.lose();
        return;
      case "trade":
      case "order":
      case "balance":
        return;
    }
  }

  /** A frame that cannot be read may have been about anything. */
  #lose(link: StreamLink): void {
    this.malformed += 1;
    link.losses += 1;
  }

  #toTrade({ symbol, price, quantity, side, id, tsEvent }: TradeEvent): MarketTrade {
    return { venue: this.#options.venue, symbol, price, quantity, side, id, tsEvent };
  }

  /** A heartbeat on an unbroken sequence says that what this socket last told still stands. */
  #confirm(lane: StreamLane, link: StreamLink, { symbol, tsEvent, lastTradeId }: HeartbeatEvent): void {
    link.pong();
    if (tsEvent !== null) this.#noteTime(link, tsEvent);
    if (this.#options.protocol.confirmedBy !== "heartbeat" || link !== lane.link) return;
    const markets = lane.markets;
    const only = symbol === null ? null : markets.ofSymbol(symbol);
    const meant = only === null ? markets.all : only === undefined ? [] : [only];
    // A later trade than that of the last quote: a quote was lost, and the one before it does not stand.
    this.confirm(
      meant.filter((market) => market.knowsTrade(lastTradeId)),
      link,
    );
  }

  /** Tells that the prices which this socket sent still stand, as of when its last frame left the venue. */
  confirm(markets: readonly WatchedMarket[], link: StreamLink): void {
    const { sink, venue, turn } = this.#options;
    const symbols = markets.filter((market) => market.isConfirmedBy(link)).map(({ symbol }) => symbol);
    // A wall clock less a duration is a time again.
    if (symbols.length > 0) sink.onConfirmed(venue, symbols, (turn.wall - link.lateMs) as UnixMs);
  }

  /** False for a frame that came before; a missing one makes the socket suspect and has it replaced. */
  #isInOrder(lane: StreamLane, link: StreamLink, sequence: number): boolean {
    if (sequence < 0) return true;
    const last = link.lastSequence;
    if (last >= 0 && sequence <= last) return false;
    link.lastSequence = sequence;
    if (last >= 0 && sequence > last + 1) {
      link.losses += 1;
      this.#options.books?.forget(link);
      lane.replace("gap");
    }
    return true;
  }

  #noteTime(link: StreamLink, time: number): void {
    const { turn } = this.#options;
    link.lateMs = this.lateness.measure(time, turn.wall);
    if (time > this.#venueTime) {
      this.#venueTime = time;
      this.#movedMs = turn.mono;
      this.#framesSince = 0;
    } else if (turn.mono - this.#movedMs >= LATER_MS) {
      this.#framesSince += 1;
    }
  }
}

function emptyQuote(): ScannedQuote {
  return {
    bidUnits: -1,
    bidPlaces: 0,
    askUnits: -1,
    askPlaces: 0,
    lastUnits: -1,
    lastPlaces: 0,
    volumeUnits: -1,
    volumePlaces: 0,
    tsEvent: -1,
    market: -1,
    connectionSequence: -1,
    sequence: -1,
    tradeId: -1,
  };
}
