// How did each held asset's price go over the last seven days, in few points?
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, floorTime, HOUR_MS, type UnixMs } from "#shared/domain/time.ts";

const SPAN_MS = 7 * DAY_MS;
const STEP_MS = 4 * HOUR_MS;

export interface Sparkline {
  readonly asset: Asset;
  readonly values: DecimalString[];
}

/** The last known price of every four hours; hours without a record are left out, not filled in. */
export function computeSparklines(
  snapshots: readonly Snapshot[],
  assets: readonly Asset[],
  now: UnixMs,
): readonly Sparkline[] {
  const closing = new Map<UnixMs, Snapshot>();
  for (const snapshot of snapshots) {
    if (snapshot.ts >= now - SPAN_MS && snapshot.ts <= now) closing.set(floorTime(snapshot.ts, STEP_MS), snapshot);
  }
  const closes = [...closing.values()].map(
    ({ breakdown }) => new Map(breakdown.map(({ asset, price }) => [asset, price])),
  );
  return assets.map((asset) => ({
    asset,
    values: closes.flatMap((prices) => prices.get(asset) ?? []),
  }));
}
