// Which columns does the table of disposals have?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Money } from "#renderer/components/money.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { amountWidth, wholeDigits } from "#renderer/lib/amount-width.ts";
import { formatAmount } from "#renderer/lib/format-money.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDate, formatDateTime, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { Disposal } from "#shared/domain/books.ts";

export interface DisposalColumnsInput {
  readonly currency: string;
  readonly names: ReadonlyMap<string, string>;
  readonly timeZone: TimeZoneChoice;
  readonly hidden: boolean;
  readonly rows: readonly Disposal[];
}

const POOLED = "Under average cost no single lot pays for a sale";

export function disposalColumns(input: DisposalColumnsInput): readonly DataColumn<Disposal>[] {
  const { currency, names, timeZone, hidden, rows } = input;
  const wide = (amountOf: (row: Disposal) => string, least: number) => amountWidth(wholeDigits(rows, amountOf), least);
  const day = (time: number) => <span title={formatDateTime(time, timeZone)}>{formatDate(time, timeZone)}</span>;
  const money = (amount: string) => formatAmount(amount, { hidden });
  const isPooled = rows.every(({ acquiredAt }) => acquiredAt === null);
  const lotColumns: readonly DataColumn<Disposal>[] = [
    {
      id: "acquired",
      head: "Bought",
      width: 96,
      cell: ({ acquiredAt }) => (acquiredAt === null ? <None /> : <span className="t2">{day(acquiredAt)}</span>),
    },
    {
      id: "days",
      head: "Held, days",
      align: "right",
      width: 76,
      cell: ({ holdingDays }) => (holdingDays === null ? <None /> : holdingDays.toLocaleString("en-US")),
    },
  ];
  return [
    { id: "disposed", head: "Sold", width: 96, cell: ({ disposedAt }) => day(disposedAt) },
    { id: "asset", head: "Asset", width: 84, cell: ({ asset }) => <AssetLabel asset={asset} /> },
    {
      id: "quantity",
      head: "Quantity",
      align: "right",
      width: wide(({ quantity }) => quantity, 96),
      cell: ({ quantity }) => formatQuantity(quantity, { hidden }),
    },
    {
      id: "proceeds",
      head: `Proceeds, ${currency}`,
      align: "right",
      width: wide(({ proceeds }) => proceeds, 104),
      cell: ({ proceeds }) => money(proceeds),
    },
    { id: "cost", head: "Cost", align: "right", width: wide(({ cost }) => cost, 96), cell: ({ cost }) => money(cost) },
    { id: "fee", head: "Fee", align: "right", width: wide(({ fee }) => fee, 72), cell: ({ fee }) => money(fee) },
    {
      id: "gain",
      head: "Gain",
      align: "right",
      width: wide(({ gain }) => gain, 100),
      main: true,
      cell: ({ gain }) => <Money amount={gain} bare change />,
    },
    // A pool has no single lot: two columns of the same word would only take room.
    ...(isPooled ? [] : lotColumns),
    {
      id: "account",
      head: "Account",
      width: 112,
      className: "trunc",
      cell: ({ accountId }) => <span className="t2">{names.get(accountId) ?? accountId}</span>,
    },
  ];
}

function None() {
  return (
    <span className="t3" title={POOLED}>
      pooled
    </span>
  );
}
