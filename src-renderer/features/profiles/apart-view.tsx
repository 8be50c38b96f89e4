// How far do the profiles stand apart: in their assets, in what they earn, in what their strategies say?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import type { Loadable } from "#renderer/components/loadable-view.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { IdentityView, SeparationView } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { ApartTable } from "./apart-table.tsx";
import { directionsCell, overlapCell, type PairCell, returnsCell } from "./apart-words.ts";
import { PairMatrix, writeCorrelation, writeShare } from "./pair-matrix.tsx";
import { useReadOnce } from "./use-read-once.ts";

const IDENTITIES_MS = 30_000;

export interface ApartViewProps {
  /** By priority. */
  readonly profiles: readonly Profile[];
}

export function ApartView({ profiles }: ApartViewProps) {
  const client = useClient();
  const now = useStore(nowStore, (state) => state.now);
  const [separation, readAgain] = useReadOnce("separation", (signal) => client.profiles.separation({}, { signal }));
  const identities = useQuery({
    ...{ key: "identities", everyMs: IDENTITIES_MS },
    ask: (signal) => client.profiles.identities({}, { signal }),
  });
  if (profiles.length < 2) {
    return (
      <Panel title="Apart">
        <EmptyState>
          There is one profile only, and nothing to set it against. Make, double or import another one under One by one.
        </EmptyState>
      </Panel>
    );
  }
  const data = toPanelState(separation, { now });
  return (
    <div className="apart-grid">
      <Alarms profiles={profiles} identities={identities.value ?? []} separation={separation.value} />
      <div className="apart-matrices">
        <Matrix {...{ data, profiles }} title="Overlap" meta="of base assets" cellOf={overlapCell} write={writeShare}>
          {(view) => `Shared over all assets of both (Jaccard). At most ${writeShare(view.overlapLimit)} is allowed.`}
        </Matrix>
        <Matrix {...{ data, profiles }} title="Returns" meta="correlation, 30 days" cellOf={returnsCell}>
          {() => "Of daily returns, without deposits and withdrawals. 1 moves alike, −1 against each other."}
        </Matrix>
        <Matrix {...{ data, profiles }} title="Signals" meta="correlation, 30 days" cellOf={directionsCell}>
          {() => "Of what the strategies of both say, hour by hour, by their present settings. Over 0.95 is a copy."}
        </Matrix>
      </div>
      <LoadablePanel
        title="Each profile"
        className="apart-each"
        data={data}
        rows={profiles.length}
        empty={{ children: "Nothing is known yet." }}
        actions={
          <Button kind="ghost" disabled={separation.status === "loading"} onClick={readAgain}>
            Read again
          </Button>
        }
        foot={
          <span className="f11 t3">
            Uniqueness is 1 less the largest correlation of signals. A draw is repeated where a profile of higher
            priority has drawn the same strategy for the same market. Each reading leaves a line in the journal.
          </span>
        }
      >
        {(view) => <ApartTable profiles={profiles} identities={identities.value ?? []} separation={view} />}
      </LoadablePanel>
    </div>
  );
}

interface MatrixProps {
  readonly title: string;
  readonly meta: string;
  readonly data: Loadable<SeparationView>;
  readonly profiles: readonly Profile[];
  readonly cellOf: (view: SeparationView, one: Profile, other: Profile) => PairCell;
  readonly write?: (value: number) => string;
  /** What the numbers say. */
  readonly children: (view: SeparationView) => string;
}

function Matrix({ title, meta, data, profiles, cellOf, write = writeCorrelation, children }: MatrixProps) {
  return (
    <LoadablePanel title={title} meta={meta} data={data} rows={4} empty={{ children: "Nothing is known yet." }}>
      {(view) => (
        <>
          <p className="matrix-words f11 t3">{children(view)}</p>
          <PairMatrix
            label={title}
            profiles={profiles}
            cellOf={(one, other) => cellOf(view, one, other)}
            write={write}
          />
        </>
      )}
    </LoadablePanel>
  );
}

interface AlarmsProps {
  readonly profiles: readonly Profile[];
  readonly identities: readonly IdentityView[];
  readonly separation: SeparationView | null;
}

/** The worst alone is loud. */
function Alarms({ profiles, identities, separation }: AlarmsProps) {
  const nameOf = (id: Profile["id"]) => profiles.find((profile) => profile.id === id)?.name ?? id;
  const twins = identities.filter(({ collidesWith }) => collidesWith.length > 0);
  const copies = separation?.directions.filter(({ isCopy }) => isCopy) ?? [];
  const shared = separation?.picks.filter(({ exhausted }) => exhausted) ?? [];
  return (
    <div className="apart-notes">
      {twins.length === 0 ? null : (
        <Note tone="bad" title="Collision.">
          {twins.map(({ name }) => name).join(" and ")} have the same identity: equal seed, assets and weights, so they
          would always do the same. Change one of them.
        </Note>
      )}
      {copies.map(({ first, second }) => (
        <Note tone="over" title="A copy." key={`${first} ${second}`}>
          The strategies of {nameOf(first)} and {nameOf(second)} say the same nearly always.
        </Note>
      ))}
      {shared.length === 0 ? null : (
        <Note tone="over" title="No strategy is left to draw.">
          {shared.map(({ profileId, symbol }) => `${nameOf(profileId)} on ${symbol}`).join(", ")}: each strategy that
          has a weight there is taken by a profile of higher priority, and this one shares it.
        </Note>
      )}
      <Note>Separation makes profiles different, not better.</Note>
    </div>
  );
}
