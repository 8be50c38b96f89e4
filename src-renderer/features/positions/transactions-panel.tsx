// What changed how much of an asset is held?
import { type ReactNode, useMemo } from "react";
import { AssetSwatch } from "#renderer/components/asset-label.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatAmount } from "#renderer/lib/format-money.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDate, formatDateTime, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { signedQuantity, transactionValue, transactionWords } from "#renderer/lib/transaction-words.ts";
import type { PanelState } from "#renderer/stores/to-loadable.ts";
import type { AssetDetail } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

export interface TransactionsPanelProps {
  readonly asset: string;
  readonly currency: string;
  readonly accounts: Profile["accounts"];
  readonly state: PanelState<AssetDetail>;
  /** The choice between lots and transactions. */
  readonly tabs: ReactNode;
}

export function TransactionsPanel({ asset, currency, accounts, state, tabs }: TransactionsPanelProps) {
  const { timeZone, hideAmounts } = usePreferences();
  const columns = useMemo(
    () => transactionColumns({ currency, accounts, timeZone, hidden: hideAmounts }),
    [currency, accounts, timeZone, hideAmounts],
  );
  const count = state.state === "live" || state.state === "stale" ? state.value.transactions.length : null;
  return (
    <Panel
      title={
        <span className="row">
          <AssetSwatch asset={asset} />
          {asset} transactions
        </span>
      }
      meta={count === null ? undefined : `${count}, newest first`}
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
            <SkeletonRows rows={5} rowHeight={32} />
          </PanelBody>
        }
        empty={{ children: "Nothing is known of how this came here." }}
      >
        {(detail) =>
          detail.transactions.length === 0 ? (
            <PanelBody>
              <p className="f12 t2">The books hold no transaction of {asset}.</p>
            </PanelBody>
          ) : (
            <DataTable
              label={`${asset} transactions`}
              columns={columns}
              rows={detail.transactions}
              rowId={(transaction) => transaction.id}
              rowHeight={44}
            />
          )
        }
      </LoadableView>
    </Panel>
  );
}

interface ColumnsInput {
  readonly currency: string;
  readonly accounts: Profile["accounts"];
  readonly timeZone: TimeZoneChoice;
  readonly hidden: boolean;
}

function transactionColumns({
  currency,
  accounts,
  timeZone,
  hidden,
}: ColumnsInput): readonly DataColumn<Transaction>[] {
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return [
    {
      id: "time",
      head: "Date",
      width: 108,
      cell: ({ ts }) => (
        <span className="t2" title={formatDateTime(ts, timeZone)}>
          {formatDate(ts, timeZone)}
        </span>
      ),
    },
    {
      id: "type",
      head: "What",
      cell: (transaction) => (
        <span className="two">
          {transactionWords(transaction)}
          <small className="trunc">{names.get(transaction.accountId) ?? transaction.accountId}</small>
        </span>
      ),
    },
    {
      id: "quantity",
      head: "Quantity",
      align: "right",
      width: 80,
      cell: (transaction) => formatQuantity(signedQuantity(transaction), { sign: "always", hidden }),
    },
    {
      id: "price",
      head: "Price",
      align: "right",
      width: 76,
      cell: ({ price, quote }) =>
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
      width: 88,
      cell: (transaction) => formatAmount(transactionValue(transaction) ?? undefined, { hidden, absent: "n/a" }),
    },
  ];
}
