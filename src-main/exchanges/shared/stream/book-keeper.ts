// Which books are kept, who reads them, and how do they come back into step?
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { BookWatch } from "#engine/ports/market-data-feed.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { type DurationMs, SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import type { BookRules } from "./feed-protocol.ts";
import { LiveBook } from "./live-book.ts";
import type { BookEvent } from "./stream-event.ts";
import type { StreamLink } from "./stream-link.ts";

export interface BookKeeperOptions {
  readonly venue: VenueId;
  readonly rules: BookRules;
  readonly logger: Logger;
  readonly clock: Pick<Clock, "now" | "monotonicMs">;
  /** The books that are wanted have changed. */
  readonly onWanted: () => void;
  /** A book lost step: its subscription is made anew. */
  readonly resubscribe: (symbol: MarketSymbol) => void;
  readonly onAlarm: (alarm: string) => void;
}

interface Kept {
  readonly book: LiveBook;
  readonly listeners: Set<() => void>;
  /** The socket whose snapshot it rests on. */
  link: StreamLink | null;
  stop: AbortController | null;
  changedAt: UnixMs;
  /** When its last snapshot came. */
  begunMs: number;
  /** A snapshot that could not be read is tried again no sooner. */
  fetchFromMs: number;
}

/** A book whose changes carry neither numbers nor sums is begun anew this often: a change that is missing shows in no other way. */
const RENEW_MS: DurationMs = 30 * SECOND_MS;
const FETCH_AGAIN_MS: DurationMs = 3 * SECOND_MS;

export class BookKeeper {
  readonly #options: BookKeeperOptions;
  readonly #kept = new Map<MarketSymbol, Kept>();

  constructor(options: BookKeeperOptions) {
    this.#options = options;
  }

  get symbols(): readonly MarketSymbol[] {
    return [...this.#kept.keys()];
  }

  watch(symbol: MarketSymbol, onChange: () => void): BookWatch {
    const kept = this.#kept.get(symbol) ?? this.#add(symbol);
    // A listener of its own, so that the same function may watch twice.
    const listener = () => onChange();
    kept.listeners.add(listener);
    return {
      read: (depth) => this.#read(symbol, kept, depth),
      dispose: () => {
        kept.listeners.delete(listener);
        if (kept.listeners.size > 0 || this.#kept.get(symbol) !== kept) return;
        kept.stop?.abort();
        this.#kept.delete(symbol);
        this.#options.onWanted();
      },
    };
  }

  /** Twice a second, while a socket is up: what is out of step is read, and what nothing proves is begun anew now and then. */
  check(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const { snapshotFrom, isUnproven = false } = this.#options.rules;
    for (const [symbol, kept] of this.#kept) {
      if (!kept.book.inStep) {
        if (snapshotFrom === "rest") this.#fetch(symbol, kept);
      } else if (isUnproven && nowMs - kept.begunMs >= RENEW_MS) {
        kept.begunMs = nowMs;
        this.#options.resubscribe(symbol);
      }
    }
  }

  take(event: BookEvent, link: StreamLink): void {
    const kept = this.#kept.get(event.symbol);
    if (kept === undefined) return;
    const { snapshotFrom } = this.#options.rules;
    if (event.kind === "snapshot") {
      kept.link = link;
      kept.begunMs = this.#options.clock.monotonicMs();
    } else if (kept.link !== link) {
      // During an overlap the old socket's book stays until the new one has a snapshot of its own.
      if (snapshotFrom === "stream" || (kept.book.inStep && kept.link !== null)) return;
      kept.link = link;
    }
    const step = kept.book.take(event);
    if (step === "outOfStep") this.#lost(event.symbol, kept);
    else if (step === "kept" && snapshotFrom === "rest" && !kept.book.inStep) this.#fetch(event.symbol, kept);
    if (step !== "kept") this.#changed(kept);
  }

  /** The socket is gone: its books are no longer known. */
  forget(link: StreamLink | null): void {
    for (const kept of this.#kept.values()) {
      if (link !== null && kept.link !== link && kept.link !== null) continue;
      kept.link = null;
      kept.stop?.abort();
      kept.stop = null;
      if (!kept.book.inStep) continue;
      kept.book.reset();
      this.#changed(kept);
    }
  }

  dispose(): void {
    for (const { stop } of this.#kept.values()) stop?.abort();
    this.#kept.clear();
  }

  #add(symbol: MarketSymbol): Kept {
    const kept: Kept = {
      book: new LiveBook(this.#options.rules),
      listeners: new Set(),
      link: null,
      stop: null,
      fetchFromMs: 0,
      begunMs: 0,
      changedAt: this.#options.clock.now(),
    };
    this.#kept.set(symbol, kept);
    this.#options.onWanted();
    return kept;
  }

  #read(symbol: MarketSymbol, { book, changedAt }: Kept, depth: number): OrderBook | null {
    if (!book.inStep) return null;
    const { bids, asks } = book.levels(depth);
    return {
      venue: this.#options.venue,
      symbol,
      bids: bids.map(([price, size]) => [price, size]),
      asks: asks.map(([price, size]) => [price, size]),
      tsEvent: book.tsEvent,
      tsInit: changedAt,
    };
  }

  #lost(symbol: MarketSymbol, kept: Kept): void {
    this.#options.onAlarm("book");
    kept.link = null;
    kept.stop?.abort();
    kept.stop = null;
    this.#options.resubscribe(symbol);
  }

  #changed(kept: Kept): void {
    kept.changedAt = this.#options.clock.now();
    for (const listener of kept.listeners) listener();
  }

  /** Reads the snapshot that the waiting changes go on top of; one at a time. */
  #fetch(symbol: MarketSymbol, kept: Kept): void {
    const { fetchSnapshot } = this.#options.rules;
    const nowMs = this.#options.clock.monotonicMs();
    if (kept.stop !== null || fetchSnapshot === undefined || nowMs < kept.fetchFromMs) return;
    kept.fetchFromMs = nowMs + FETCH_AGAIN_MS;
    const stop = new AbortController();
    kept.stop = stop;
    const read = async () => {
      try {
        const snapshot = await fetchSnapshot(symbol, { signal: stop.signal });
        if (kept.stop !== stop) return;
        const step = kept.book.begin(snapshot);
        if (step === "outOfStep") this.#lost(symbol, kept);
        this.#changed(kept);
      } catch (error) {
        if (stop.signal.aborted) return;
        this.#options.logger.warn("A book's snapshot could not be read", { symbol, error });
      } finally {
        if (kept.stop === stop) kept.stop = null;
      }
    };
    drop(read(), this.#options.logger, `Reading the book of ${symbol}`);
  }
}
