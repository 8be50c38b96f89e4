// What was gained on each day, in each week, in each month?
import { useMemo, useState } from "react";
import { IconButton } from "#renderer/components/button.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { zoneOffsetMs } from "#renderer/lib/format-time.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import { CalendarGrid } from "./calendar-grid.tsx";
import { type CalendarUnit, layoutOf, pageOf, turnPage } from "./calendar-range.ts";

const UNITS = [
  { value: "day", label: "Days" },
  { value: "week", label: "Weeks" },
  { value: "month", label: "Months" },
] as const satisfies readonly { value: CalendarUnit; label: string }[];
const TITLES = { day: "Gain by day", week: "Gain by week", month: "Gain by month" } as const;
const MINUTE_MS = 60_000;

export function CalendarPanel() {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const { timeZone } = usePreferences();
  const now = useNow(MINUTE_MS);
  const [zoneMinutes] = useState(() => Math.round(zoneOffsetMs(nowStore.getState().now, timeZone) / MINUTE_MS));
  const [page, setPage] = useState(() => pageOf("day", nowStore.getState().now, zoneMinutes));
  const { unit } = page;
  const layout = useMemo(() => layoutOf(page, zoneMinutes), [page, zoneMinutes]);
  const { from, until } = layout;
  const cells = useBookQuery({
    key: `${profile.id} ${unit} ${from} ${zoneMinutes}`,
    ask: (signal) => books.calendar({ profileId: profile.id, unit, from, until, zoneMinutes }, { signal }),
  });
  const state = toPanelState(cells, { now });
  return (
    <Panel
      title={TITLES[unit]}
      meta={layout.title}
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <IconButton
            icon="back"
            label="Earlier"
            small
            disabled={from === 0}
            onClick={() => setPage(turnPage(page, -1))}
          />
          <IconButton
            icon="chevronRight"
            label="Later"
            small
            disabled={until > now}
            onClick={() => setPage(turnPage(page, 1))}
          />
          <Segmented
            label="Unit"
            options={UNITS}
            value={unit}
            onChange={(next) => setPage(pageOf(next, Math.min(now, until - 1), zoneMinutes))}
            compact
          />
        </>
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={6} rowHeight={44} />
          </PanelBody>
        }
        empty={{ children: "No value of these days is known." }}
      >
        {(value) => <CalendarGrid layout={layout} cells={value} currency={profile.currency} />}
      </LoadableView>
    </Panel>
  );
}
