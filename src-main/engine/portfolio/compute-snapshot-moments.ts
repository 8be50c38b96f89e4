// For which past moments should a record of the portfolio be kept?
import { DAY_MS, type DurationMs, floorTime, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

export interface MomentsInput {
  /** When the books begin. */
  readonly first: UnixMs;
  readonly now: UnixMs;
  /** Hours are kept for the last this long, midnights (UTC) before. */
  readonly hourlyMs: DurationMs;
  /** Times of records that were taken as it happened, rising. */
  readonly taken: readonly UnixMs[];
  /** One taken at most this long before or after a moment stands for it. */
  readonly nearMs: DurationMs;
}

/** Rising; moments for which a record was taken are left to it. The newest lie a whole hour back: until then one may still be taken. */
export function computeSnapshotMoments({ first, now, hourlyMs, taken, nearMs }: MomentsInput): readonly UnixMs[] {
  const hourlySince = unixMs(Math.max(0, now - hourlyMs));
  const until = now - HOUR_MS;
  const moments: UnixMs[] = [];
  let at = 0;
  for (let ts = momentFrom(first, hourlySince); ts <= until; ts = momentFrom(unixMs(ts + 1), hourlySince)) {
    while ((taken[at] ?? Number.POSITIVE_INFINITY) < ts - nearMs) at += 1;
    if ((taken[at] ?? Number.POSITIVE_INFINITY) > ts + nearMs) moments.push(ts);
  }
  return moments;
}

/** The first midnight at or after a time, or the first hour where these are kept. */
function momentFrom(ts: UnixMs, hourlySince: UnixMs): UnixMs {
  const midnight = ceiling(ts, DAY_MS);
  return midnight <= hourlySince ? midnight : ceiling(ts > hourlySince ? ts : hourlySince, HOUR_MS);
}

function ceiling(ts: UnixMs, stepMs: DurationMs): UnixMs {
  const floor = floorTime(ts, stepMs);
  return floor === ts ? ts : unixMs(floor + stepMs);
}
