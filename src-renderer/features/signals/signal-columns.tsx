// Which columns does the stream of signals have, and how are action and source named?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatRecent, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { Signal } from "#shared/domain/signal.ts";

export const ACTIONS = {
  buy: { sign: "▲", word: "Buy", tone: "up" },
  sell: { sign: "▼", word: "Sell", tone: "dn" },
  hold: { sign: "–", word: "Hold", tone: "t2" },
  rebalance: { sign: "◇", word: "Rebalance", tone: "ac" },
} as const satisfies Record<Signal["action"], { sign: string; word: string; tone: string }>;

export const SOURCES = {
  rebalance: "Rule",
  strategy: "Strategy",
  cycle: "Cycle",
  cashDeployment: "Cash",
  analyst: "Analyst",
  arbitrage: "Arbitrage",
} as const satisfies Record<Signal["source"], string>;

/** `now` in whole seconds of UTC milliseconds. */
export function signalColumns(zone: TimeZoneChoice, now: number): readonly DataColumn<Signal>[] {
  return [
    {
      id: "time",
      head: "Time",
      width: 72,
      sort: { by: "number", value: (signal) => signal.ts },
      cell: (signal) => <span className="t2 num">{formatRecent(signal.ts, now, zone)}</span>,
    },
    {
      id: "action",
      head: "Action",
      width: 96,
      sort: { by: "text", value: (signal) => signal.action },
      cell: (signal) => {
        const { sign, word, tone } = ACTIONS[signal.action];
        return (
          <span className={`med ${tone}`}>
            <span aria-hidden="true">{sign}</span> {word}
          </span>
        );
      },
    },
    {
      id: "asset",
      head: "Asset",
      sort: { by: "text", value: (signal) => signal.asset ?? undefined },
      cell: (signal) =>
        signal.asset === null ? <span className="t3">Portfolio</span> : <AssetLabel asset={signal.asset} />,
    },
    { id: "source", head: "Source", width: 64, cell: (signal) => <span className="t2">{SOURCES[signal.source]}</span> },
    {
      id: "strength",
      head: "Strength",
      align: "right",
      width: 66,
      sort: { by: "decimal", value: (signal) => signal.strength },
      cell: (signal) => formatDecimal(signal.strength, { scale: 2, sign: "auto" }),
    },
    {
      id: "confidence",
      head: "Confidence",
      align: "right",
      width: 84,
      sort: { by: "decimal", value: (signal) => signal.confidence },
      cell: (signal) => formatDecimal(signal.confidence, { scale: 2, sign: "auto" }),
    },
    {
      id: "expires",
      head: "Expires",
      align: "right",
      width: 70,
      cell: (signal) =>
        signal.expiresAt > now ? formatDuration(signal.expiresAt - now) : <span className="t3">expired</span>,
    },
  ];
}
