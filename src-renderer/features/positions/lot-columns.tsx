// Which columns does the table of open lots have?
import type { ReactNode } from "react";
import { Doubted } from "#renderer/components/doubted.tsx";
import { Money } from "#renderer/components/money.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatAmount } from "#renderer/lib/format-money.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDate, formatDateTime, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { PriceDoubt } from "#renderer/lib/price-doubt.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { LotRow, LotTotals } from "./lot-rows.ts";

export interface LotColumnsInput {
  readonly accounts: Profile["accounts"];
  readonly timeZone: TimeZoneChoice;
  readonly hidden: boolean;
  /** Average cost: a pool has no single day. */
  readonly isPooled: boolean;
  readonly rows: readonly LotRow[];
  /** Against the price that gains rest on. */
  readonly doubt: PriceDoubt | null;
  readonly totals: LotTotals;
  readonly gain: ReactNode;
}

/** A digit of 12 px, and what stands beside the text of a cell. */
const DIGIT = 7;
const PADDING = 12;
const LEAST = 62;

/** As wide as its longest number: money is never cut off. */
function widthOf(texts: readonly string[], more = 0): number {
  return Math.max(LEAST, ...texts.map(({ length }) => length * DIGIT + PADDING)) + more;
}

const UNKNOWN = "What a part of it cost is not known";

export function lotColumns(input: LotColumnsInput): readonly DataColumn<LotRow>[] {
  const { timeZone, hidden, isPooled, doubt, totals, rows } = input;
  const names = new Map<string, string>(input.accounts.map(({ id, name }) => [id, name]));
  const price = (unit: string | null) =>
    unit === null ? (
      <span className="t3" title={UNKNOWN}>
        n/a
      </span>
    ) : (
      formatPrice(unit)
    );
  const cost = (amount: string | null) => formatAmount(amount ?? undefined, { hidden, absent: "n/a" });
  const quantity = (amount: string) => formatQuantity(amount, { hidden });
  const gains = [...rows.map(({ gain }) => gain), totals.gain];
  // One pool over all accounts lies in none of them.
  const account: DataColumn<LotRow> = {
    id: "account",
    head: "Account",
    className: "trunc",
    cell: ({ lot }) => names.get(lot.accountId) ?? lot.accountId,
  };
  return [
    {
      id: "acquired",
      head: "Bought",
      width: isPooled ? 66 : 92,
      cell: ({ lot: { acquiredAt } }) =>
        isPooled ? (
          <span className="t3" title="Under average cost all purchases are one pool">
            pooled
          </span>
        ) : (
          <span className="t2" title={formatDateTime(acquiredAt, timeZone)}>
            {formatDate(acquiredAt, timeZone)}
          </span>
        ),
    },
    ...(isPooled && rows.length === 1 ? [] : [account]),
    {
      id: "quantity",
      head: "Quantity",
      align: "right",
      width: widthOf([...rows.map(({ lot }) => quantity(lot.quantity)), quantity(totals.quantity)]),
      cell: ({ lot }) => <span title={hidden ? undefined : lot.quantity}>{quantity(lot.quantity)}</span>,
      total: quantity(totals.quantity),
    },
    {
      id: "unitCost",
      head: "Unit cost",
      align: "right",
      width: widthOf(
        rows.map(({ unitCost }) => formatPrice(unitCost ?? undefined)),
        4,
      ),
      cell: ({ unitCost }) => price(unitCost),
      total: price(totals.unitCost),
    },
    {
      id: "cost",
      head: "Cost",
      align: "right",
      width: widthOf([...rows.map(({ lot }) => cost(lot.cost)), cost(totals.cost)]),
      cell: ({ lot }) => cost(lot.cost),
      total: cost(totals.cost),
    },
    {
      id: "gain",
      head: "Gain",
      align: "right",
      width: widthOf(
        gains.map((gain) => formatAmount(gain ?? undefined, { hidden, sign: "always" })),
        6,
      ),
      cell: ({ gain }) => (
        <Doubted doubt={doubt}>
          <Money amount={gain ?? undefined} bare change absent="n/a" />
        </Doubted>
      ),
      total: input.gain,
    },
  ];
}
