// Which columns does the table of a feed's markets have?
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { PriceAge } from "#renderer/components/price-age.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import type { FeedMarket } from "#shared/contract/views.ts";
import type { QuoteState } from "#shared/domain/quote.ts";

/** Worst first when sorted downwards. */
const RANK: Readonly<Record<QuoteState, number>> = { live: 0, lagging: 2, stale: 3, suspect: 4, dead: 5 };

export const MARKET_COLUMNS: readonly DataColumn<FeedMarket>[] = [
  {
    id: "symbol",
    head: "Market",
    width: 120,
    sort: { by: "text", value: ({ symbol }) => symbol },
    cell: ({ symbol }) => <span className="med">{symbol}</span>,
  },
  {
    id: "state",
    head: "State",
    width: 86,
    sort: { by: "number", value: ({ state }) => (state === null ? 1 : RANK[state]) },
    cell: ({ state }) => (
      <span className="row">
        <HealthDot health={state ?? "off"} small />
        {state === null ? "waiting" : HEALTH_WORDS[state]}
      </span>
    ),
  },
  {
    id: "age",
    head: "Age",
    align: "right",
    width: 64,
    sort: { by: "number", value: ({ ageMs }) => ageMs ?? undefined },
    cell: ({ ageMs }) => (ageMs === null ? <span className="t3">n/a</span> : <PriceAge ageMs={ageMs} />),
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
    id: "received",
    head: "Received",
    align: "right",
    width: 78,
    sort: { by: "number", value: ({ received }) => received },
    cell: ({ received }) => received,
  },
  {
    id: "rejected",
    head: "Refused",
    align: "right",
    width: 74,
    sort: { by: "number", value: ({ rejected }) => rejected },
    cell: ({ rejected }) => <span className={rejected === 0 ? "t3" : undefined}>{rejected}</span>,
  },
  {
    id: "reason",
    head: "Why",
    sort: { by: "text", value: ({ reason }) => reason ?? undefined },
    cell: ({ reason }) =>
      reason === null ? null : (
        <span className="t2" title={reason}>
          {reason}
        </span>
      ),
  },
];
