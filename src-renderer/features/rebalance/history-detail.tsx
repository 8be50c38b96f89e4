// What was one plan of the past, and what became of it?
import { Button } from "#renderer/components/button.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { EmptyPlan } from "./empty-plan.tsx";
import { PlanLegs } from "./plan-legs.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanTotals } from "./plan-totals.tsx";
import { ReportFacts, ReportView } from "./report-view.tsx";
import { ResidualsPanel } from "./residuals-panel.tsx";

export interface HistoryDetailProps {
  readonly record: PlanRecord;
  readonly profile: Profile;
  readonly onBack: () => void;
}

export function HistoryDetail({ record, profile, onBack }: HistoryDetailProps) {
  return (
    <>
      <div className="row">
        <Button icon="back" onClick={onBack} autoFocus>
          All plans
        </Button>
        <span className="grow" />
        <ReportFacts record={record} />
      </div>
      {record.report === null ? <PlanOnly record={record} /> : <ReportView record={record} profile={profile} />}
    </>
  );
}

function PlanOnly({ record }: { readonly record: PlanRecord }) {
  const { plan } = record;
  return (
    <div className="rb-past">
      <Panel
        title="Plan"
        meta={record.approvedAt === null ? "it was never approved, nothing was sent" : record.reason?.message}
      >
        {plan.legs.length > 0 ? (
          <>
            <PlanLegs plan={plan} />
            <PlanTotals plan={plan} />
          </>
        ) : (
          <PanelBody>
            <EmptyPlan plan={plan} />
          </PanelBody>
        )}
        <PlanNotes plan={plan} />
      </Panel>
      <ResidualsPanel plan={plan} stale={false} />
    </div>
  );
}
