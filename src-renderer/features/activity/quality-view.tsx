// How well were orders executed: planned price, fill, fee, slippage and time, for each leg and over time?
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { DataTable } from "#renderer/components/data-table.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { ordersStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ExecutionQuality, QualityGroup, QualityLeg } from "#shared/domain/execution-quality.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { groupColumns, legColumns } from "./quality-columns.tsx";

const DAY_MS = 86_400_000;
const SPANS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "all", label: "All" },
] as const;
const GROUPS = [
  { value: "byVenue", label: "By venue" },
  { value: "bySymbol", label: "By market" },
  { value: "byDay", label: "By day" },
] as const;
const MOST_LEGS = 1_000;
const LOOK_EVERY_MS = 60_000;
/** The span's beginning moves once a minute, not with each tick of the clock. */
const STEP_MS = 60_000;

const groupId = ({ key }: QualityGroup) => key;
const legId = ({ planId, legIndex }: QualityLeg) => `${planId} ${legIndex}`;

export function QualityView() {
  const client = useClient();
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts: hidden } = usePreferences();
  const now = useNow();
  const [span, setSpan] = useState<(typeof SPANS)[number]["value"]>("30");
  const [grouping, setGrouping] = useState<(typeof GROUPS)[number]["value"]>("byVenue");
  const revision = useStore(ordersStore, ({ value }) => value?.revision ?? 0);
  const found = useQuery<ExecutionQuality>({
    key: `${profile.id} ${span}`,
    refresh: revision,
    everyMs: LOOK_EVERY_MS,
    ask: (signal) =>
      client.orders.quality(
        {
          profileId: profile.id,
          limit: MOST_LEGS,
          ...(span === "all" ? {} : { from: unixMs(now - (now % STEP_MS) - Number(span) * DAY_MS) }),
        },
        { signal },
      ),
  });
  const state = toPanelState(found, { now, isEmpty: ({ legs }) => legs.length === 0 });
  const currency = found.value?.currency ?? profile.currency;
  const groups = useMemo(
    () =>
      groupColumns({
        currency,
        hidden,
        head: grouping === "byDay" ? "Day, UTC" : grouping === "byVenue" ? "Venue" : "Market",
        name: (key) => (grouping === "byVenue" ? nameOf(key) : key),
      }),
    [currency, hidden, grouping],
  );
  const legs = useMemo(() => legColumns({ timeZone, hidden }), [timeZone, hidden]);
  const other = found.value?.otherCurrency ?? 0;
  return (
    <>
      <div className="view-bar">
        <Segmented label="Span" options={SPANS} value={span} onChange={setSpan} />
        <Segmented label="Sums" options={GROUPS} value={grouping} onChange={setGrouping} />
      </div>
      <LoadableView
        data={state}
        skeleton={
          <section className="panel grow" aria-label="Execution quality">
            <PanelBody>
              <SkeletonRows rows={12} rowHeight={32} />
            </PanelBody>
          </section>
        }
        empty={{ children: "No leg of a plan was sent in this span. Plans that were executed are measured here." }}
      >
        {(quality) => (
          <div className="quality-grid">
            <Panel
              title="Sums"
              meta="Against the planned prices; plus is worse"
              actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
              foot={
                other === 0 ? undefined : (
                  <span className="f12 t3">{other} legs of plans in another currency are in no sum.</span>
                )
              }
            >
              <DataTable
                label="Sums of execution quality"
                columns={groups}
                rows={[...quality[grouping], { ...quality.total, key: "All" }]}
                rowId={groupId}
              />
            </Panel>
            <Panel title="Legs" meta={`${quality.legs.length} newest, planned against filled`}>
              <DataTable label="Legs" columns={legs} rows={quality.legs} rowId={legId} />
            </Panel>
          </div>
        )}
      </LoadableView>
    </>
  );
}

/** The last row is that of all venues, which is no venue's id. */
function nameOf(key: string): string {
  const venue = venueIdSchema.safeParse(key).data;
  return venue === undefined ? key : venueName(venue);
}
