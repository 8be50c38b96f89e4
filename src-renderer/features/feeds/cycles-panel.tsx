// How do the cycles of each profile's strategies go, and what does each step rest on?
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import type { Health } from "#shared/contract/views.ts";
import { type CycleRow, cycleColumns } from "./cycle-columns.tsx";

export interface CyclesPanelProps {
  readonly profiles: Health["profiles"];
  readonly now: number;
}

/** Nothing where no strategies run. */
export function CyclesPanel({ profiles, now }: CyclesPanelProps) {
  const { timeZone } = usePreferences();
  const names = useStore(profilesStore, ({ value }) => value);
  const rows = profiles.flatMap(({ profileId, strategies }): CycleRow[] => {
    if (strategies === null) return [];
    const name = names?.find(({ profile }) => profile.id === profileId)?.profile.name ?? profileId;
    return [{ id: profileId, name, health: strategies }];
  });
  if (rows.length === 0) return null;
  const bad = rows.flatMap(({ name, health }) =>
    health.modules
      .filter(({ state }) => state === "stale" || state === "failed")
      .map(({ module, detail }) => ({ key: `${name} ${module}`, name, detail: detail ?? "" })),
  );
  return (
    <Panel title="Strategies" meta="cycles, each with what it rests on" className="feeds-cycles">
      <DataTable
        label="Cycles of strategies"
        columns={cycleColumns(now, timeZone)}
        rows={rows}
        rowId={({ id }) => id}
        initialSort={{ id: "profile", direction: "ascending" }}
        density="dense"
      />
      {bad.length === 0 ? null : (
        <PanelBody>
          {bad.map(({ key, name, detail }) => (
            <Note key={key} tone="over" title={`${name}.`}>
              {detail}
            </Note>
          ))}
        </PanelBody>
      )}
    </Panel>
  );
}
