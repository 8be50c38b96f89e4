// Which columns does the stream of signals have?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatRecent, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { ACTIONS, SOURCES } from "#renderer/lib/signal-words.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { HOUR_MS } from "#shared/domain/time.ts";

export interface SignalColumnsInput {
  readonly zone: TimeZoneChoice;
  /** Whole seconds of UTC milliseconds. */
  readonly now: number;
  /** Signals that a plan was approved from. */
  readonly planned: ReadonlySet<string>;
}

export function signalColumns({ zone, now, planned }: SignalColumnsInput): readonly DataColumn<Signal>[] {
  return [
    {
      id: "time",
      head: "Time",
      width: 64,
      sort: { by: "number", value: (signal) => signal.ts },
      cell: (signal) => <span className="t2 num">{formatRecent(signal.ts, now, zone)}</span>,
    },
    {
      id: "action",
      head: "Action",
      width: 86,
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
    { id: "source", head: "Source", width: 66, cell: (signal) => <span className="t2">{SOURCES[signal.source]}</span> },
    {
      id: "strength",
      head: "Strength",
      align: "right",
      width: 62,
      sort: { by: "decimal", value: (signal) => signal.strength },
      cell: (signal) => formatDecimal(signal.strength, { scale: 2, sign: "auto" }),
    },
    {
      id: "confidence",
      head: "Confidence",
      align: "right",
      width: 78,
      sort: { by: "decimal", value: (signal) => signal.confidence },
      cell: (signal) => formatDecimal(signal.confidence, { scale: 2, sign: "auto" }),
    },
    {
      id: "expires",
      head: "Expires",
      align: "right",
      width: 84,
      cell: (signal) =>
        planned.has(signal.id) ? (
          <span className="ac">planned</span>
        ) : signal.expiresAt > now ? (
          formatDuration(roughly(signal.expiresAt - now))
        ) : (
          <span className="t3">expired</span>
        ),
    },
  ];
}

/** From ten hours on minutes say nothing that a list must show. */
function roughly(leftMs: number): number {
  return leftMs >= 10 * HOUR_MS ? leftMs - (leftMs % HOUR_MS) : leftMs;
}
