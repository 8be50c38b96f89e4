// What became of the plan: planned against filled, what it cost, and how near the weights came?

import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { auditStore } from "#renderer/stores/engine-stores.ts";
import { putAway } from "#renderer/stores/planning-store.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { planJournal } from "./journal-lines.ts";
import { JournalPanel } from "./journal-panel.tsx";
import { STATE_WORDS } from "./plan-words.ts";
import { ReportCost } from "./report-cost.tsx";
import { ReportLegs } from "./report-legs.tsx";
import { ReportWeights } from "./report-weights.tsx";
import { LeftList } from "./residuals-panel.tsx";
import { StandingMark } from "./standing-mark.tsx";

export interface ReportViewProps {
  readonly record: PlanRecord;
  readonly profile: Profile;
}

export function ReportView({ record, profile }: ReportViewProps) {
  const { plan, report } = record;
  const audit = useStore(auditStore, (state) => state.value);
  if (report === null) {
    return (
      <Panel title="Report" className="grow">
        <PanelBody>
          <EmptyState>
            {record.reason?.message ?? "This plan ended before its first order, so there is nothing to report."}
          </EmptyState>
        </PanelBody>
      </Panel>
    );
  }
  return (
    <div className="rb-report">
      <Panel title="Orders" meta="planned and filled">
        {record.reason === null ? null : (
          <div className="rb-report-note">
            <Note tone="over" title={record.reason.message} />
          </div>
        )}
        <ReportLegs plan={plan} report={report} />
      </Panel>
      <div className="rb-report-side">
        <ReportCost plan={plan} report={report} />
        <ReportWeights plan={plan} report={report} cashAssets={profile.cashAssets} />
        <Panel title="What is left" meta="and why, in points" className="rb-report-left">
          <ScrollBox label="Assets off target" className="table-box pb grow">
            {report.left.length === 0 ? (
              <p className="f12 t2">Nothing: every weight is within the tolerance of its target.</p>
            ) : (
              <LeftList left={report.left} />
            )}
          </ScrollBox>
        </Panel>
        <JournalPanel lines={planJournal(audit ?? [], record)} />
      </div>
    </div>
  );
}

export interface ReportHeadProps {
  readonly record: PlanRecord;
  readonly profile: Profile;
}

/** State, and the way back to planning. */
export function ReportHead({ record }: ReportHeadProps) {
  const done = () => putAway(record.plan.planId);
  useShortcuts([{ keys: "r", run: done }]);
  return (
    <>
      <ReportFacts record={record} />
      <Button icon="return" kbd="R" onClick={done}>
        Plan again
      </Button>
      <Button kind="primary" icon="check" onClick={done}>
        Done
      </Button>
    </>
  );
}

export function ReportFacts({ record }: { readonly record: PlanRecord }) {
  const { timeZone } = usePreferences();
  const { word, tone } = STATE_WORDS[record.state];
  const at = record.report?.finishedAt ?? record.updatedAt;
  return (
    <>
      <StandingMark record={record} />
      <span className="f12 t3">
        plan <HashText value={record.plan.planHash} label="Plan hash" plain />, {formatDateTime(at, timeZone)}
      </span>
      <Chip tone={tone} icon={tone === "ok" ? "check" : tone === "over" ? "alert" : "clock"}>
        {word}
      </Chip>
    </>
  );
}
