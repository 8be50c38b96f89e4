// What was gained on each day, in each week, in each month?
import { useMemo, useState } from "react";
import { IconButton } from "#renderer/components/button.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import { HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { CalendarGrid } from "./calendar-grid.tsx";
import { type CalendarUnit, layoutOf, pageOf, turnPage } from "./calendar-range.ts";

const UNITS = [
  { value: "day", label: "Days" },
  { value: "week", label: "Weeks" },
  { value: "month", label: "Months" },
] as const satisfies readonly { value: CalendarUnit; label: string }[];
const TITLES = { day: "Gain by day", week: "Gain by week", month: "Gain by month" } as const;
/** The first page of 1970 begins at most so long after 1970 does in UTC: nothing is before it. */
const FURTHEST_BEHIND_MS = 12 * HOUR_MS;

export function CalendarPanel() {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const { timeZone } = usePreferences();
  const now = useNow(MINUTE_MS);
  const [page, setPage] = useState(() => pageOf("day", nowStore.getState().now, timeZone));
  const { unit } = page;
  const layout = useMemo(() => layoutOf(page, timeZone), [page, timeZone]);
  const bounds = [...layout.bounds];
  const [from = 0] = bounds;
  const until = bounds.at(-1) ?? from;
  const cells = useBookQuery({
    key: `${profile.id} ${unit} ${from} ${timeZone}`,
    ask: (signal) => books.calendar({ profileId: profile.id, bounds }, { signal }),
  });
  const state = toPanelState(cells, { now });
  return (
    <LoadablePanel
      title={TITLES[unit]}
      meta={layout.title}
      actions={
        <>
          <IconButton
            icon="back"
            label="Earlier"
            small
            disabled={from <= FURTHEST_BEHIND_MS}
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
            onChange={(next) => setPage(pageOf(next, Math.min(now, until - 1), timeZone))}
            compact
          />
        </>
      }
      data={state}
      rows={6}
      rowHeight={44}
      empty={{ children: "No value of these days is known." }}
    >
      {(value) => <CalendarGrid layout={layout} cells={value} currency={profile.currency} />}
    </LoadablePanel>
  );
}
