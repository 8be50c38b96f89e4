// Out of which purchases is a position made, and what has each gained?
import { type ReactNode, useMemo } from "react";
import { AssetSwatch } from "#renderer/components/asset-label.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Money } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { METHOD_WORDS } from "#renderer/lib/cost-basis-words.ts";
import { doubtOfPosition } from "#renderer/lib/price-doubt.ts";
import type { PanelState } from "#renderer/stores/to-loadable.ts";
import type { CostBasis, Lot } from "#shared/domain/books.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { lotColumns } from "./lot-columns.tsx";
import { type LotRow, lotTotals, toLotRows } from "./lot-rows.ts";

export interface LotsPanelProps {
  readonly position: Position;
  readonly accounts: Profile["accounts"];
  readonly costBasis: CostBasis;
  readonly state: PanelState<readonly Lot[]>;
  /** The choice between lots and transactions. */
  readonly tabs: ReactNode;
}

const rowId = ({ id }: LotRow) => id;

export function LotsPanel({ position, accounts, costBasis, state, tabs }: LotsPanelProps) {
  const { timeZone, hideAmounts } = usePreferences();
  const { asset, price } = position;
  const lots = state.state === "live" || state.state === "stale" ? state.value : null;
  const rows = useMemo(() => toLotRows(lots ?? [], price), [lots, price]);
  const doubt = doubtOfPosition(position);
  const columns = useMemo(() => {
    const totals = lotTotals(rows);
    const gain = (
      <Doubted doubt={doubt}>
        <Money amount={totals.gain ?? undefined} bare change absent="n/a" />
      </Doubted>
    );
    const isPooled = costBasis.method === "average";
    return lotColumns({ accounts, timeZone, hidden: hideAmounts, isPooled, rows, doubt, totals, gain });
  }, [rows, accounts, timeZone, hideAmounts, costBasis.method, doubt]);
  return (
    <Panel
      title={
        <span className="row">
          <AssetSwatch asset={asset} />
          {asset} lots
        </span>
      }
      meta={lots === null ? undefined : `${lots.length} open, ${METHOD_WORDS[costBasis.method]}`}
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          {tabs}
        </>
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={4} rowHeight={32} />
          </PanelBody>
        }
        empty={{ children: `The books hold no open lot of ${asset}.` }}
      >
        {() => (
          <DataTable
            label={`${asset} lots`}
            columns={columns}
            rows={rows}
            rowId={rowId}
            totalLabel="Total"
            className="lots-table"
          />
        )}
      </LoadableView>
    </Panel>
  );
}
