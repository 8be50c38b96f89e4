// How is one venue's feed opened, kept to the markets that are wanted, and closed?
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { FeedSink, FeedStatus, MarketDataFeed, QuoteWatch } from "#engine/ports/market-data-feed.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { type DurationMs, HOUR_MS, SECOND_MS } from "#shared/domain/time.ts";
import { FeedMeter } from "./feed-meter.ts";
import { FeedUptime } from "./feed-uptime.ts";

/** Which of a venue's markets are watched. */
export type MarketChoice = (instrument: Instrument) => boolean;

/** Wait before a venue that could not be read at the start is asked again. */
const RETRY_MS = 10 * SECOND_MS;
/** Filters and states of markets change now and then: they are read again this often. */
const REREAD_MS = HOUR_MS;

export interface VenueFeedOptions {
  readonly feed: MarketDataFeed;
  readonly wants: MarketChoice;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asked when it is needed: it is made for this feed. */
  readonly sink: () => FeedSink;
  /** All markets of the venue, each time they were read. */
  readonly onMarkets: (list: readonly Instrument[]) => void;
  /** Markets that are watched from now on; called before their quotes come. */
  readonly onAdded: (added: readonly Instrument[]) => void;
  /** After `onAdded`, once quotes are on their way. */
  readonly onWatching: (added: readonly Instrument[]) => void;
}

export class VenueFeed implements Stoppable {
  readonly feed: MarketDataFeed;
  readonly meter: FeedMeter;
  readonly uptime = new FeedUptime();
  /** Newest time the venue told; its candles' time in a replay. */
  newest = 0;
  readonly #options: VenueFeedOptions;
  readonly #running: DisposableStore;
  readonly #stop = new AbortController();
  /** Symbols that are watched; they only become more. */
  readonly #watched = new Set<MarketSymbol>();
  #wants: MarketChoice;
  #markets: { readonly list: readonly Instrument[]; readonly readAtMs: number } | null = null;
  #watching: QuoteWatch | null = null;

  constructor(options: VenueFeedOptions) {
    this.#options = options;
    this.feed = options.feed;
    this.#wants = options.wants;
    this.#running = new DisposableStore(options.logger);
    const { venue } = options.feed;
    this.meter = new FeedMeter({ venue, state: "connecting", detail: null, since: options.clock.now() });
  }

  /** Every market of the venue, watched or not; null until it has told them. */
  get markets(): readonly Instrument[] | null {
    return this.#markets?.list ?? null;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Resolves once the venue was asked for its markets; one that does not answer is asked again later. */
  async open(): Promise<void> {
    const { clock, logger, sink } = this.#options;
    const { venue } = this.feed;
    try {
      await this.#read(this.signal);
      if (this.signal.aborted) return;
      const reread = () => drop(this.refresh({ olderThanMs: 0 }), logger, `Reading the markets of ${venue}`);
      this.#running.add(clock.every(REREAD_MS, reread));
    } catch (error) {
      if (this.signal.aborted) return;
      logger.error("A venue's markets could not be read", { venue, error });
      const detail = error instanceof Error ? error.message : "Its markets could not be read.";
      const status: FeedStatus = { venue, state: "down", detail, since: clock.now() };
      sink().onStatus(status);
      this.#running.add(clock.after(RETRY_MS, () => drop(this.open(), logger, `Opening the feed of ${venue}`)));
    }
  }

  /** Other markets are wanted now. Those that are watched already stay watched. */
  setWanted(wants: MarketChoice): void {
    this.#wants = wants;
    if (this.#markets !== null) this.#watchWanted(this.#markets.list);
  }

  /** Reads filters and market states again unless they are younger than `olderThanMs`. A venue that does not answer leaves what is known. */
  async refresh(options: { readonly olderThanMs: DurationMs; readonly signal?: AbortSignal }): Promise<void> {
    const { clock, logger } = this.#options;
    if (this.#markets === null || clock.monotonicMs() - this.#markets.readAtMs < options.olderThanMs) return;
    try {
      await this.#read(options.signal ?? this.signal);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (this.signal.aborted) return;
      logger.warn("A venue's markets could not be read again", { venue: this.feed.venue, error });
    }
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    await this.#running.dispose();
    await this.#watching?.dispose();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const readAtMs = this.#options.clock.monotonicMs();
    const list = await this.feed.fetchInstruments({ signal });
    if (this.signal.aborted) return;
    this.#markets = { list, readAtMs };
    this.#options.onMarkets(list);
    this.#watchWanted(list);
  }

  #watchWanted(list: readonly Instrument[]): void {
    const { onAdded, onWatching, sink } = this.#options;
    const added = list.filter((instrument) => !this.#watched.has(instrument.symbol) && this.#wants(instrument));
    if (added.length === 0 && this.#watching !== null) return;
    for (const { symbol } of added) this.#watched.add(symbol);
    onAdded(added);
    if (this.#watching === null) this.#watching = this.feed.watchQuotes([...this.#watched], sink());
    else this.#watching.setSymbols([...this.#watched]);
    onWatching(added);
  }
}
