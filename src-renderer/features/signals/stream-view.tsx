// Which signals are there, newest first, and what does the chosen one rest on?
import { useMemo } from "react";
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { SOURCES } from "#renderer/lib/signal-words.ts";
import { plansStore, signalsStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { signalColumns } from "./signal-columns.tsx";
import { SignalDetail } from "./signal-detail.tsx";

export type SourceChoice = Signal["source"] | "every";

export interface StreamViewProps {
  readonly profileId: ProfileId;
  readonly onlyOpen: boolean;
  readonly source: SourceChoice;
  readonly filter: string;
  /** In whole seconds of UTC milliseconds. */
  readonly now: number;
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

export function StreamView({ profileId, onlyOpen, source, filter, now, chosenId, onChoose }: StreamViewProps) {
  const signals = useStore(signalsStore);
  const latest = useStore(plansStore, (state) => (state.profileId === profileId ? state.value?.latest : undefined));
  const { timeZone } = usePreferences();
  const approved = useMemo(() => plansBySignal(latest ?? []), [latest]);
  const columns = useMemo(
    () => signalColumns({ zone: timeZone, now, planned: new Set(approved.keys()) }),
    [timeZone, now, approved],
  );
  const all = signals.value ?? [];
  const rows = all.filter(
    (signal) =>
      (!onlyOpen || signal.expiresAt > now) &&
      (source === "every" || signal.source === source) &&
      matches(signal, filter),
  );
  const chosen = all.find(({ id }) => id === chosenId) ?? rows[0] ?? null;
  const state = toPanelState(signals, { now, isEmpty: (value) => value.length === 0 });
  return (
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
          empty={{
            children:
              "No signal yet. Rules speak up when a weight leaves its band or cash piles up; strategies once an hour, when their candle has closed.",
          }}
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
                onChoose={(signal) => onChoose(signal.id)}
                density="comfortable"
              />
            )
          }
        </LoadableView>
      </Panel>
      <SignalDetail signal={chosen} now={now} plans={approved.get(chosen?.id ?? "") ?? []} />
    </div>
  );
}

function matches(signal: Signal, filter: string): boolean {
  const { asset, action, source, rule, summary } = signal;
  const text = `${asset ?? ""} ${action} ${SOURCES[source]} ${rule} ${summary}`.toLowerCase();
  return text.includes(filter.toLowerCase());
}

/** Plans that a person approved, by the signal that they were made from; an exit was not made from its signal. */
function plansBySignal(latest: readonly PlanRecord[]): ReadonlyMap<string, readonly PlanRecord[]> {
  const bySignal = new Map<string, PlanRecord[]>();
  for (const record of latest) {
    const from = record.plan.trade?.signal;
    if (from === undefined || from.exit !== undefined || record.approvedAt === null) continue;
    bySignal.set(from.id, [...(bySignal.get(from.id) ?? []), record]);
  }
  return bySignal;
}
