// Which orders were sent, or were not, and what became of each?
import { useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
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
import { ordersStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { OrderRow } from "#shared/contract/views.ts";
import type { OrderFilter } from "#shared/domain/order-filter.ts";
import { orderColumns } from "./order-columns.tsx";
import { OrderFilters } from "./order-filters.tsx";
import { OrderPanel } from "./order-panel.tsx";
import { useOrderPages } from "./use-order-pages.ts";

const ALL: OrderFilter = {};
const rowId = ({ order }: OrderRow) => order.clientOrderId;
const write = (count: number) => count.toLocaleString("en-US");

export function OrdersView() {
  const client = useClient();
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts: hidden } = usePreferences();
  const now = useNow();
  const [filter, setFilter] = useState<OrderFilter>(ALL);
  const field = useRef<HTMLInputElement>(null);
  const standing = useStore(ordersStore, ({ value }) => value);
  // The address names the chosen order, so that links from elsewhere open it.
  const chosenId = useStore(navigationStore, ({ parameters }) => parameters[1] ?? null);
  const { remote, loadMore } = useOrderPages<OrderRow>(profile.id, filter, client.orders.list);
  const state = toPanelState(remote, { now, isEmpty: ({ rows }) => rows.length === 0 });
  const columns = useMemo(() => orderColumns({ timeZone, hidden }), [timeZone, hidden]);
  useShortcuts([{ keys: "/", run: () => field.current?.focus() }]);
  const rows = remote.value?.rows ?? [];
  const chosen = chosenId === null ? null : (rows.find((row) => rowId(row) === chosenId) ?? null);
  const meta =
    standing === null
      ? undefined
      : `${write(standing.openCount)} not over${standing.unknownCount === 0 ? "" : `, ${write(standing.unknownCount)} unknown`}, newest first`;
  return (
    <>
      <div className="view-bar">
        <OrderFilters filter={filter} onChange={setFilter} accounts={profile.accounts} withPhase field={field} />
      </div>
      <div className="activity-grid">
        <Panel
          title="Orders"
          meta={meta}
          actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
          foot={
            <span className="f12 t3" role="status">
              {write(rows.length)} of {write(remote.value?.total ?? 0)} orders here
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
              filter === ALL || Object.keys(filter).length === 0
                ? {
                    children: "No order was ever written down for this profile. An approved plan sends the first ones.",
                    action: (
                      <Button
                        onClick={() => {
                          location.hash = hashOf("rebalance");
                        }}
                      >
                        Plan a rebalance
                      </Button>
                    ),
                  }
                : {
                    children: "No order matches this filter.",
                    action: <Button onClick={() => setFilter(ALL)}>Show all orders</Button>,
                  }
            }
          >
            {(value) => (
              <DataTable
                label="Orders"
                columns={columns}
                rows={value.rows}
                rowId={rowId}
                chosenId={chosenId ?? undefined}
                onChoose={(row) => {
                  location.hash = hashOf("activity", "orders", rowId(row));
                }}
                onNearEnd={loadMore}
              />
            )}
          </LoadableView>
        </Panel>
        <OrderPanel row={chosen} />
      </div>
    </>
  );
}
