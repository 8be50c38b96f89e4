// How do prices arrive from a venue that is only asked? Every two seconds unless told, and less often while it does not answer.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { FeedSink, FeedStatus, MarketDataFeed, QuoteWatch } from "#engine/ports/market-data-feed.ts";
import type { Rng } from "#engine/ports/rng.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { askCandles, askOrderBook } from "./ask-market.ts";

const POLL_MS = 2 * SECOND_MS;
const FIRST_BACKOFF_MS = SECOND_MS / 2;
const MOST_BACKOFF_MS = 30 * SECOND_MS;

export interface RestFeedOptions {
  readonly market: VenueMarket;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly pollMs?: DurationMs;
  readonly firstReconnectMs?: DurationMs;
}

export class RestFeed implements MarketDataFeed {
  readonly venue: VenueId;
  readonly source = "rest";
  readonly #options: RestFeedOptions;

  constructor(options: RestFeedOptions) {
    this.venue = options.market.venue;
    this.#options = options;
  }

  fetchInstruments(
    options: Parameters<MarketDataFeed["fetchInstruments"]>[0],
  ): ReturnType<MarketDataFeed["fetchInstruments"]> {
    return this.#options.market.fetchInstruments(options);
  }

  fetchCandles(request: Parameters<MarketDataFeed["fetchCandles"]>[0]): ReturnType<MarketDataFeed["fetchCandles"]> {
    return askCandles(this.#options.market, this.#options.clock, request);
  }

  fetchOrderBook(
    request: Parameters<MarketDataFeed["fetchOrderBook"]>[0],
  ): ReturnType<MarketDataFeed["fetchOrderBook"]> {
    return askOrderBook(this.#options.market, request);
  }

  watchQuotes(symbols: readonly MarketSymbol[], sink: FeedSink): QuoteWatch {
    const watch = new Watch(this.#options, symbols, sink);
    watch.start();
    return watch;
  }
}

/** One poll after the other until disposed; the next one is planned when the last has ended. */
class Watch implements QuoteWatch {
  readonly #options: RestFeedOptions;
  #symbols: readonly MarketSymbol[];
  readonly #sink: FeedSink;
  readonly #stop = new AbortController();
  #timer: Stoppable | null = null;
  #state: FeedStatus["state"] | null = null;
  #detail: string | null = null;
  #failures = 0;

  constructor(options: RestFeedOptions, symbols: readonly MarketSymbol[], sink: FeedSink) {
    this.#options = options;
    this.#symbols = symbols;
    this.#sink = sink;
  }

  start(): void {
    this.#tell("connecting", null);
    void this.#poll();
  }

  setSymbols(symbols: readonly MarketSymbol[]): void {
    this.#symbols = symbols;
  }

  dispose(): void {
    this.#stop.abort();
    void this.#timer?.dispose();
  }

  async #poll(): Promise<void> {
    const { market, clock, pollMs = POLL_MS } = this.#options;
    const startedMs = clock.monotonicMs();
    try {
      const quotes = await market.fetchTickers(this.#symbols, { signal: this.#stop.signal });
      if (this.#stop.signal.aborted) return;
      this.#failures = 0;
      this.#tell("live", null);
      if (quotes.length > 0) this.#sink.onQuotes(quotes);
      this.#planNext(Math.max(0, pollMs - (clock.monotonicMs() - startedMs)));
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#tell(
        "down",
        error instanceof EngineError ? error.message : "Prices cannot be read: the program made a mistake.",
      );
      this.#planNext(this.#backOff());
    }
  }

  /** Full jitter: many clients that lost the same venue do not come back at the same moment. */
  #backOff(): DurationMs {
    const { firstReconnectMs: firstMs = FIRST_BACKOFF_MS, rng } = this.#options;
    const cap = Math.min(Math.max(MOST_BACKOFF_MS, firstMs), firstMs * 2 ** this.#failures);
    this.#failures += 1;
    return firstMs + rng.next() * (cap - firstMs);
  }

  #planNext(inMs: DurationMs): void {
    this.#timer = this.#options.clock.after(inMs, () => void this.#poll());
  }

  #tell(state: FeedStatus["state"], detail: string | null): void {
    if (state === this.#state && detail === this.#detail) return;
    this.#state = state;
    this.#detail = detail;
    this.#sink.onStatus({ venue: this.#options.market.venue, state, detail, since: this.#options.clock.now() });
  }
}
