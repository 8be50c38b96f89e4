// What was one plan of the past, and what became of it?
import { Button } from "#renderer/components/button.tsx";
import { Money } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import type { PanelState } from "#renderer/stores/to-loadable.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { EmptyPlan } from "./empty-plan.tsx";
import { PlanLegs } from "./plan-legs.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanTotals } from "./plan-totals.tsx";
import { ReportFacts, ReportView } from "./report-view.tsx";
import { ResidualsPanel } from "./residuals-panel.tsx";
import { SincePanel } from "./since-panel.tsx";
import { sinceWords } from "./since-words.ts";

export interface HistoryDetailProps {
  readonly record: PlanRecord;
  /** What it would have done since. */
  readonly outcome: PanelState<PlanOutcome>;
  readonly profile: Profile;
  readonly onBack: () => void;
}

export function HistoryDetail({ record, outcome, profile, onBack }: HistoryDetailProps) {
  return (
    <>
      <div className="row">
        <Button icon="back" onClick={onBack} autoFocus>
          All plans
        </Button>
        {outcome.state === "live" && record.report !== null ? <SinceLine outcome={outcome.value} /> : null}
        <span className="grow" />
        <ReportFacts record={record} />
      </div>
      {record.report === null ? (
        <PlanOnly record={record} outcome={outcome} />
      ) : (
        <ReportView record={record} profile={profile} />
      )}
    </>
  );
}

interface PlanOnlyProps {
  readonly record: PlanRecord;
  readonly outcome: PanelState<PlanOutcome>;
}

function PlanOnly({ record, outcome }: PlanOnlyProps) {
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
      <div className="rb-past-side">
        <SincePanel outcome={outcome} />
        <ResidualsPanel plan={plan} stale={false} />
      </div>
    </div>
  );
}

/** For a plan that was carried out: the report stands below, at the prices that were really paid. */
function SinceLine({ outcome }: { readonly outcome: PlanOutcome }) {
  if (outcome.difference === null) return null;
  return (
    <span className="f12 t2" title={sinceWords(outcome)}>
      At its own prices it has brought <Money amount={outcome.difference} currency={outcome.currency} change /> since,
      against doing nothing
    </span>
  );
}
