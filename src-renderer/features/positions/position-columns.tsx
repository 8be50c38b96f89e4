// Which columns does Positions have, and how is each cell drawn?
import { Sparkline } from "#renderer/charts/sparkline.tsx";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { DriftBar, driftTone, isOutOfBand } from "#renderer/components/drift-bar.tsx";
import { ChangePercent, Money } from "#renderer/components/money.tsx";
import { NumberCell } from "#renderer/components/number-cell.tsx";
import { PriceAge } from "#renderer/components/price-age.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { formatPoints } from "#renderer/lib/format-points.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { doubtOfPosition } from "#renderer/lib/price-doubt.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ColumnName } from "./column-choice.ts";
import type { PositionRow, RowTotals } from "./position-rows.ts";
import { VenueBar } from "./venue-bar.tsx";

export interface PositionColumnsInput {
  readonly chosen: readonly ColumnName[];
  readonly currency: string;
  readonly totals: RowTotals;
  readonly hideAmounts: boolean;
}

type Column = DataColumn<PositionRow>;

export function positionColumns({ chosen, currency, totals, hideAmounts }: PositionColumnsInput): readonly Column[] {
  const all: Readonly<Record<ColumnName, readonly Column[]>> = {
    quantity: [quantityColumn(hideAmounts)],
    venues: [{ id: "venues", head: "Venues", width: 62, cell: ({ venues }) => <VenueBar shares={venues} /> }],
    price: [PRICE, AGE],
    value: [
      {
        id: "value",
        head: `Value, ${currency}`,
        align: "right",
        width: 98,
        main: true,
        sort: { by: "decimal", value: ({ value }) => value ?? undefined },
        cell: ({ value }) => <Money amount={value ?? undefined} bare />,
        total: (
          <Doubted doubt={totals.doubt}>
            <Money amount={totals.value ?? undefined} bare />
          </Doubted>
        ),
      },
    ],
    weight: [
      {
        id: "weight",
        head: "Weight",
        align: "right",
        width: 64,
        sort: { by: "decimal", value: ({ weight }) => weight ?? undefined },
        cell: ({ weight }) => formatPercentCell(weight ?? undefined),
        total: <Doubted doubt={totals.doubt}>{formatPercentCell(totals.weight ?? undefined)}</Doubted>,
      },
    ],
    target: [
      {
        id: "target",
        head: "Target",
        align: "right",
        width: 62,
        sort: { by: "decimal", value: ({ position }) => position.target ?? undefined },
        cell: (row) => <TargetCell row={row} />,
        total: <span className="t3">{formatPercentCell(totals.target ?? undefined)}</span>,
      },
    ],
    drift: [DRIFT],
    averageCost: [
      {
        id: "averageCost",
        head: "Average cost",
        align: "right",
        width: 98,
        sort: { by: "decimal", value: ({ position }) => position.averageCost ?? undefined },
        cell: ({ position: { averageCost } }) => (averageCost === null ? <NotKnown /> : formatPrice(averageCost)),
      },
    ],
    cost: [moneyColumn("cost", "Cost basis", totals, false)],
    unrealized: [moneyColumn("unrealized", "Unrealized", totals, true)],
    realized: [moneyColumn("realized", "Realized", totals, true)],
    change24h: [
      {
        id: "change24h",
        head: "24 h, %",
        align: "right",
        width: 68,
        sort: { by: "decimal", value: ({ position }) => position.change24h ?? undefined },
        cell: ({ position }) => <ChangePercent share={position.change24h ?? undefined} bare />,
      },
    ],
    sparkline: [
      {
        id: "sparkline",
        head: "7 days",
        align: "right",
        width: 84,
        cell: ({ asset, values }) => <Sparkline values={values} label={`${asset}, 7 days`} />,
      },
    ],
  };
  return [ASSET, ...chosen.flatMap((name) => all[name]), TRADE];
}

