// What does the feed remember of one market? When it was last heard, how often it usually is, and its last best prices.

import { unitsText } from "#engine/market-data/compute-units.ts";
import type { QuoteInlet, QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import type { StreamKey } from "./feed-protocol.ts";
import type { StreamLink } from "./stream-link.ts";

/** No market is silent before. */
export const SHORTEST_LIMIT_MS: DurationMs = 15 * SECOND_MS;
const LONGEST_LIMIT_MS: DurationMs = 2 * MINUTE_MS;
/** Gaps that are remembered: the second longest of them is about the 99th percentile. */
const GAPS = 200;

/** No time of hearing, not even that of a market never heard. */
export const NEVER_MS = -2;

export interface BestPrices {
  readonly bid: DecimalString;
  readonly ask: DecimalString;
}

export class WatchedMarket {
  readonly symbol: MarketSymbol;
  /** Its subscription to best prices. */
  readonly key: StreamKey;
  inlet: QuoteInlet | null = null;
  /** Monotonic time of its last quote from the stream; -1 before the first. */
  heardMs = -1;
  /** The socket that sent it: a price from an earlier one is confirmed by no heartbeat of this. */
  heardOn: StreamLink | null = null;
  /** That socket's losses then: a frame lost since may have been about this market. */
  #heardLosses = 0;
  /** Number of the last trade that a quote told; -1 where none does. */
  tradeId = -1;
  /** Number of the last update; -1 where there is none. */
  sequence = -1;
  /** When REST may be asked about its silence again. */
  probeFromMs = 0;
  /** `heardMs` when REST last told something else. Twice without a word between them is no coincidence. */
  differedAtMs = NEVER_MS;
  problem: string | null = null;
  /** Why the venue does not send it; tried again after a while. */
  refusedMs = -1;
  readonly #best = { bidUnits: -1, bidPlaces: 0, askUnits: -1, askPlaces: 0 };
  #bestText: BestPrices | null = null;
  readonly #gaps = new Float64Array(GAPS);
  #count = 0;

  constructor(key: StreamKey) {
    this.symbol = key.symbol;
    this.key = key;
  }

  takeNumbers(numbers: QuoteNumbers): void {
    const best = this.#best;
    best.bidUnits = numbers.bidUnits;
    best.bidPlaces = numbers.bidPlaces;
    best.askUnits = numbers.askUnits;
    best.askPlaces = numbers.askPlaces;
    this.#bestText = null;
  }

  takeText(best: BestPrices): void {
    this.#bestText = best;
  }

  /** The last best prices of the stream; null before the first. */
  bestPrices(): BestPrices | null {
    if (this.#bestText !== null) return this.#bestText;
    const { bidUnits, bidPlaces, askUnits, askPlaces } = this.#best;
    if (bidUnits < 0) return null;
    this.#bestText = { bid: unitsText(bidUnits, bidPlaces), ask: unitsText(askUnits, askPlaces) };
    return this.#bestText;
  }

  heard(nowMs: number, on: StreamLink): void {
    // What is heard several times in a moment is heard once.
    if (nowMs !== this.heardMs) this.#noteGap(nowMs);
    this.heardOn = on;
    this.#heardLosses = on.losses;
  }

  #noteGap(nowMs: number): void {
    if (this.heardMs >= 0) {
      this.#gaps[this.#count % GAPS] = nowMs - this.heardMs;
      this.#count += 1;
    }
    this.heardMs = nowMs;
  }

  /** The venue said that there is no price now: the last one is confirmed by nothing but another. */
  lose(): void {
    this.heardOn = null;
  }

  /** Whether a quote of this trade or a later one came; one that told none is not measured by it. */
  knowsTrade(lastTradeId: number | undefined): boolean {
    return lastTradeId === undefined || this.tradeId < 0 || lastTradeId <= this.tradeId;
  }

  /** Whether a sign of life of this socket says that its last price still stands. */
  isConfirmedBy(link: StreamLink): boolean {
    return this.heardOn === link && this.#heardLosses === link.losses && this.problem === null;
  }

  /** Silence beyond this is looked into: the market's own 99th percentile, within bounds. Sorted only when it is long silent. */
  silenceLimitMs(): DurationMs {
    const known = this.#gaps.slice(0, Math.min(this.#count, GAPS)).sort();
    const p99 = known[Math.max(0, Math.ceil(known.length * 0.99) - 1)] ?? 0;
    return Math.min(LONGEST_LIMIT_MS, Math.max(SHORTEST_LIMIT_MS, p99));
  }
}
