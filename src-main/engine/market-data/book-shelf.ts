// When is an order book read from its venue, and when does the last one still do?
import type { Clock } from "#engine/ports/clock.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { DurationMs } from "#shared/domain/time.ts";

export interface BookOptions {
  /** Levels a side. Default 25. */
  readonly depth?: number;
  /** How old a book may be where each reading is a call of its own, of which venues allow few. Default 0: read it now. */
  readonly maxAgeMs?: DurationMs;
  readonly signal?: AbortSignal;
}

const DEPTH = 25;

export class BookShelf {
  readonly #clock: Clock;
  readonly #last = new Map<string, { readonly book: OrderBook; readonly depth: number; readonly readAtMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rejects with FEED_ or VENUE_ codes. */
  async read(feed: MarketDataFeed, symbol: MarketSymbol, options: BookOptions): Promise<OrderBook> {
    const { depth = DEPTH, maxAgeMs = 0, signal } = options;
    const key = `${feed.venue} ${symbol}`;
    const last = this.#last.get(key);
    const readAtMs = this.#clock.monotonicMs();
    if (last !== undefined && last.depth >= depth && readAtMs - last.readAtMs < maxAgeMs) return last.book;
    const book = await feed.fetchOrderBook({ symbol, depth, ...(signal === undefined ? {} : { signal }) });
    if (isCall(feed)) this.#last.set(key, { book, depth, readAtMs });
    return book;
  }
}

/** Also beside a stream a book is read by a call of its own. */
function isCall({ source }: MarketDataFeed): boolean {
  return source === "rest" || source === "stream";
}
