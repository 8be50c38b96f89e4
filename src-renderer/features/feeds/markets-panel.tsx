// How is each market of a feed?
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { FeedMarket } from "#shared/contract/views.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { isDoubtful } from "#shared/domain/quote.ts";
import { MARKET_COLUMNS } from "./market-columns.tsx";

export interface MarketsPanelProps {
  readonly venue: VenueId;
  readonly name: string;
}

/** There may be a thousand of them: asked for now and then, not sent. */
const EVERY_MS = 2_000;

export function MarketsPanel({ venue, name }: MarketsPanelProps) {
  const client = useClient();
  const now = useNow();
  const markets = useQuery<readonly FeedMarket[]>({
    key: venue,
    ask: (signal) => client.system.feedMarkets({ venue }, { signal }),
    everyMs: EVERY_MS,
  });
  const state = toPanelState(markets, { now, isEmpty: (list) => list.length === 0 });
  return (
    <Panel
      title="Markets"
      meta={markets.value === null ? name : `${markets.value.length} at ${name}`}
      actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={8} rowHeight={26} />
          </PanelBody>
        }
        empty={{ children: `No market of ${name} is watched yet.` }}
      >
        {(list) => (
          <DataTable
            label={`Markets at ${name}`}
            columns={MARKET_COLUMNS}
            rows={list}
            rowId={({ symbol }) => symbol}
            initialSort={{ id: "state", direction: "descending" }}
            rowMark={rowMark}
            density="dense"
          />
        )}
      </LoadableView>
    </Panel>
  );
}

function rowMark({ state }: FeedMarket): "stale" | undefined {
  return state === null || isDoubtful(state) ? "stale" : undefined;
}
