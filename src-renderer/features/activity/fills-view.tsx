// What was bought and sold, trade by trade, at which price and fee?
import { useMemo, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { FillRow } from "#shared/contract/views.ts";
import type { OrderFilter } from "#shared/domain/order-filter.ts";
import { fillColumns } from "./order-columns.tsx";
import { OrderFilters } from "./order-filters.tsx";
import { useOrderPages } from "./use-order-pages.ts";

const ALL: OrderFilter = {};
const rowId = ({ number }: FillRow) => String(number);
const write = (count: number) => count.toLocaleString("en-US");

export function FillsView() {
  const client = useClient();
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts: hidden } = usePreferences();
  const now = useNow();
  const [filter, setFilter] = useState<OrderFilter>(ALL);
  const field = useRef<HTMLInputElement>(null);
  const { remote, loadMore } = useOrderPages<FillRow>(profile.id, filter, client.orders.fills);
  const state = toPanelState(remote, { now, isEmpty: ({ rows }) => rows.length === 0 });
  const columns = useMemo(() => fillColumns({ timeZone, hidden }), [timeZone, hidden]);
  useShortcuts([{ keys: "/", run: () => field.current?.focus() }]);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <div className="view-bar">
        <OrderFilters
          filter={filter}
          onChange={setFilter}
          accounts={profile.accounts}
          withPhase={false}
          field={field}
        />
      </div>
      <Panel
        title="Fills"
        className="grow"
        meta="Each is counted once, by the venue's own trade id; Enter opens its order"
        actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
        foot={
          <span className="f12 t3" role="status">
            {write(remote.value?.rows.length ?? 0)} of {write(remote.value?.total ?? 0)} fills here
          </span>
        }
      >
        <LoadableView
          data={state}
          skeleton={
            <PanelBody>
              <SkeletonRows rows={12} rowHeight={32} />
            </PanelBody>
          }
          empty={
            isFiltered
              ? {
                  children: "No fill matches this filter.",
                  action: <Button onClick={() => setFilter(ALL)}>Show all fills</Button>,
                }
              : { children: "Nothing was bought or sold for this profile yet. Fills of its orders stand here." }
          }
        >
          {(value) => (
            <DataTable
              label="Fills"
              columns={columns}
              rows={value.rows}
              rowId={rowId}
              onOpen={({ fill }) => {
                location.hash = hashOf("activity", "orders", fill.clientOrderId);
              }}
              onNearEnd={loadMore}
            />
          )}
        </LoadableView>
      </Panel>
    </>
  );
}
