// What would each strategy's signals have earned after costs, and how often was it right? Losses are called losses.
import { useMemo, useState } from "react";
import { DataTable } from "#renderer/components/data-table.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatAmount } from "#renderer/lib/format-money.ts";
import { formatStatistic } from "#renderer/lib/format-statistic.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { HitRateView, PaperResultView } from "#shared/domain/strategies-view.ts";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { groupTitle, hitRateWords, isLikeChance, outcomeOf } from "./market-words.ts";

export interface ResultsPanelProps {
  /** Over all markets. */
  readonly everywhere: readonly PaperResultView[];
  /** Of the market that is shown. */
  readonly here: readonly PaperResultView[];
  /** Of the market that is shown. */
  readonly hitRates: readonly HitRateView[];
  readonly symbol: MarketSymbol;
}

interface ResultRow {
  readonly result: PaperResultView;
  readonly hitRate: HitRateView | undefined;
}

type Scope = "everywhere" | "here";

export function ResultsPanel({ everywhere, here, hitRates, symbol }: ResultsPanelProps) {
  const { hideAmounts: hidden } = usePreferences();
  const [scope, setScope] = useState<Scope>("everywhere");
  const results = scope === "here" ? here : everywhere;
  const rows = useMemo(
    () =>
      [...results].sort(byPlace).map((result) => ({
        result,
        hitRate: hitRates.find(({ strategy }) => (strategy ?? "mapper") === result.group),
      })),
    [results, hitRates],
  );
  const currency = results[0]?.currency;
  const hasTaken = results.some(({ taken }) => taken > 0);
  const columns = useMemo(
    () => (currency === undefined ? [] : columnsOf({ currency, symbol, hidden, hasTaken })),
    [currency, symbol, hidden, hasTaken],
  );
  return (
    <Panel
      title="What came of it"
      meta="every signal followed on paper with the same stake, taken or not"
      actions={
        <Segmented
          label="Results of"
          compact
          options={[
            { value: "everywhere", label: "All markets" },
            { value: "here", label: symbol },
          ]}
          value={scope}
          onChange={setScope}
        />
      }
      foot={<span className="f12 t2">{summaryOf(results)}</span>}
      className="strategy-results"
    >
      {currency === undefined ? (
        <EmptyState>
          No signal of these strategies {scope === "here" ? `on ${symbol} ` : ""}was followed yet: none has met both
          thresholds.
        </EmptyState>
      ) : (
        <DataTable
          label="Results on paper"
          columns={columns}
          rows={rows}
          rowId={({ result }) => result.group}
          rowHeight={36}
        />
      )}
    </Panel>
  );
}

const PLACES: readonly string[] = ["mapper", ...strategyNameSchema.options];

/** All together first, then in the order of the settings; what is none of them comes last. */
function byPlace(one: PaperResultView, other: PaperResultView): number {
  const place = ({ group }: PaperResultView) => (PLACES.includes(group) ? PLACES.indexOf(group) : PLACES.length);
  return place(one) - place(other) || (one.group < other.group ? -1 : 1);
}

interface ColumnOptions {
  readonly currency: string;
  readonly symbol: string;
  readonly hidden: boolean;
  /** A person made something of at least one of them. */
  readonly hasTaken: boolean;
}

function columnsOf({ currency, symbol, hidden, hasTaken }: ColumnOptions): readonly DataColumn<ResultRow>[] {
  const amount = (text: string) => formatAmount(text, { sign: "auto", hidden });
  const taken: DataColumn<ResultRow> = {
    id: "taken",
    head: `Taken, ${currency}`,
    align: "right",
    width: 110,
    cell: ({ result }) =>
      result.taken === 0 ? <span className="t3">none</span> : `${result.taken}: ${amount(result.takenResult)}`,
  };
  return [
    {
      id: "group",
      head: "Strategy",
      width: 206,
      cell: ({ result }) => <span className="med">{groupTitle(result.group)}</span>,
    },
    {
      id: "signals",
      head: "Signals",
      align: "right",
      width: 88,
      cell: ({ result }) =>
        `${formatStatistic(result.closed + result.open)}${result.open === 0 ? "" : `, ${result.open} open`}`,
    },
    {
      id: "wins",
      head: "In profit",
      align: "right",
      width: 92,
      cell: ({ result }) => `${formatStatistic(result.wins)} of ${formatStatistic(result.closed)}`,
    },
    {
      id: "gross",
      head: `Before costs, ${currency}`,
      align: "right",
      width: 116,
      cell: ({ result }) => amount(result.gross),
    },
    { id: "costs", head: `Costs, ${currency}`, align: "right", width: 92, cell: ({ result }) => amount(result.costs) },
    {
      id: "result",
      head: `After costs, ${currency}`,
      align: "right",
      width: 132,
      main: true,
      cell: ({ result }) => {
        const { word, tone } = outcomeOf(result.result);
        return (
          <span className={tone}>
            {word === "neither" ? "" : `${word} `}
            {amount(result.result)}
          </span>
        );
      },
    },
    ...(hasTaken ? [taken] : []),
    {
      id: "hits",
      head: `Right after 24 bars, ${symbol}`,
      align: "right",
      width: 212,
      cell: ({ hitRate }) =>
        hitRate === undefined ? (
          <span className="t3">not counted</span>
        ) : (
          <span className={isLikeChance(hitRate) ? "t2" : undefined}>{hitRateWords(hitRate)}</span>
        ),
    },
  ];
}

/** One honest sentence over the table. */
function summaryOf(results: readonly PaperResultView[]): string {
  const losers = results.filter(({ result }) => outcomeOf(result).word === "loss");
  const edge =
    "Costs are the taker fee and half the spread, on the way in and out. No edge is claimed for any of them.";
  if (results.length === 0) return edge;
  if (losers.length === 0) return `After costs none made a loss on these bars. ${edge}`;
  const who = losers.length === results.length ? "all of them" : `${losers.length} of ${results.length}`;
  return `After costs ${who} made a loss on these bars. ${edge}`;
}
