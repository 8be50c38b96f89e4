// Which columns does the list of positions from signals have?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Chip, type ChipTone } from "#renderer/components/chip.tsx";
import { ChangePercent } from "#renderer/components/money.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { HIDDEN_AMOUNT } from "#renderer/lib/format-decimal.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { ADVICE_WORDS, EXIT_WORDS } from "#renderer/lib/position-words.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";
import { distanceTo, gainOf, stepOf } from "./position-levels.ts";

export interface PositionColumnsInput {
  readonly currency: string;
  readonly hideAmounts: boolean;
}

export const ADVICE_TONES = {
  exit: "bad",
  halve: "over",
  addWithinLimits: "you",
  keep: "muted",
} as const satisfies Record<PositionReading["risk"]["advice"], ChipTone>;

export function positionColumns({
  currency,
  hideAmounts,
}: PositionColumnsInput): readonly DataColumn<PositionReading>[] {
  return [
    {
      id: "asset",
      head: "Asset",
      sort: { by: "text", value: ({ asset }) => asset },
      cell: ({ asset }) => <AssetLabel asset={asset} />,
    },
    {
      id: "quantity",
      head: "Size",
      align: "right",
      width: 76,
      cell: ({ quantity }) => (hideAmounts ? HIDDEN_AMOUNT : formatQuantity(quantity)),
    },
    {
      id: "entry",
      head: `Entry, ${currency}`,
      align: "right",
      width: 82,
      cell: (row) => formatPrice(row.entryPrice, stepOf(row)),
    },
    {
      id: "price",
      head: "Price now",
      align: "right",
      width: 82,
      sort: { by: "decimal", value: (row) => gainOf(row) ?? undefined },
      cell: (row) => (
        <span className="two num">
          <span>
            {row.price === null ? <span className="t3">not fresh</span> : formatPrice(row.price, stepOf(row))}
          </span>
          <small>
            <ChangePercent share={gainOf(row) ?? undefined} />
          </small>
        </span>
      ),
    },
    {
      id: "stop",
      head: "Stop",
      align: "right",
      width: 82,
      sort: { by: "decimal", value: ({ stop, price }) => distanceTo(stop, price) ?? undefined },
      cell: (row) => <Level price={row.stop} row={row} title={EXIT_WORDS[row.stopKind]} />,
    },
    {
      id: "target",
      head: "Next target",
      align: "right",
      width: 82,
      cell: (row) => {
        const [next] = row.rungs;
        return next === undefined ? (
          <span className="t3">none left</span>
        ) : (
          <Level price={next} row={row} title={`${row.rungs.length} left`} />
        );
      },
    },
    {
      id: "advice",
      head: "Monitor",
      width: 140,
      cell: ({ due, risk }) =>
        due === null ? (
          <Chip tone={ADVICE_TONES[risk.advice]}>{ADVICE_WORDS[risk.advice]}</Chip>
        ) : (
          <Chip tone={due.kind === "takeProfit" ? "ok" : "bad"}>{EXIT_WORDS[due.kind]} due</Chip>
        ),
    },
  ];
}

interface LevelProps {
  readonly price: string;
  readonly row: PositionReading;
  readonly title: string;
}

function Level({ price, row, title }: LevelProps) {
  return (
    <span className="two num" title={title}>
      <span>{formatPrice(price, stepOf(row))}</span>
      <small>{formatPercent(distanceTo(price, row.price) ?? undefined, { sign: "always" })}</small>
    </span>
  );
}
