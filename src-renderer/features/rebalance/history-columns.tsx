// Which columns does the history of plans have?
import { Chip } from "#renderer/components/chip.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Money } from "#renderer/components/money.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { formatClockSeconds, formatDay, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { GOALS } from "#renderer/stores/plan-draft.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import type { Trade } from "#shared/domain/trade.ts";
import { STATE_WORDS } from "./plan-words.ts";
import { sinceWords } from "./since-words.ts";

export interface HistoryRow extends PlanRecord {
  /** What it would have done since; absent while that is not known. */
  readonly outcome: PlanOutcome | undefined;
}

export function historyColumns(zone: TimeZoneChoice, currency: string): readonly DataColumn<HistoryRow>[] {
  return [
    {
      id: "time",
      head: zone === "utc" ? "Planned, UTC" : "Planned",
      width: 132,
      sort: { by: "number", value: ({ plan }) => plan.createdAt },
      cell: ({ plan }) => (
        <span className="mono f11">
          {formatDay(plan.createdAt, zone)} {formatClockSeconds(plan.createdAt, zone)}
        </span>
      ),
    },
    {
      id: "state",
      head: "State",
      width: 108,
      sort: { by: "text", value: ({ state }) => STATE_WORDS[state].word },
      cell: ({ state }) => <Chip tone={STATE_WORDS[state].tone}>{STATE_WORDS[state].word}</Chip>,
    },
    {
      id: "goal",
      head: "What",
      width: 108,
      sort: { by: "text", value: ({ plan }) => (plan.trade === undefined ? `Rebalance ${plan.policy.goal}` : "Trade") },
      cell: ({ plan, standing }) =>
        plan.trade === undefined ? (
          <span className="t2" title={standing === undefined ? undefined : `${goalOf(plan)}, by a standing approval`}>
            {standing === undefined ? goalOf(plan) : "Automatic"}
          </span>
        ) : (
          <span className="row" title={tradeWords(plan.trade)}>
            <Chip>Trade</Chip>
            <span className="t2 trunc">{plan.trade.symbol}</span>
          </span>
        ),
    },
    {
      id: "orders",
      head: "Orders",
      align: "right",
      width: 64,
      sort: { by: "number", value: ({ plan }) => plan.legs.length },
      cell: ({ plan }) => plan.legs.length,
    },
    {
      id: "turnover",
      head: `Turnover, ${currency}`,
      align: "right",
      width: 108,
      main: true,
      sort: { by: "decimal", value: ({ plan }) => plan.turnover },
      cell: ({ plan }) => <Money amount={plan.turnover} bare />,
    },
    {
      id: "planned",
      head: "Planned cost",
      align: "right",
      width: 96,
      sort: { by: "decimal", value: ({ plan }) => plan.cost.total },
      cell: ({ plan }) => <Money amount={plan.cost.total} bare />,
    },
    {
      id: "actual",
      head: "Actual cost",
      align: "right",
      width: 92,
      sort: { by: "decimal", value: ({ report }) => report?.actualCost },
      cell: ({ report }) =>
        report === null ? <span className="t3">–</span> : <Money amount={report.actualCost} bare />,
    },
    {
      id: "worst",
      head: "Worst, points",
      align: "right",
      width: 100,
      sort: { by: "decimal", value: ({ report }) => report?.worstError ?? undefined },
      cell: ({ report }) =>
        report?.worstError == null ? <span className="t3">–</span> : formatPercentCell(report.worstError),
    },
    {
      id: "since",
      head: `Would have brought, ${currency}`,
      align: "right",
      width: 164,
      sort: { by: "decimal", value: ({ outcome }) => outcome?.difference ?? undefined },
      cell: ({ outcome }) =>
        outcome === undefined ? (
          <span className="t3">–</span>
        ) : outcome.difference === null ? (
          <span className="t3" title={sinceWords(outcome)}>
            not known
          </span>
        ) : (
          <span title={sinceWords(outcome)}>
            <Money amount={outcome.difference} bare change />
          </span>
        ),
    },
    {
      id: "hash",
      head: "Plan",
      align: "right",
      cell: ({ plan }) => <HashText value={plan.planHash} label="Plan hash" plain />,
    },
  ];
}

const goalOf = ({ policy }: PlanRecord["plan"]): string =>
  GOALS.find(({ value }) => value === policy.goal)?.label ?? policy.goal;

/** Where one order came from that is no rebalance. */
function tradeWords({ side, symbol, signal }: Trade): string {
  const what = `${side === "buy" ? "Buy" : "Sell"} ${symbol}`;
  return signal === undefined ? `${what}, from the trade ticket` : `${what}, from a signal`;
}
