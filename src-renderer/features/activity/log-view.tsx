// What was written down, step by step, and what proves it? The journal as people read it.
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { FilterField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { auditStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { AuditLine } from "#shared/contract/views.ts";
import { activityColumns } from "./activity-columns.tsx";
import { EntryPanel } from "./entry-panel.tsx";

const AREAS = [
  { value: "all", label: "All" },
  { value: "plan", label: "Plans" },
  { value: "order", label: "Orders" },
  { value: "fill", label: "Fills" },
  { value: "suggestion", label: "Suggestions" },
  { value: "account", label: "Accounts" },
  { value: "system", label: "System" },
] as const;
type AreaChoice = (typeof AREAS)[number]["value"];

const PAGE = 200;

export function LogView() {
  const client = useClient();
  const audit = useStore(auditStore);
  const now = useStore(nowStore, (state) => state.now);
  const { timeZone } = usePreferences();
  const [area, setArea] = useState<AreaChoice>("all");
  const [filter, setFilter] = useState("");
  const [chosen, setChosen] = useState<AuditLine | null>(null);
  const [older, setOlder] = useState<readonly AuditLine[]>([]);
  const [complete, setComplete] = useState(false);
  const columns = useMemo(() => activityColumns(timeZone), [timeZone]);
  const more = useCommand((before: number) => client.audit.list({ profileId: audit.profileId, before, limit: PAGE }));
  const state = toPanelState(audit, { now, isEmpty: (lines) => lines.length === 0 });
  const loaded = mergeOlder(audit.value ?? [], older);
  const shown = loaded.filter((line) => isShown(line, area, filter));

  const loadOlder = () => {
    const last = loaded.at(-1);
    if (last === undefined) return;
    void more.run(last.seq).then((lines) => {
      if (lines === null) return;
      setOlder((before) => [...before, ...lines]);
      setComplete(lines.length < PAGE);
    });
  };

  return (
    <>
      <div className="view-bar">
        <Segmented label="Area" options={AREAS} value={area} onChange={setArea} />
        <span className="grow" />
        <FilterField value={filter} onChange={setFilter} />
      </div>
      <div className="activity-grid">
        <LoadablePanel
          title="Journal"
          meta={`${shown.length} of ${loaded.length} entries shown`}
          data={state}
          rows={12}
          rowHeight={32}
          refusal={more.error === null ? null : errorWords(more.error)}
          empty={{ children: "Nothing has happened yet. Plans, orders and settings are written down here." }}
          foot={
            <>
              <span className="f12 t3">Append-only; each entry is sealed by the hash of the one before.</span>
              <span className="grow" />
              {complete ? (
                <Chip tone="muted">Start of the journal</Chip>
              ) : (
                <Button onClick={loadOlder} disabled={more.busy || loaded.length === 0}>
                  {more.busy ? "Loading" : "Load older"}
                </Button>
              )}
            </>
          }
        >
          {() => (
            <DataTable
              label="Journal"
              columns={columns}
              rows={shown}
              rowId={(line) => String(line.seq)}
              chosenId={chosen === null ? undefined : String(chosen.seq)}
              onChoose={setChosen}
            />
          )}
        </LoadablePanel>
        <EntryPanel line={chosen} />
      </div>
    </>
  );
}

function mergeOlder(live: readonly AuditLine[], older: readonly AuditLine[]): readonly AuditLine[] {
  const oldestLive = live.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return [...live, ...older.filter((line) => line.seq < oldestLive)];
}

function isShown(line: AuditLine, area: AreaChoice, filter: string): boolean {
  if (area === "system" ? line.area !== "system" && line.area !== "profile" : area !== "all" && line.area !== area) {
    return false;
  }
  return filter === "" || `${line.title} ${line.detail} ${line.kind}`.toLowerCase().includes(filter.toLowerCase());
}
