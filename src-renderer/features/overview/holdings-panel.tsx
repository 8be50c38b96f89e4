// What is held, in short? On wide windows only; Positions has it all.
import { useMemo } from "react";
import { useStore } from "zustand";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { ChangePercent, Money } from "#renderer/components/money.tsx";
import { NumberCell } from "#renderer/components/number-cell.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { doubtOfPortfolio, doubtOfPosition, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Portfolio, Position } from "#shared/domain/portfolio.ts";

export function HoldingsPanel() {
  const portfolio = useStore(portfolioStore);
  const now = useNow();
  const state = toPanelState(portfolio, { now, isEmpty: (value) => value.positions.length === 0 });
  return (
    <Panel
      title="Positions"
      className="over-holdings"
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <a className="btn ghost" href={hashOf("positions")}>
            All
            <Icon name="chevronRight" size="small" />
          </a>
        </>
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={7} rowHeight={36} />
          </PanelBody>
        }
        empty={{ children: "Nothing is held." }}
      >
        {(value) => <Holdings portfolio={value} />}
      </LoadableView>
    </Panel>
  );
}

function Holdings({ portfolio }: { readonly portfolio: Portfolio }) {
  const { currency, totalValue, unrealized } = portfolio;
  const doubt = doubtOfPortfolio(portfolio)?.reason ?? null;
  const columns = useMemo(
    () => holdingColumns({ currency, totalValue, unrealized, doubt: doubt === null ? null : { reason: doubt } }),
    [currency, totalValue, unrealized, doubt],
  );
  return (
    <DataTable
      label="Positions in short"
      columns={columns}
      rows={portfolio.positions}
      rowId={(position) => position.asset}
      initialSort={{ id: "value", direction: "descending" }}
      onOpen={(position) => {
        location.hash = hashOf("positions", position.asset);
      }}
      rowMark={(position) => (doubtOfPosition(position) === null ? undefined : "stale")}
      totalLabel="Total"
      density="comfortable"
    />
  );
}

interface HoldingColumnsInput extends Pick<Portfolio, "currency" | "totalValue" | "unrealized"> {
  /** Against the sums. */
  readonly doubt: PriceDoubt | null;
}

function holdingColumns({
  currency,
  totalValue,
  unrealized,
  doubt,
}: HoldingColumnsInput): readonly DataColumn<Position>[] {
  return [
    {
      id: "asset",
      head: "Asset",
      sort: { by: "text", value: ({ asset }) => asset },
      cell: ({ asset }) => <AssetLabel asset={asset} />,
    },
    {
      id: "price",
      head: "Price",
      align: "right",
      width: 92,
      cell: ({ price, unresolved, priceState }) =>
        price === null ? (
          <span className="t3" title={unresolved ?? undefined}>
            {formatPrice(undefined)}
          </span>
        ) : (
          <Doubted doubt={doubtOfPosition({ priceState })}>
            <NumberCell value={price} text={formatPrice(price)} />
          </Doubted>
        ),
    },
    {
      id: "day",
      head: "24 h, %",
      align: "right",
      width: 72,
      sort: { by: "decimal", value: ({ change24h }) => change24h ?? undefined },
      cell: ({ change24h }) => <ChangePercent share={change24h ?? undefined} bare />,
    },
    {
      id: "value",
      head: `Value, ${currency}`,
      align: "right",
      width: 104,
      main: true,
      sort: { by: "decimal", value: ({ value }) => value ?? undefined },
      cell: ({ value }) => <Money amount={value ?? undefined} bare />,
      total: (
        <Doubted doubt={doubt}>
          <Money amount={totalValue ?? undefined} bare />
        </Doubted>
      ),
    },
    {
      id: "unrealized",
      head: "Unrealized",
      align: "right",
      width: 100,
      sort: { by: "decimal", value: (position) => position.unrealized ?? undefined },
      cell: (position) => <Money amount={position.unrealized ?? undefined} bare change absent="n/a" />,
      total: (
        <Doubted doubt={doubt}>
          <Money amount={unrealized ?? undefined} bare change absent="n/a" />
        </Doubted>
      ),
    },
  ];
}
