// How often are accounts read, portfolios computed and snapshots kept? One table; services hold no numbers of their own.
import { DAY_MS, type DurationMs, HOUR_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

export interface PortfolioPolicies {
  /** After a private stream's hint: how long changes are let gather, and least time between two readings caused by hints. */
  readonly hintDelayMs: DurationMs;
  readonly hintEveryMs: DurationMs;
  /** A venue that does not answer a read for this long has failed it. */
  readonly readTimeoutMs: DurationMs;
  /** Fills are asked for from this long before the newest one known; reading one twice adds nothing. */
  readonly fillOverlapMs: DurationMs;
  /** Least time between two computations caused by prices. */
  readonly recomputeMs: DurationMs;
  /** Without any price batch the ages still grow: computed at least this often. */
  readonly idleRecomputeMs: DurationMs;
  readonly snapshotMs: DurationMs;
  /** A record this long before midnight still stands for the day's start. */
  readonly dayStartSlackMs: DurationMs;
  /** A present price stands for a fill this long ago. */
  readonly fillPriceMs: DurationMs;
  /** How long records are kept at hand for finding the day's start. */
  readonly recentMs: DurationMs;
  /** The venues' lists of the past are looked at this often, page after page with this pause: orders need the same budget. */
  readonly historyEveryMs: DurationMs;
  readonly historyPaceMs: DurationMs;
  /** So many entries are stored at once at least, and a quarter of the books where that is more: restating them costs time by their length. */
  readonly historyBatch: number;
  /** Lists are read again from this long before what is known: what was pending then may be done by now. */
  readonly historyOverlapMs: DurationMs;
  /** What has been pending for longer is not waited for. */
  readonly historyPendingMs: DurationMs;
  /** Records of the past are looked at this long after the books changed, and again this long after a price could not be read. */
  readonly rebuildDelayMs: DurationMs;
  readonly rebuildRetryMs: DurationMs;
  /** Moments whose prices are asked for follow each other with this pause: live prices need the same budget. */
  readonly rebuildPaceMs: DurationMs;
  /** Hours of the last this long are put together, midnights before. */
  readonly rebuildHourlyMs: DurationMs;
  /** A record this long before or after a moment stands for it. */
  readonly rebuildNearMs: DurationMs;
}

export const PORTFOLIO_POLICIES: PortfolioPolicies = {
  hintDelayMs: 500,
  hintEveryMs: 5 * SECOND_MS,
  readTimeoutMs: 15 * SECOND_MS,
  fillOverlapMs: 10 * MINUTE_MS,
  recomputeMs: 250,
  idleRecomputeMs: 5 * SECOND_MS,
  snapshotMs: 15 * MINUTE_MS,
  dayStartSlackMs: 30 * MINUTE_MS,
  fillPriceMs: MINUTE_MS,
  recentMs: 26 * HOUR_MS,
  historyEveryMs: 15 * MINUTE_MS,
  historyPaceMs: SECOND_MS,
  historyBatch: 2_000,
  historyOverlapMs: DAY_MS,
  historyPendingMs: 30 * DAY_MS,
  rebuildDelayMs: 30 * SECOND_MS,
  rebuildRetryMs: 15 * MINUTE_MS,
  rebuildPaceMs: 250,
  rebuildHourlyMs: 7 * DAY_MS,
  rebuildNearMs: 30 * MINUTE_MS,
};
