// What has the market to say to one socket that it has not been told? Trades, prices, books, heartbeats, states, each by its channel.
import { decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { symbolOf } from "../coinbase/wire-ids.ts";
import { changedLevels } from "../core/changed-levels.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { statusFrame } from "./reference-routes.ts";
import {
  changesFrame,
  heartbeatFrame,
  matchFrame,
  snapshotFrame,
  tickerFrame,
  type WireTrade,
} from "./stream-frames.ts";
import { BOOK_DEPTH, HEARTBEAT_MS, STATUS_MS, type StreamChannelName, TICKER_BATCH_MS } from "./stream-quirks.ts";
import type { StreamWish } from "./stream-request.ts";
import type { TradeTape } from "./trade-tape.ts";

type Standing = ReadonlyMap<StreamChannelName, ReadonlySet<string>>;

const DAYS_OF_VOLUME = "30";
const BOOKS: readonly StreamChannelName[] = ["level2", "level2_batch"];
const NONE: ReadonlySet<string> = new Set();

export class MarketNews {
  readonly #world: VenueWorld;
  readonly #tape: TradeTape;
  /** Of each channel and product: the number of the last trade told, or the time of the last frame. */
  readonly #told = new Map<string, number>();
  readonly #books = new Map<string, OrderBook>();
  #state: VenueWorld["state"];

  constructor(world: VenueWorld, tape: TradeTape) {
    this.#world = world;
    this.#tape = tape;
    this.#state = world.state;
  }

  /** What a new subscription begins with. */
  first({ channel, product }: StreamWish, now: UnixMs): readonly object[] {
    if (channel === "status") return [this.#status()];
    if (product === null || channel === "user") return [];
    const id = `${channel} ${product}`;
    if (channel === "heartbeat") {
      this.#isDue(id, 0);
      return [];
    }
    if (BOOKS.includes(channel)) {
      const book = this.#book(product, now);
      if (book === null) return [];
      this.#books.set(id, book);
      return [snapshotFrame(product, book)];
    }
    const last = this.#tape.last(product, now);
    if (channel === "ticker_batch") this.#isDue(id, 0);
    else this.#told.set(id, last?.id ?? 0);
    if (last === null) return [];
    return channel === "matches" ? [matchFrame("last_match", last)] : this.#ticker(last, now);
  }

  /** In maintenance only heartbeats and states go on. */
  since(standing: Standing, now: UnixMs): readonly object[] {
    const frames = [...this.changedState(standing)];
    for (const product of standing.get("heartbeat") ?? NONE)
      if (this.#isDue(`heartbeat ${product}`, HEARTBEAT_MS))
        frames.push(heartbeatFrame(product, this.#tape.last(product, now)?.id ?? 0, now));
    if (standing.has("status") && this.#isDue("status", STATUS_MS)) frames.push(this.#status());
    if (this.#world.state === "maintenance") return frames;
    for (const product of standing.get("matches") ?? NONE)
      frames.push(...this.#fresh("matches", product, now).map((trade) => matchFrame("match", trade)));
    // A cascade of matches is one ticker (help.coinbase.com, Exchange WebSocket feeds).
    for (const product of standing.get("ticker") ?? NONE)
      frames.push(
        ...this.#fresh("ticker", product, now)
          .slice(-1)
          .flatMap((trade) => this.#ticker(trade, now)),
      );
    for (const product of standing.get("ticker_batch") ?? NONE) {
      const last = this.#tape.last(product, now);
      if (last !== null && this.#isDue(`ticker_batch ${product}`, TICKER_BATCH_MS))
        frames.push(...this.#ticker(last, now));
    }
    for (const channel of BOOKS)
      for (const product of standing.get(channel) ?? NONE) frames.push(...this.#changes(channel, product, now));
    return frames;
  }

  /** At once, when the venue's state has changed. */
  changedState(standing: Standing): readonly object[] {
    if (this.#state === this.#world.state) return [];
    this.#state = this.#world.state;
    return standing.has("status") ? [this.#status()] : [];
  }

  /** What stands no more begins anew when it is asked for again. */
  forget(standing: Standing): void {
    const stands = (id: string) => {
      const [channel = "", product = ""] = id.split(" ");
      // A channel that is none of the names is simply not in the map.
      return standing.get(channel as StreamChannelName)?.has(product) === true;
    };
    for (const id of this.#books.keys()) if (!stands(id)) this.#books.delete(id);
    for (const id of this.#told.keys()) if (id !== "status" && !stands(id)) this.#told.delete(id);
  }

  /** By the clock itself: the venue's time may be set back. */
  #isDue(id: string, everyMs: number): boolean {
    const now = this.#world.clock.now();
    if (now - (this.#told.get(id) ?? 0) < everyMs) return false;
    this.#told.set(id, now);
    return true;
  }

  #fresh(channel: StreamChannelName, product: string, now: UnixMs): readonly WireTrade[] {
    const id = `${channel} ${product}`;
    const trades = this.#tape.since(product, this.#told.get(id) ?? 0, now);
    const last = trades.at(-1);
    if (last !== undefined) this.#told.set(id, last.id);
    return trades;
  }

  #ticker(trade: WireTrade, now: UnixMs): readonly object[] {
    const instrument = this.#instrument(trade.product);
    const book = this.#book(trade.product, now, 1);
    const day = instrument === null ? null : this.#world.market.dayStats(instrument.symbol, now);
    if (book === null || day === null) return [];
    // A month is told as thirty of the last day, as by REST.
    const month = decimal(day.volume).mul(decimal(DAYS_OF_VOLUME)).toString();
    return [tickerFrame(trade, book, day, month)];
  }

  #changes(channel: StreamChannelName, product: string, now: UnixMs): readonly object[] {
    const id = `${channel} ${product}`;
    const [before, book] = [this.#books.get(id), this.#book(product, now)];
    if (before === undefined || book === null) return [];
    this.#books.set(id, book);
    const sides = { bids: changedLevels(before.bids, book.bids), asks: changedLevels(before.asks, book.asks) };
    const frame = changesFrame(product, sides, now);
    return frame === null ? [] : [frame];
  }

  #status(): object {
    this.#isDue("status", 0);
    return statusFrame(this.#world);
  }

  #book(product: string, now: UnixMs, depth = BOOK_DEPTH): OrderBook | null {
    const instrument = this.#instrument(product);
    return instrument === null ? null : this.#world.market.bookAt(instrument.venue, instrument.symbol, now, depth);
  }

  #instrument(product: string): Instrument | null {
    return this.#world.market.instrument(symbolOf(product));
  }
}
