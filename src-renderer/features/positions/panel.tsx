// What is held, where, at which price, and why is each number what it is?
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { SourceChip } from "#renderer/components/source-chip.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import type { SortChoice } from "#renderer/components/table-column.ts";
import { FilterField } from "#renderer/components/text-field.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { exportFileName } from "#renderer/lib/export-file-name.ts";
import { doubtOfPosition } from "#renderer/lib/price-doubt.ts";
import { saveText } from "#renderer/lib/save-text.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { venueName } from "#shared/domain/venue.ts";
import { AssetDetailPanels } from "./asset-detail.tsx";
import { shownColumns } from "./column-choice.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { positionColumns } from "./position-columns.tsx";
import { type PositionRow, rowTotals, toPositionRows } from "./position-rows.ts";
import { positionsCsv, sortRows } from "./positions-csv.ts";
import { useColumnChoice } from "./use-column-choice.ts";
import "./positions.css";

const SPARKLINES_EVERY_MS = 300_000;
const BY_VALUE: SortChoice = { id: "value", direction: "descending" };
const ALL = "all";

export function PositionsPanel() {
  const remote = useStore(portfolioStore);
  const now = useNow();
  const state = toPanelState(remote, { now, isEmpty: ({ positions }) => positions.length === 0 });
  const stale = state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null;
  const isShown = state.state === "live" || state.state === "stale";
  return (
    <>
      {isShown ? null : <ScreenHead title="Positions" />}
      <LoadableView
        data={state}
        skeleton={
          <section className="panel" aria-label="Positions">
            <PanelBody>
              <SkeletonRows rows={12} rowHeight={36} />
            </PanelBody>
          </section>
        }
        empty={{
          children: "Nothing is held and no target is set.",
          action: (
            <a className="btn" href={hashOf("rebalance")}>
              Set targets
            </a>
          ),
        }}
      >
        {(portfolio) => <Positions portfolio={portfolio} stale={stale} />}
      </LoadableView>
    </>
  );
}

interface PositionsProps {
  readonly portfolio: Portfolio;
  readonly stale: ReactNode;
}

function Positions({ portfolio, stale }: PositionsProps) {
  const client = useClient();
  const toast = useToast();
  const { profile } = useActiveProfile();
  const { hideAmounts } = usePreferences();
  const opened = useStore(navigationStore, ({ parameters }) => parameters[0] ?? null);
  const [filter, setFilter] = useState("");
  const [venue, setVenue] = useState<VenueId | null>(null);
  const [sort, setSort] = useState<SortChoice | undefined>(BY_VALUE);
  const filterField = useRef<HTMLInputElement>(null);
  const choice = useColumnChoice();
  const sparklines = useQuery({
    key: profile.id,
    ask: (signal) => client.portfolio.sparklines({ profileId: profile.id }, { signal }),
    everyMs: SPARKLINES_EVERY_MS,
  }).value;
  const sparklineMap = useMemo(
    () => new Map((sparklines ?? []).map(({ asset, values }) => [asset as string, values])),
    [sparklines],
  );
  const rows = useMemo(
    () => toPositionRows({ portfolio, accounts: profile.accounts, sparklines: sparklineMap, venue, filter }),
    [portfolio, profile.accounts, sparklineMap, venue, filter],
  );
  const names = useMemo(() => shownColumns(choice.chosen, venue !== null), [choice.chosen, venue]);
  const columns = useMemo(
    () => positionColumns({ chosen: names, currency: portfolio.currency, totals: rowTotals(rows), hideAmounts }),
    [names, portfolio.currency, rows, hideAmounts],
  );
  useShortcuts([
    { keys: "/", run: () => filterField.current?.focus() },
    ...(opened === null ? [] : [{ keys: "escape", run: () => open(null) }]),
  ]);
  const venues = [...new Set(profile.accounts.map((account) => account.venue))];
  const openPosition = portfolio.positions.find(({ asset }) => asset === opened) ?? null;
  const exportCsv = () => {
    const name = exportFileName("positions", profile.name, portfolio.ts, "csv");
    saveText(name, positionsCsv(sortRows(rows, columns, sort), names, portfolio.currency), "text/csv");
    toast({ tone: "ok", title: "Exported", detail: `${rows.length} rows, exact to the last digit, in ${name}` });
  };
  return (
    <>
      <ScreenHead
        title="Positions"
        meta={`${portfolio.positions.length} assets · ${venues.length} ${venues.length === 1 ? "venue" : "venues"}`}
      >
        {stale}
        <SourceChip source={profile.source} />
        <FilterField ref={filterField} value={filter} onChange={setFilter} width={160} />
        {venues.length < 2 ? null : (
          <Segmented
            label="Venue"
            options={[
              { value: ALL, label: "All venues" },
              ...venues.map((id) => ({ value: id, label: venueName(id) })),
            ]}
            value={venue ?? ALL}
            onChange={(value) => setVenue(venues.find((id) => id === value) ?? null)}
          />
        )}
        <ColumnMenu choice={choice} />
        <a className="btn" href={hashOf("trade", "cash")} title="Opens the trade ticket; nothing is sent">
          Sell all to cash
        </a>
        <Button icon="download" onClick={exportCsv}>
          Export CSV
        </Button>
      </ScreenHead>
      <div className={openPosition === null ? "positions-grid" : "positions-grid opened"}>
        <section className="panel positions-table" aria-label="All positions">
          {rows.length === 0 ? (
            <PanelBody>
              <p className="f12 t2 positions-none">
                {filter === "" ? "Nothing lies at this venue." : "No position matches the filter."}
              </p>
            </PanelBody>
          ) : (
            <DataTable
              label="Positions"
              columns={columns}
              rows={rows}
              rowId={rowId}
              initialSort={BY_VALUE}
              onSortChange={setSort}
              onChoose={(row) => open(row.asset === opened ? null : row.asset)}
              chosenId={openPosition?.asset}
              rowMark={rowMark}
              totalLabel="Total"
              density="comfortable"
            />
          )}
        </section>
        {openPosition === null ? null : (
          <AssetDetailPanels
            key={openPosition.asset}
            position={openPosition}
            currency={portfolio.currency}
            onClose={() => open(null)}
          />
        )}
      </div>
    </>
  );
}

function open(asset: string | null): void {
  location.hash = asset === null ? hashOf("positions") : hashOf("positions", asset);
}

const rowId = (row: PositionRow) => row.asset;

/** Grey when the price may be old or wrong, or is missing. */
function rowMark({ position }: PositionRow): "stale" | undefined {
  return position.priceState === null || doubtOfPosition(position) !== null ? "stale" : undefined;
}
