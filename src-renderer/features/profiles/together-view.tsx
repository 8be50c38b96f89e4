// What are all profiles together: money, exposure, and what they could save or earn on each other? Read only.
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ExposureTable } from "./exposure-table.tsx";
import { NettingTable } from "./netting-table.tsx";
import { OverallLine } from "./overall-line.tsx";
import { SpreadsTable } from "./spreads-table.tsx";
import { TogetherTable } from "./together-table.tsx";
import { TotalsLine } from "./totals-line.tsx";
import { useReadOnce } from "./use-read-once.ts";

export interface TogetherViewProps {
  /** By priority. */
  readonly summaries: readonly ProfileSummary[];
}

export function TogetherView({ summaries }: TogetherViewProps) {
  const client = useClient();
  const now = useStore(nowStore, (state) => state.now);
  const [together, readAgain] = useReadOnce("together", (signal) => client.profiles.together({}, { signal }));
  const data = toPanelState(together, { now });
  const nameOf = (id: string) => summaries.find(({ profile }) => profile.id === id)?.profile.name ?? id;
  const empty = { children: "Nothing is known yet." };
  return (
    <div className="together-grid">
      <Panel
        title="All profiles"
        meta="read only"
        className="together-all"
        actions={
          <>
            {data.state === "stale" ? <StaleChip ageMs={data.ageMs} /> : null}
            <Button kind="ghost" disabled={together.status === "loading"} onClick={readAgain}>
              Read again
            </Button>
          </>
        }
        foot={
          <span className="f11 t3">
            Trades, win rate and result are of the last 30 days. Money of different markets or currencies is never added
            up. Each reading leaves a line in the journal.
          </span>
        }
      >
        {data.state === "error" ? (
          <div className="pb">
            <ErrorState {...data.error} />
          </div>
        ) : null}
        <TotalsLine groups={together.value?.groups ?? []} />
        <OverallLine />
        <TogetherTable summaries={summaries} results={together.value?.results ?? []} />
      </Panel>
      <LoadablePanel
        title="Exposure"
        meta="by asset, over everything"
        data={toPanelState(together, {
          now,
          isEmpty: ({ groups }) => groups.every(({ exposure }) => exposure.length === 0),
        })}
        rows={6}
        empty={{ children: "No profile holds anything yet." }}
      >
        {({ groups }) => <ExposureTable groups={groups} nameOf={nameOf} />}
      </LoadablePanel>
      <div className="together-side">
        <LoadablePanel title="Opposite trades" meta="a note, not an order" data={data} rows={3} empty={empty}>
          {({ netting }) => <NettingTable matches={netting} nameOf={nameOf} />}
        </LoadablePanel>
        <LoadablePanel title="Across exchanges" meta="after all costs" data={data} rows={4} empty={empty}>
          {({ spreads }) => <SpreadsTable spreads={spreads} nameOf={nameOf} />}
        </LoadablePanel>
      </div>
    </div>
  );
}
