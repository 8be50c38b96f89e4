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
  /** Against the price that gains rest on. */
  readonly doubt: PriceDoubt | null;
  readonly totals: LotTotals;
  readonly gain: ReactNode;
}

const UNKNOWN = "What a part of it cost is not known";

export function lotColumns(input: LotColumnsInput): readonly DataColumn<LotRow>[] {
  const { timeZone, hidden, isPooled, doubt, totals } = input;
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
  return [
    {
      id: "acquired",
      head: "Bought",
      width: 104,
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
    {
      id: "account",
      head: "Account",
      className: "trunc",
      cell: ({ lot }) => names.get(lot.accountId) ?? lot.accountId,
    },
    {
      id: "quantity",
      head: "Quantity",
      align: "right",
      width: 78,
      cell: ({ lot }) => (
        <span title={hidden ? undefined : lot.quantity}>{formatQuantity(lot.quantity, { hidden })}</span>
      ),
      total: formatQuantity(totals.quantity, { hidden }),
    },
    {
      id: "unitCost",
      head: "Unit cost",
      align: "right",
      width: 76,
      cell: ({ unitCost }) => price(unitCost),
      total: price(totals.unitCost),
    },
    {
      id: "cost",
      head: "Cost",
      align: "right",
      width: 78,
      cell: ({ lot }) => cost(lot.cost),
      total: cost(totals.cost),
    },
    {
      id: "gain",
      head: "Gain",
      align: "right",
      width: 88,
      cell: ({ gain }) => (
        <Doubted doubt={doubt}>
          <Money amount={gain ?? undefined} bare change absent="n/a" />
        </Doubted>
      ),
      total: input.gain,
    },
  ];
}
