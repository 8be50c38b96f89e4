// Which columns does the table of entries have?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { amountWidth, wholeDigits } from "#renderer/lib/amount-width.ts";
import { formatAmount } from "#renderer/lib/format-money.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatClock, formatDate, formatDateTime, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { signedQuantity, transactionValue, transactionWords } from "#renderer/lib/transaction-words.ts";
import type { BookRow } from "#shared/contract/views.ts";

export interface TransactionColumnsInput {
  readonly currency: string;
  /** Names of accounts by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly timeZone: TimeZoneChoice;
  readonly hidden: boolean;
  /** Widths in px of the columns of amounts. */
  readonly widths: AmountWidths;
}

export interface AmountWidths {
  readonly quantity: number;
  readonly value: number;
}

const LEAST = 100;

/** Of all rows that are here: what is scrolled to must not be cut off either. */
export function amountWidths(rows: readonly BookRow[]): AmountWidths {
  const quantity = wholeDigits(rows, ({ transaction }) => transaction.quantity);
  // A product has no more digits than its factors together: nothing needs to be multiplied for it.
  const value = wholeDigits(rows, ({ transaction: { quantity: units, price, quoteValue } }) =>
    price === null || quoteValue === null ? null : wholeOf(units) + wholeOf(price) + wholeOf(quoteValue),
  );
  return { quantity: amountWidth(quantity, LEAST), value: amountWidth(value, LEAST) };
}

/** The digits before the point; none of a factor that makes no product longer. */
function wholeOf(amount: string): string {
  const whole = amount.split(".", 1)[0] ?? "";
  return whole === "0" || amount === "1" ? "" : whole;
}

/** None sorts: the engine gives them newest first, and only a part of them is here. */
export function transactionColumns(input: TransactionColumnsInput): readonly DataColumn<BookRow>[] {
  const { currency, names, timeZone, hidden, widths } = input;
  return [
    {
      id: "time",
      head: timeZone === "utc" ? "Time, UTC" : "Time",
      width: 136,
      cell: ({ transaction: { ts } }) => (
        <span className="num f11" title={formatDateTime(ts, timeZone)}>
          {formatDate(ts, timeZone)} {formatClock(ts, timeZone)}
        </span>
      ),
    },
    {
      id: "type",
      head: "What",
      width: 116,
      cell: ({ transaction, setAside, pairedWith }) => (
        <span className="row">
          <span className={setAside === null ? "med" : "med t3 struck"} title={setAside ?? undefined}>
            {transactionWords(transaction)}
          </span>
          {setAside === null ? null : <span className="sr">does not count</span>}
          {pairedWith === null ? null : (
            <Chip tone="muted" icon="link" title="The other half of a transfer between own accounts is known">
              own
            </Chip>
          )}
        </span>
      ),
    },
    {
      id: "asset",
      head: "Asset",
      width: 84,
      cell: ({ transaction: { asset } }) => <AssetLabel asset={asset} />,
    },
    {
      id: "account",
      head: "Account",
      className: "trunc",
      cell: ({ transaction: { accountId } }) => <span className="t2">{names.get(accountId) ?? accountId}</span>,
    },
    {
      id: "quantity",
      head: "Quantity",
      align: "right",
      width: widths.quantity,
      cell: ({ transaction }) => (
        <span title={hidden ? undefined : transaction.quantity}>
          {formatQuantity(signedQuantity(transaction), { sign: "always", hidden })}
        </span>
      ),
    },
    {
      id: "price",
      head: "Price",
      align: "right",
      width: 88,
      cell: ({ transaction: { price, quote } }) =>
        price === null ? (
          <span className="t3">n/a</span>
        ) : (
          <span title={quote === null ? undefined : `in ${quote}`}>{formatPrice(price)}</span>
        ),
    },
    {
      id: "value",
      head: `Value, ${currency}`,
      align: "right",
      width: widths.value,
      main: true,
      cell: ({ transaction }) => formatAmount(transactionValue(transaction) ?? undefined, { hidden, absent: "n/a" }),
    },
  ];
}
