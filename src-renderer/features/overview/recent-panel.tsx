// What happened lately? The last entries of the journal, in short.
import { useStore } from "zustand";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatRecent } from "#renderer/lib/format-time.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { auditStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";

/** More than fit on the tallest window; whole lines that do not fit are left out by the style. */
const MOST_LINES = 12;
const TONE = { neutral: "", good: "up", attention: "ov", bad: "dn" } as const;

export function RecentPanel() {
  const audit = useStore(auditStore);
  const { timeZone, hideAmounts } = usePreferences();
  const now = useNow();
  const state = toPanelState(audit, { now, isEmpty: (lines) => lines.length === 0 });
  return (
    <Panel
      title="Recent"
      className="over-recent"
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <a className="btn ghost" href={hashOf("activity")}>
            Activity
            <Icon name="chevronRight" size="small" />
          </a>
        </>
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={4} rowHeight={42} />
          </PanelBody>
        }
        empty={{ children: "Nothing has happened yet." }}
      >
        {(lines) => (
          <ol className="recent" aria-label="Latest entries of the journal">
            {lines.slice(0, MOST_LINES).map((line) => (
              <li key={line.seq}>
                <span className="t3 num">{formatRecent(line.ts, now, timeZone)}</span>
                <span className="two">
                  <span className={`med trunc ${TONE[line.tone]}`} title={line.title}>
                    {line.title}
                  </span>
                  {line.detail === "" ? null : <Detail text={hideAmounts ? hideAmountsIn(line.detail) : line.detail} />}
                </span>
              </li>
            ))}
          </ol>
        )}
      </LoadableView>
    </Panel>
  );
}

function Detail({ text }: { readonly text: string }) {
  return <span className="t2 recent-detail">{text}</span>;
}
