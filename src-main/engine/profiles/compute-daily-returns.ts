// What did a profile earn on each day?
import { toReturnPoints } from "#engine/portfolio/compute-equity.ts";
import { computePeriodReturns } from "#engine/returns/compute-growth.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

/**
 * Return of each UTC day by the start of the day, as a share, with deposits and withdrawals taken out: from the last record of the day
 * before to the last of the day. Days without a record before them, or that began with nothing, are left out. Snapshots: oldest first.
 */
export function computeDailyReturns(snapshots: readonly Snapshot[]): ReadonlyMap<UnixMs, number> {
  const last = new Map<UnixMs, Snapshot>();
  for (const snapshot of snapshots) last.set(dayOf(snapshot.ts), snapshot);
  const days = [...last.keys()];
  const returns = computePeriodReturns(toReturnPoints([...last.values()]));
  return new Map(
    returns.flatMap((value, index): (readonly [UnixMs, number])[] => {
      const [before, day] = [days[index], days[index + 1]];
      const follows = before !== undefined && day !== undefined && day - before === DAY_MS;
      return follows && Number.isFinite(value) ? [[day, value]] : [];
    }),
  );
}

const dayOf = (ts: UnixMs): UnixMs => unixMs(Math.floor(ts / DAY_MS) * DAY_MS);
