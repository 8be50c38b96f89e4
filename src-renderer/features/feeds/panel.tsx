// How do the prices of each venue come: how fresh, how many, what was refused, and how does the connection hold?
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { healthStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import { ConnectionPanel } from "./connection-panel.tsx";
import { CyclesPanel } from "./cycles-panel.tsx";
import { FEED_COLUMNS } from "./feed-columns.tsx";
import { MarketsPanel } from "./markets-panel.tsx";
import "./feeds.css";

export function FeedsPanel() {
  const health = useStore(healthStore);
  const asked = useStore(navigationStore, ({ parameters }) => parameters[0]);
  const now = useNow();
  const state = toPanelState(health, { now, isEmpty: ({ feeds }) => feeds.length === 0 });
  const feeds = health.value?.feeds ?? [];
  const chosen = feeds.find(({ venue }) => venue === asked) ?? [...feeds].sort(byUrgency)[0];
  const live = feeds.filter((feed) => feed.state === "live").length;
  return (
    <>
      <ScreenHead title="Price feeds" {...(feeds.length === 0 ? {} : { meta: `${live} of ${feeds.length} live` })}>
        <a className="btn" href={hashOf("settings")}>
          Settings
        </a>
      </ScreenHead>
      <div className={chosen === undefined ? "feeds-grid alone" : "feeds-grid"}>
        <Panel
          title="Feeds"
          className="feeds-table"
          meta="one per venue in use"
          actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
        >
          <LoadableView
            data={state}
            skeleton={
              <PanelBody>
                <SkeletonRows rows={3} rowHeight={32} />
              </PanelBody>
            }
            empty={{
              children: "No venue is in use. Prices come once a profile has an account.",
              action: (
                <a className="btn" href={hashOf("connect")}>
                  Connect an exchange
                </a>
              ),
            }}
          >
            {(value) => (
              <DataTable
                label="Feeds"
                columns={FEED_COLUMNS}
                rows={value.feeds}
                rowId={({ venue }) => venue}
                initialSort={{ id: "venue", direction: "ascending" }}
                onChoose={({ venue }) => {
                  location.hash = hashOf("feeds", venue);
                }}
                chosenId={chosen?.venue}
                rowMark={rowMark}
              />
            )}
          </LoadableView>
        </Panel>
        {chosen === undefined ? null : (
          <>
            <MarketsPanel key={chosen.venue} venue={chosen.venue} name={chosen.name} />
            <ConnectionPanel key={`${chosen.venue} connection`} feed={chosen} />
          </>
        )}
        <CyclesPanel profiles={health.value?.profiles ?? []} now={now} />
      </div>
    </>
  );
}

const RANK = { down: 0, stale: 1, lagging: 2, live: 4, off: 5 } as const satisfies Record<FeedHealth["state"], number>;

/** The one to look at first: the worst, a live one in part before a whole one, then by name. */
function byUrgency(one: FeedHealth, other: FeedHealth): number {
  const rank = ({ state, trouble }: FeedHealth) => (state === "live" && trouble !== null ? RANK.live - 1 : RANK[state]);
  return rank(one) - rank(other) || (one.name < other.name ? -1 : 1);
}

function rowMark({ state }: FeedHealth): "stale" | undefined {
  return state === "live" || state === "lagging" ? undefined : "stale";
}
