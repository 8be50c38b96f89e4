// What was sold, out of which lot, after how many days, for which gain? By year, asset and account.
import { useMemo, useState } from "react";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Disposal } from "#shared/domain/books.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { disposalColumns } from "./disposal-columns.tsx";
import { RealizedPanel } from "./realized-panel.tsx";
import { useBookSummary } from "./use-book-summary.ts";

const PAGE = 1_000;
/** Whatever changes them changes the number of entries, the cost basis, or was done in this window. */
const READ_EVERY_MS = 600_000;
const ALL = "";
const NONE: readonly Disposal[] = [];

interface Found {
  readonly rows: readonly Disposal[];
  readonly total: number;
}

export function DisposalsView() {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts } = usePreferences();
  const now = useNow();
  const summary = useBookSummary();
  const [year, setYear] = useState<number | null>(null);
  const [asset, setAsset] = useState<Asset | null>(null);
  const question = `${profile.id} ${year} ${asset}`;
  const [goal, setGoal] = useState({ question, pages: 1 });
  const wanted = goal.question === question ? goal.pages : 1;
  const { method, pooling } = profile.costBasis;
  const revision = `${summary.value?.entries} ${summary.value?.setAside} ${method} ${pooling}`;
  const found = useBookQuery<Found>({
    key: question,
    refresh: `${wanted} ${revision}`,
    everyMs: READ_EVERY_MS,
    ask: async (signal) => {
      const rows: Disposal[] = [];
      let total = 0;
      // Asked whole again: a disposal added in between would move all behind it by one place.
      for (let page = 0; page < wanted && (page === 0 || rows.length < total); page += 1) {
        const answer = await books.disposals(
          {
            profileId: profile.id,
            offset: page * PAGE,
            limit: PAGE,
            ...(year === null ? {} : { year }),
            ...(asset === null ? {} : { asset }),
          },
          { signal },
        );
        rows.push(...answer.rows);
        total = answer.total;
      }
      return { rows, total };
    },
  });
  const state = toPanelState(found, { now, isEmpty: ({ total }) => total === 0 });
  const names = useMemo(
    () => new Map<string, string>(profile.accounts.map(({ id, name }) => [id, name])),
    [profile.accounts],
  );
  const rows = found.value?.rows ?? NONE;
  const columns = useMemo(
    () => disposalColumns({ currency: profile.currency, names, timeZone, hidden: hideAmounts, rows }),
    [profile.currency, names, timeZone, hideAmounts, rows],
  );
  const keyed = useMemo(() => new Map(rows.map((row, at) => [row, String(at)])), [rows]);
  const years = summary.value?.byYear ?? [];
  const assets = summary.value?.byAsset ?? [];
  const shown = found.value;
  const more = () => {
    if (found.status === "ready" && shown !== null && shown.rows.length < shown.total) {
      setGoal({ question, pages: wanted + 1 });
    }
  };
  return (
    <>
      <div className="view-bar">
        <SelectField
          label="Year"
          hideLabel
          width={112}
          value={year === null ? ALL : String(year)}
          options={[
            { value: ALL, label: "All years" },
            ...[...years].reverse().map((one) => ({ value: String(one.year), label: String(one.year) })),
          ]}
          onChange={(value) => setYear(value === ALL ? null : Number(value))}
        />
        <SelectField
          label="Asset"
          hideLabel
          width={112}
          value={asset ?? ALL}
          options={[
            { value: ALL, label: "All assets" },
            ...assets.map((one) => ({ value: one.asset, label: one.asset })),
          ]}
          onChange={(value) => setAsset(assets.find((one) => one.asset === value)?.asset ?? null)}
        />
        <span className="f12 t3">Years are UTC years.</span>
      </div>
      <div className="activity-grid">
        <LoadablePanel
          title="Disposals"
          meta={
            shown === null || shown.total === 0 ? undefined : `${shown.total.toLocaleString("en-US")}, newest first`
          }
          data={state}
          rows={12}
          rowHeight={32}
          empty={{ children: "Nothing was sold here. Each sale will be listed with the lots that paid for it." }}
        >
          {() => (
            <DataTable
              label="Disposals"
              columns={columns}
              rows={rows}
              rowId={(row) => keyed.get(row) ?? ""}
              onNearEnd={more}
            />
          )}
        </LoadablePanel>
        <RealizedPanel summary={summary} />
      </div>
    </>
  );
}
