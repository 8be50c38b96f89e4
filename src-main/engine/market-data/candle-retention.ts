// When do old candles go? Once a day and at the start, in small batches, so that nothing else waits for them. Imported ones stay.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { CandleRepository, StoredSeries } from "#engine/ports/repositories.ts";
import { DAY_MS, type DurationMs, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { keptFrom } from "./candle-policy.ts";

/** What is deleted at once: a few milliseconds of the storage thread. */
const BATCH = 2_000;
/** Between two batches everyone else has their turn. */
const PAUSE_MS: DurationMs = SECOND_MS / 4;
/** The program's start has more urgent things to read and write. */
const FIRST_AFTER_MS: DurationMs = 2 * MINUTE_MS;

export interface CandleRetentionOptions {
  readonly candles: CandleRepository;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class CandleRetention implements Stoppable {
  readonly #options: CandleRetentionOptions;
  readonly #timers: Stoppable[] = [];
  readonly #stop = new AbortController();
  #running: Promise<number> | null = null;

  constructor(options: CandleRetentionOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, logger } = this.#options;
    const run = () => drop(this.run(), logger, "Deleting old candles");
    this.#timers.push(clock.after(FIRST_AFTER_MS, run), clock.every(DAY_MS, run));
  }

  /** Resolves with how many were deleted. A second call while one runs is the same run. */
  run(): Promise<number> {
    this.#running ??= this.#prune().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) await timer.dispose();
  }

  async #prune(): Promise<number> {
    const { candles, logger } = this.#options;
    let deleted = 0;
    for (const series of await candles.series()) deleted += await this.#pruneSeries(series);
    if (deleted > 0) logger.info("Old candles were deleted", { deleted });
    return deleted;
  }

  async #pruneSeries({ venue, symbol, timeframe, first }: StoredSeries): Promise<number> {
    const { candles, clock } = this.#options;
    const before = keptFrom(timeframe, clock.now());
    if (first >= before) return 0;
    let deleted = 0;
    for (let after: number | null = first - 1; after !== null; ) {
      if (this.#stop.signal.aborted) return deleted;
      const batch = await candles.prune(venue, symbol, timeframe, {
        after: unixMs(Math.max(0, after)),
        before,
        limit: BATCH,
      });
      deleted += batch.deleted;
      after = batch.next;
      if (after !== null) await clock.sleep(PAUSE_MS, this.#stop.signal).catch(() => undefined);
    }
    return deleted;
  }
}