/** Opens the trade ticket; nothing is sent from here. */
const TRADE: Column = {
  id: "trade",
  head: "Trade",
  headHidden: true,
  align: "right",
  width: 58,
  className: "deed-cell",
  cell: ({ asset, quantity, position }) =>
    position.isCash || !Decimal.parse(quantity).isPositive ? null : (
      <a
        className="btn row-deed"
        href={hashOf("trade", "close", asset)}
        title={`Close the position: sell all ${asset}`}
      >
        Close
      </a>
    ),
};

const ASSET: Column = {
  id: "asset",
  head: "Asset",
  sort: { by: "text", value: ({ asset }) => asset },
  cell: ({ asset, position }) => (
    <AssetLabel asset={asset}>{position.isCash ? <small className="cash-mark">cash</small> : null}</AssetLabel>
  ),
};

function quantityColumn(hidden: boolean): Column {
  return {
    id: "quantity",
    head: "Quantity",
    align: "right",
    width: 94,
    sort: { by: "decimal", value: ({ quantity }) => quantity },
    cell: ({ quantity }) => <span title={hidden ? undefined : quantity}>{formatQuantity(quantity, { hidden })}</span>,
  };
}

const PRICE: Column = {
  id: "price",
  head: "Price",
  align: "right",
  width: 86,
  sort: { by: "decimal", value: ({ position }) => position.price ?? undefined },
  cell: ({ position: { price, unresolved, priceState } }) =>
    price === null ? (
      <span className="t3" title={unresolved ?? undefined}>
        {formatPrice(undefined)}
      </span>
    ) : (
      <Doubted doubt={doubtOfPosition({ priceState })}>
        <NumberCell value={price} text={formatPrice(price)} />
      </Doubted>
    ),
};

const AGE: Column = {
  id: "age",
  head: "Age of the price",
  headHidden: true,
  align: "right",
  width: 48,
  className: "age-cell",
  cell: ({ position: { priceAgeMs, unresolved } }) =>
    priceAgeMs === null ? <span className="sr">{unresolved}</span> : <PriceAge ageMs={priceAgeMs} />,
};

const DRIFT: Column = {
  id: "drift",
  head: "Drift, points",
  align: "right",
  width: 140,
  sort: { by: "decimal", value: ({ position }) => position.drift ?? undefined },
  cell: ({ position: { drift, band, target } }) => {
    if (drift === null) return target === null ? null : <NotKnown />;
    const out = band !== null && isOutOfBand(drift, band);
    return (
      <span className="row drift-pair">
        {band === null ? null : <DriftBar drift={drift} band={band} width={68} />}
        <span className={`end ${out ? "semi " : ""}${driftTone(drift, 2)}`}>{formatPoints(drift, { scale: 2 })}</span>
      </span>
    );
  },
};

function moneyColumn(id: "cost" | "unrealized" | "realized", head: string, totals: RowTotals, change: boolean): Column {
  return {
    id,
    head,
    align: "right",
    width: 92,
    sort: { by: "decimal", value: ({ position }) => position[id] ?? undefined },
    cell: ({ position }) => <Money amount={position[id] ?? undefined} bare change={change} absent="n/a" />,
    total: (
      // What was paid and what was realized rest on no price of now.
      <Doubted doubt={id === "unrealized" ? totals.doubt : null}>
        <Money amount={totals[id] ?? undefined} bare change={change} absent="n/a" />
      </Doubted>
    ),
  };
}

function TargetCell({ row }: { readonly row: PositionRow }) {
  const { target } = row.position;
  const together = `Counts together with ${row.cashWith.join(" and ")}`;
  if (target === null) {
    return row.cashWith.length === 0 ? (
      <span className="t3">none</span>
    ) : (
      <span className="t3" title={together}>
        in cash
      </span>
    );
  }
  return (
    <span className="t3" title={row.cashWith.length === 0 ? undefined : together}>
      {formatPercentCell(target)}
    </span>
  );
}

function NotKnown() {
  return <span className="t3">n/a</span>;
}
