// What does somebody who looks at an order book see, and how often?
// A book that the venue's feed keeps in step is shown as it changes. Elsewhere it is asked for from time to time.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { BookWatch } from "#engine/ports/market-data-feed.ts";
import type { BookView } from "#shared/contract/views.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { computeDepth, type DepthBand } from "./compute-depth.ts";
import type { MarketDataEngine } from "./market-data-engine.ts";

/** A kept book changes thousands of times a second; eight pictures a second look continuous. */
const KEPT_EVERY_MS: DurationMs = 125;
/** The sums near the middle are of many levels: they follow more slowly. */
const DEPTH_EVERY_MS: DurationMs = SECOND_MS;
/** How often a book is asked for: where each asking is a call of its own, so rarely that prices and orders have room. */
const OWN_EVERY_MS: DurationMs = SECOND_MS / 2;
const CALL_EVERY_MS: DurationMs = 3 * SECOND_MS;
/** A kept book that stays out of step for so long is asked for meanwhile. */
const PATIENCE_MS: DurationMs = 5 * SECOND_MS;
/** Levels a side that the sums are taken over; what an asking costs allows fewer. */
const KEPT_LEVELS = 1_000;
const ASKED_LEVELS = 100;

export interface BookViewOptions {
  readonly engine: Pick<MarketDataEngine, "watchBook" | "book" | "fetchOrderBook" | "sourceOf">;
  readonly market: { readonly venue: VenueId; readonly symbol: MarketSymbol };
  /** Levels a side that are shown. */
  readonly levels: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What there is to see now. Rejects with FEED_ or VENUE_ codes where the book has to be asked for. */
export async function readBookView(options: BookViewOptions): Promise<BookView> {
  const { engine, market, levels } = options;
  const watch = engine.watchBook(market.venue, market.symbol, () => undefined);
  if (watch === null) {
    return toView(await engine.book(market.venue, market.symbol, { depth: ASKED_LEVELS }), levels, false);
  }
  try {
    return toView(watch.read(KEPT_LEVELS), levels, true);
  } finally {
    await watch.dispose();
  }
}

export function watchBookView(options: BookViewOptions, listener: (view: BookView) => void): Stoppable {
  const looking = new Looking(options, listener);
  return { dispose: () => looking.dispose() };
}

function toView(book: OrderBook | null, levels: number, kept: boolean): BookView {
  return { book: book === null ? null : cut(book, levels), kept, depth: book === null ? [] : [...computeDepth(book)] };
}

function cut(book: OrderBook, levels: number): OrderBook {
  return { ...book, bids: book.bids.slice(0, levels), asks: book.asks.slice(0, levels) };
}

class Looking {
  readonly #options: BookViewOptions;
  readonly #listener: (view: BookView) => void;
  readonly #watch: BookWatch | null;
  readonly #timer: Stoppable;
  readonly #stop = new AbortController();
  readonly #askEveryMs: DurationMs;
  #changed = true;
  #depth: { readonly of: readonly DepthBand[]; readonly atMs: number } | null = null;
  #outOfStepMs: number | null = null;
  #toldAnew = false;
  #asking = false;
  #askedMs: number;

  constructor(options: BookViewOptions, listener: (view: BookView) => void) {
    const { engine, market, clock } = options;
    this.#options = options;
    this.#listener = listener;
    this.#watch = engine.watchBook(market.venue, market.symbol, () => {
      this.#changed = true;
    });
    const source = engine.sourceOf(market.venue);
    this.#askEveryMs = source === "stream" || source === "rest" ? CALL_EVERY_MS : OWN_EVERY_MS;
    this.#askedMs = clock.monotonicMs();
    this.#timer = clock.every(KEPT_EVERY_MS, () => this.#look());
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    await this.#timer.dispose();
    await this.#watch?.dispose();
  }

  #look(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#watch === null) this.#askWhenDue(nowMs);
    else this.#lookAtKept(this.#watch, nowMs);
  }

  #lookAtKept(watch: BookWatch, nowMs: number): void {
    const isDepthDue = this.#depth === null || nowMs - this.#depth.atMs >= DEPTH_EVERY_MS;
    if (!this.#changed && this.#outOfStepMs === null) return;
    this.#changed = false;
    const book = watch.read(isDepthDue ? KEPT_LEVELS : this.#options.levels);
    if (book === null) {
      this.#outOfStep(nowMs);
      return;
    }
    this.#outOfStepMs = null;
    this.#toldAnew = false;
    if (isDepthDue) this.#depth = { of: computeDepth(book), atMs: nowMs };
    this.#listener({ book: cut(book, this.#options.levels), kept: true, depth: [...(this.#depth?.of ?? [])] });
  }

  /** Said once: nothing that was shown holds any more. */
  #outOfStep(nowMs: number): void {
    this.#outOfStepMs ??= nowMs;
    this.#depth = null;
    if (!this.#toldAnew) {
      this.#toldAnew = true;
      this.#listener({ book: null, kept: true, depth: [] });
    }
    if (nowMs - this.#outOfStepMs >= PATIENCE_MS) this.#askWhenDue(nowMs);
  }

  #askWhenDue(nowMs: number): void {
    if (this.#asking || nowMs - this.#askedMs < this.#askEveryMs) return;
    this.#askedMs = nowMs;
    this.#asking = true;
    const { market, logger } = this.#options;
    drop(this.#ask(), logger, `Reading the book of ${market.symbol} at ${market.venue}`);
  }

  async #ask(): Promise<void> {
    const { engine, market, levels } = this.#options;
    const { signal } = this.#stop;
    try {
      // A book that cannot be read now is no reason to end the stream: the last one keeps its time.
      const book = await engine.fetchOrderBook(market.venue, market.symbol, { depth: ASKED_LEVELS, signal });
      const isKeptAgain = this.#watch !== null && this.#outOfStepMs === null;
      if (book !== null && !signal.aborted && !isKeptAgain) this.#listener(toView(book, levels, false));
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#asking = false;
    }
  }
}
