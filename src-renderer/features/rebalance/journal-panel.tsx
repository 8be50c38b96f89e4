// What was written down about this plan, newest first?
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatClockMillis } from "#renderer/lib/format-time.ts";
import type { AuditLine } from "#shared/contract/views.ts";
import type { PlanJournalLine } from "./journal-lines.ts";

const TONE = { neutral: "t2", good: "up", attention: "ov", bad: "dn" } as const satisfies Record<
  AuditLine["tone"],
  string
>;

export interface JournalPanelProps {
  readonly lines: readonly PlanJournalLine[];
}

export function JournalPanel({ lines }: JournalPanelProps) {
  const { timeZone } = usePreferences();
  return (
    <Panel
      title="Journal"
      className="rb-journal"
      actions={<span className="lab rb-zone">{timeZone === "utc" ? "UTC" : "local time"}</span>}
    >
      {lines.length === 0 ? (
        <div className="pb">
          <EmptyState>Nothing has been written down about this plan yet.</EmptyState>
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard.
        <ul className="rb-journal-list f12 scroll" tabIndex={0} aria-label="Journal of this plan">
          {lines.map(({ line, about, words }) => (
            <li key={line.seq}>
              <span className="mono t3 f11">{formatClockMillis(line.ts, timeZone)}</span>
              <span className={TONE[line.tone]}>{about}</span>
              <span className="t2 trunc" title={`${line.title}: ${line.detail}`}>
                {words}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
