// What do the rules see, how sure are they, and why? A signal never trades: it leads to a plan.
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { FilterField } from "#renderer/components/text-field.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { signalsStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { SOURCES, signalColumns } from "./signal-columns.tsx";
import { SignalDetail } from "./signal-detail.tsx";
import "./signals.css";

const SHOWN = [
  { value: "open", label: "Open" },
  { value: "all", label: "All" },
] as const;
type Shown = (typeof SHOWN)[number]["value"];

type SourceChoice = Signal["source"] | "every";
const SOURCE_CHOICES: readonly { readonly value: SourceChoice; readonly label: string }[] = [
  { value: "every", label: "Every source" },
  ...(Object.keys(SOURCES) as Signal["source"][]).map((value) => ({ value, label: SOURCES[value] })),
];

/** Expiry is shown to the second; the columns need not change faster. */
const COLUMN_STEP_MS = 1_000;

export function SignalsPanel() {
  const signals = useStore(signalsStore);
  const now = useStore(nowStore, (state) => state.now);
  const { timeZone } = usePreferences();
  const [shown, setShown] = useState<Shown>("all");
  const [source, setSource] = useState<SourceChoice>("every");
  const [filter, setFilter] = useState("");
  const [chosenId, setChosenId] = useState<string | null>(null);
  const second = now - (now % COLUMN_STEP_MS);
  const columns = useMemo(() => signalColumns(timeZone, second), [timeZone, second]);
  const all = signals.value ?? [];
  const open = all.filter((signal) => signal.expiresAt > second);
  const rows = (shown === "open" ? open : all).filter(
    (signal) => (source === "every" || signal.source === source) && matches(signal, filter),
  );
  const chosen = all.find(({ id }) => id === chosenId) ?? rows[0] ?? null;
  const state = toPanelState(signals, { now, isEmpty: (value) => value.length === 0 });
  return (
    <>
      <ScreenHead title="Signals" meta={`${open.length} open`}>
        <Segmented label="Which signals" options={SHOWN} value={shown} onChange={setShown} />
        <SelectField
          label="Source"
          hideLabel
          options={SOURCE_CHOICES}
          value={source}
          onChange={setSource}
          width={136}
        />
        <FilterField value={filter} onChange={setFilter} />
      </ScreenHead>
      <div className="signals-grid">
        <Panel
          title="Stream"
          meta="newest first"
          actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
          foot={
            <span className="row f12 t2">
              <Icon name="info" size="small" />A signal never trades. It waits for you.
            </span>
          }
        >
          <LoadableView
            data={state}
            skeleton={
              <PanelBody>
                <SkeletonRows rows={10} rowHeight={36} />
              </PanelBody>
            }
            empty={{ children: "No signal yet. Rules speak up when a weight leaves its band or cash piles up." }}
          >
            {() =>
              rows.length === 0 ? (
                <PanelBody>
                  <p className="f12 t2">
                    {filter === "" && source === "every" ? "No signal is open now." : "No signal matches the filter."}
                  </p>
                </PanelBody>
              ) : (
                <DataTable
                  label="Signals"
                  columns={columns}
                  rows={rows}
                  rowId={(signal) => signal.id}
                  chosenId={chosen?.id}
                  onChoose={(signal) => setChosenId(signal.id)}
                  density="comfortable"
                />
              )
            }
          </LoadableView>
        </Panel>
        <SignalDetail signal={chosen} now={second} />
      </div>
    </>
  );
}

function matches(signal: Signal, filter: string): boolean {
  const { asset, action, source, rule, summary } = signal;
  const text = `${asset ?? ""} ${action} ${SOURCES[source]} ${rule} ${summary}`.toLowerCase();
  return text.includes(filter.toLowerCase());
}
