// What is in the books, entry by entry? Filtered, up to 100,000 rows, each opening to all that is known of it.
import { useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { BookRow } from "#shared/contract/views.ts";
import type { TransactionFilter } from "#shared/domain/transaction-filter.ts";
import { openActivityView } from "./activity-views.ts";
import { EntryDialog } from "./entry-dialog.tsx";
import { PagesFoot } from "./pages-foot.tsx";
import { SavedViewsMenu } from "./saved-views-menu.tsx";
import { amountWidths, transactionColumns } from "./transaction-columns.tsx";
import { TransactionDetail } from "./transaction-detail.tsx";
import { TransactionFilters } from "./transaction-filters.tsx";
import { useBookSummary } from "./use-book-summary.ts";
import { useTransactionPages } from "./use-transaction-pages.ts";

const ALL: TransactionFilter = {};
const rowId = ({ transaction }: BookRow) => transaction.id;

export function TransactionsView() {
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts } = usePreferences();
  const now = useNow();
  const [filter, setFilter] = useState<TransactionFilter>(ALL);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const filterField = useRef<HTMLInputElement>(null);
  const summary = useBookSummary().value;
  const revision = summary === null ? null : `${summary.entries} ${summary.setAside}`;
  const pages = useTransactionPages(profile.id, filter, revision);
  const state = toPanelState(pages.remote, { now, isEmpty: ({ rows }) => rows.length === 0 });
  const names = useMemo(
    () => new Map<string, string>(profile.accounts.map(({ id, name }) => [id, name])),
    [profile.accounts],
  );
  const rows = pages.remote.value?.rows;
  const widths = useMemo(() => amountWidths(rows ?? []), [rows]);
  const columns = useMemo(
    () =>
      transactionColumns({
        currency: profile.currency,
        names,
        timeZone,
        hidden: hideAmounts,
        // By their numbers: columns that stay the same are not drawn again when a page comes.
        widths: { quantity: widths.quantity, value: widths.value },
      }),
    [profile.currency, names, timeZone, hideAmounts, widths.quantity, widths.value],
  );
  const chosen = useMemo(
    () => (chosenId === null ? null : (rows?.find((row) => rowId(row) === chosenId) ?? null)),
    [rows, chosenId],
  );
  // A link to one entry: `#/activity/transactions/<id>`.
  const linked = useStore(navigationStore, ({ parameters }) => parameters[1] ?? null);
  useEffect(() => {
    if (linked === null) return;
    setFilter({ text: linked.slice(0, 100) });
    setChosenId(linked);
  }, [linked]);
  useShortcuts([{ keys: "/", run: () => filterField.current?.focus() }]);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <div className="view-bar">
        <SavedViewsMenu key={profile.id} profileId={profile.id} filter={filter} onChoose={setFilter} />
        <TransactionFilters
          filter={filter}
          onChange={setFilter}
          accounts={profile.accounts}
          assets={summary?.byAsset.map(({ asset }) => asset) ?? []}
          field={filterField}
        />
        <span className="grow" />
        <Button icon="plus" onClick={() => setAdding(true)}>
          Add entry
        </Button>
      </div>
      <div className="activity-grid">
        <LoadablePanel
          title="Transactions"
          meta={summary === null ? undefined : `${summary.entries} count, ${summary.setAside} set aside, newest first`}
          foot={<PagesFoot pages={pages} />}
          data={state}
          rows={12}
          rowHeight={32}
          empty={
            isFiltered
              ? {
                  children: "No entry of the books matches this filter.",
                  action: <Button onClick={() => setFilter(ALL)}>Show all entries</Button>,
                }
              : {
                  children: "The books are empty. Read the history of an account, or import a file of it.",
                  action: <Button onClick={() => openActivityView("imports")}>Imports and coverage</Button>,
                }
          }
        >
          {(value) => (
            <DataTable
              label="Transactions"
              columns={columns}
              rows={value.rows}
              rowId={rowId}
              chosenId={chosenId ?? undefined}
              onChoose={(row) => setChosenId(rowId(row))}
              rowMark={rowMark}
              onNearEnd={pages.loadMore}
            />
          )}
        </LoadablePanel>
        <TransactionDetail row={chosen} />
      </div>
      {adding ? <EntryDialog replaced={null} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function rowMark({ setAside }: BookRow): "stale" | undefined {
  return setAside === null ? undefined : "stale";
}
