// How is each venue's feed: state, age, rate, rejects, reconnects?
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { HEALTH_WORDS, HealthDot } from "#renderer/components/health-dot.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { PriceAge } from "#renderer/components/price-age.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { countLines, rejectWords, totalOf } from "#renderer/lib/feed-words.ts";
import { healthStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { FeedHealth } from "#shared/contract/views.ts";

const NATURE = { simulated: "Simulated", replay: "Replay", real: "Live market" } as const;

const COLUMNS: readonly DataColumn<FeedHealth>[] = [
  {
    id: "venue",
    head: "Venue",
    width: 130,
    sort: { by: "text", value: (feed) => feed.name },
    cell: (feed) => (
      <span className="row" title={feed.detail ?? undefined}>
        <HealthDot health={feed.state} />
        <span className="med">{feed.name}</span>
        <span className="t3">{HEALTH_WORDS[feed.state]}</span>
      </span>
    ),
  },
  { id: "nature", head: "Market", width: 84, cell: (feed) => NATURE[feed.nature] },
  {
    id: "symbols",
    head: "Live",
    align: "right",
    width: 80,
    cell: (feed) => `${feed.liveSymbols} of ${feed.symbols}`,
  },
  {
    id: "age",
    head: "Oldest price",
    align: "right",
    width: 100,
    sort: { by: "number", value: (feed) => feed.oldestAgeMs ?? undefined },
    cell: (feed) => (feed.oldestAgeMs === null ? "no price" : <PriceAge ageMs={feed.oldestAgeMs} />),
  },
  { id: "rate", head: "Prices/s", align: "right", width: 100, cell: (feed) => feed.messagesPerSecond.toFixed(1) },
  {
    id: "rejected",
    head: "Refused",
    align: "right",
    width: 90,
    cell: (feed) => {
      const lines = countLines(feed.rejected, rejectWords).map(({ words, count }) => `${words}: ${count}`);
      return <span title={lines.join("\n")}>{totalOf(feed.rejected)}</span>;
    },
  },
  {
    id: "reconnects",
    head: "Reconnects",
    align: "right",
    width: 90,
    cell: (feed) => feed.connection?.reconnects ?? feed.reconnects,
  },
];

export function ConnectionsPanel() {
  const health = useStore(healthStore);
  const now = useStore(nowStore, (state) => state.now);
  return (
    <Panel
      title="Connections"
      meta="prices by venue"
      actions={
        <a className="btn ghost" href={hashOf("feeds")}>
          Price feeds
          <Icon name="chevronRight" size="small" />
        </a>
      }
    >
      <LoadableView
        data={toPanelState(health, { now, isEmpty: (value) => value.feeds.length === 0 })}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={3} rowHeight={32} />
          </PanelBody>
        }
        empty={{ children: "No venue is connected." }}
      >
        {(value) => (
          <DataTable
            label="Connections"
            columns={COLUMNS}
            rows={value.feeds}
            rowId={(feed) => feed.venue}
            initialSort={{ id: "venue", direction: "ascending" }}
            onOpen={({ venue }) => {
              location.hash = hashOf("feeds", venue);
            }}
            rowMark={({ state }) => (state === "live" || state === "lagging" ? undefined : "stale")}
          />
        )}
      </LoadableView>
    </Panel>
  );
}
