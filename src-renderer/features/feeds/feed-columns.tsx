// Which columns does the table of feeds have?
import { Doubted } from "#renderer/components/doubted.tsx";
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { PriceAge } from "#renderer/components/price-age.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { countLines, rejectWords, SOURCE_WORDS, totalOf } from "#renderer/lib/feed-words.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { uptimeText } from "./feed-facts.ts";

export const FEED_COLUMNS: readonly DataColumn<FeedHealth>[] = [
  {
    id: "venue",
    head: "Venue",
    sort: { by: "text", value: ({ name }) => name },
    cell: ({ name, state, detail, trouble }) => {
      const inPart = state === "live" && trouble !== null;
      return (
        <span className="row" title={detail ?? undefined}>
          <HealthDot health={inPart ? "lagging" : state} />
          <span className="med">{name}</span>
          <span className="t3">{inPart ? "live in part" : HEALTH_WORDS[state]}</span>
        </span>
      );
    },
  },
  { id: "source", head: "Prices are", width: 124, cell: ({ source }) => SOURCE_WORDS[source] },
  {
    id: "live",
    head: "Live",
    align: "right",
    width: 84,
    cell: ({ liveSymbols, symbols, trouble }) => (
      <Doubted doubt={trouble === null ? null : { reason: `${trouble.symbol}: ${trouble.reason}` }}>
        {liveSymbols} of {symbols}
      </Doubted>
    ),
  },
  {
    id: "age",
    head: "Oldest price",
    align: "right",
    width: 96,
    sort: { by: "number", value: ({ oldestAgeMs }) => oldestAgeMs ?? undefined },
    cell: ({ oldestAgeMs }) =>
      oldestAgeMs === null ? <span className="t3">no price</span> : <PriceAge ageMs={oldestAgeMs} />,
  },
  {
    id: "rate",
    head: "Prices/s",
    align: "right",
    width: 76,
    sort: { by: "number", value: ({ messagesPerSecond }) => messagesPerSecond },
    cell: ({ messagesPerSecond }) => messagesPerSecond.toFixed(1),
  },
  {
    id: "rejected",
    head: "Refused",
    align: "right",
    width: 78,
    sort: { by: "number", value: ({ rejected }) => totalOf(rejected) },
    cell: ({ rejected }) => {
      const total = totalOf(rejected);
      const lines = countLines(rejected, rejectWords).map(({ words, count }) => `${words}: ${count}`);
      return (
        <span className={total === 0 ? "t3" : undefined} title={lines.join("\n")}>
          {total}
        </span>
      );
    },
  },
  {
    id: "reconnects",
    head: "Reconnects",
    align: "right",
    width: 90,
    sort: { by: "number", value: reconnectsOf },
    cell: (feed) => <span className={reconnectsOf(feed) === 0 ? "t3" : undefined}>{reconnectsOf(feed)}</span>,
  },
  {
    id: "uptime",
    head: "Live, last hour",
    align: "right",
    width: 106,
    sort: { by: "number", value: ({ uptime }) => uptime.lastHour ?? undefined },
    cell: ({ uptime }) => uptimeText(uptime.lastHour),
  },
  {
    id: "lag",
    head: "Lag",
    align: "right",
    width: 70,
    sort: { by: "number", value: ({ lagMs }) => lagMs ?? undefined },
    cell: ({ lagMs }) =>
      lagMs === null ? (
        <span className="t3" title="Known only while prices come that carry the venue's time">
          n/a
        </span>
      ) : (
        formatDuration(lagMs)
      ),
  },
];

/** Connections opened anew; where none stays open, outages that ended. */
function reconnectsOf({ connection, reconnects }: FeedHealth): number {
  return connection?.reconnects ?? reconnects;
}
