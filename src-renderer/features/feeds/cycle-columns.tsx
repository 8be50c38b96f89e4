// Which columns does the table of the strategies' cycles have?
import { HealthDot } from "#renderer/components/health-dot.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatRecent, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { ModuleState, StrategyHealth } from "#shared/domain/strategies-view.ts";

export interface CycleRow {
  readonly id: string;
  readonly name: string;
  readonly health: StrategyHealth;
}

const STEPS = { sync: "Sync", value: "Value", inject: "Inject", evaluate: "Evaluate", signal: "Signal" } as const;
const DOT = { ok: "live", stale: "stale", failed: "down", waiting: "off" } as const;
const WORDS = { ok: "good", stale: "stale", failed: "failed", waiting: "not yet" } as const;

/** The last one that went well counts: what is stale rests on it. */
function ModuleCell({ module, now, zone }: { module: ModuleState | undefined; now: number; zone: TimeZoneChoice }) {
  if (module === undefined) return <span className="t3">n/a</span>;
  const { state, goodAt, detail } = module;
  const since = state === "stale" && goodAt !== null ? `stale since ${formatRecent(goodAt, now, zone)}` : WORDS[state];
  return (
    <span className="row" title={detail ?? undefined}>
      <HealthDot health={DOT[state]} small />
      {since}
    </span>
  );
}

const percent = (share: number | null) => (share === null ? undefined : `${(100 * share).toFixed(0)}%`);

export function cycleColumns(now: number, zone: TimeZoneChoice): readonly DataColumn<CycleRow>[] {
  const at = (time: number | null, none: string) =>
    time === null ? <span className="t3">{none}</span> : formatRecent(time, now, zone);
  return [
    {
      id: "profile",
      head: "Profile",
      sort: { by: "text", value: ({ name }) => name },
      cell: ({ name }) => <span className="med">{name}</span>,
    },
    {
      id: "rate",
      head: "Went well",
      align: "right",
      width: 84,
      sort: { by: "number", value: ({ health }) => health.successRate ?? undefined },
      cell: ({ health: { successRate, recentCycles, cycles } }) => (
        <span
          className="num"
          title={`Of the latest ${recentCycles}. Since the beginning: ${cycles.success} good, ${cycles.degraded} degraded, ${cycles.failed} failed`}
        >
          {percent(successRate) ?? <span className="t3">n/a</span>}
        </span>
      ),
    },
    {
      id: "signals",
      head: "Signals",
      align: "right",
      width: 70,
      sort: { by: "number", value: ({ health }) => health.signals },
      cell: ({ health }) => health.signals,
    },
    ...Object.entries(STEPS).map(
      ([step, head]): DataColumn<CycleRow> => ({
        id: step,
        head,
        width: 122,
        cell: ({ health }) => (
          <ModuleCell module={health.modules.find(({ module }) => module === step)} now={now} zone={zone} />
        ),
      }),
    ),
    {
      id: "last",
      head: "Last",
      align: "right",
      width: 76,
      sort: { by: "number", value: ({ health }) => health.lastCycleAt ?? undefined },
      cell: ({ health }) => at(health.lastCycleAt, "never"),
    },
    {
      id: "next",
      head: "Next",
      align: "right",
      width: 76,
      sort: { by: "number", value: ({ health }) => health.nextCycleAt ?? undefined },
      cell: ({ health }) => at(health.nextCycleAt, "off"),
    },
  ];
}
