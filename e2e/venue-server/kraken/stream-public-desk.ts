// What can be listened to at the public host, market by market?
import type { VenueWorld } from "../core/venue-world.ts";
import type { KrakenPair } from "./assets.ts";
import { BookFeed } from "./stream-book.ts";
import { CandleFeed, INTERVALS } from "./stream-candles.ts";
import type { MarketFeed } from "./stream-market-feed.ts";
import { BOOK_DEPTHS, DEFAULT_DEPTH, REFUSALS, TRIGGERS } from "./stream-quirks.ts";
import { type Fields, flag, oneOf, pairNamed, StreamRefusal, symbolsOf } from "./stream-request.ts";
import type { Desk, Granted } from "./stream-session.ts";
import { TickerFeed } from "./stream-ticker.ts";
import { TradeFeed } from "./stream-trades.ts";

interface Channel {
  /** What tells subscriptions of one market apart, checked. */
  readonly terms: (params: Fields) => Fields;
  readonly feed: (pair: KrakenPair, terms: Fields, world: VenueWorld) => MarketFeed;
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  ticker: {
    terms: (params) => ({ event_trigger: oneOf(params, "event_trigger", TRIGGERS, "trades") }),
    feed: (pair, terms, world) => new TickerFeed(pair, terms.event_trigger === "bbo", world),
  },
  trade: { terms: () => ({}), feed: (pair, _terms, world) => new TradeFeed(pair, world) },
  ohlc: {
    terms: (params) => ({ interval: oneOf(params, "interval", [...INTERVALS.keys()], 1) }),
    feed: (pair, terms, world) => new CandleFeed(pair, Number(terms.interval), world),
  },
  book: {
    terms: (params) => ({ depth: oneOf<number>(params, "depth", BOOK_DEPTHS, DEFAULT_DEPTH) }),
    feed: (pair, terms, world) => new BookFeed(pair, Number(terms.depth), world),
  },
};
const PRIVATE_CHANNELS: ReadonlySet<unknown> = new Set(["executions", "balances", "level3"]);

export class PublicDesk implements Desk {
  readonly #world: VenueWorld;
  readonly #feeds = new Map<string, MarketFeed>();

  constructor(world: VenueWorld) {
    this.#world = world;
  }

  get standing(): number {
    return this.#feeds.size;
  }

  subscribe(params: Fields): readonly (Granted | StreamRefusal)[] {
    const { name, channel } = channelOf(params);
    const terms = channel.terms(params);
    // A snapshot of trades comes only where it is asked for: docs.kraken.com trade, 2026-05.
    const snapshot = flag(params, "snapshot", name !== "trade");
    return symbolsOf(params).map((symbol) =>
      orRefusal(() => {
        const pair = pairNamed(symbol);
        const key = keyOf(name, symbol, terms);
        if (this.#feeds.has(key)) throw new StreamRefusal(REFUSALS.already, symbol);
        const feed = channel.feed(pair, terms, this.#world);
        this.#feeds.set(key, feed);
        const frames = feed.snapshot();
        return { result: { channel: name, ...terms, snapshot, symbol }, frames: snapshot ? frames : [] };
      }),
    );
  }

  unsubscribe(params: Fields): readonly (Granted | StreamRefusal)[] {
    const { name, channel } = channelOf(params);
    const terms = channel.terms(params);
    return symbolsOf(params).map((symbol) =>
      orRefusal(() => {
        pairNamed(symbol);
        if (!this.#feeds.delete(keyOf(name, symbol, terms))) throw new StreamRefusal(REFUSALS.notSubscribed, symbol);
        return { result: { channel: name, ...terms, symbol }, frames: [] };
      }),
    );
  }

  settle(): void {
    // Prices are a matter of time alone.
  }

  changes(): readonly object[] {
    return [...this.#feeds.values()].flatMap((feed) => feed.changes());
  }

  close(): void {
    this.#feeds.clear();
  }
}

function channelOf({ channel }: Fields): { readonly name: string; readonly channel: Channel } {
  const found = typeof channel === "string" && Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined;
  if (typeof channel === "string" && found !== undefined) return { name: channel, channel: found };
  throw new StreamRefusal(PRIVATE_CHANNELS.has(channel) ? REFUSALS.privateHere : REFUSALS.channel);
}

function keyOf(channel: string, symbol: string, terms: Fields): string {
  return JSON.stringify([channel, symbol, terms]);
}

function orRefusal(grant: () => Granted): Granted | StreamRefusal {
  try {
    return grant();
  } catch (error) {
    if (error instanceof StreamRefusal) return error;
    throw error;
  }
}
