// Is acting now worth it, and where does each weight stand in its band?
import { useState } from "react";
import { Chip } from "#renderer/components/chip.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Policy, PolicyPatch } from "#shared/domain/policy.ts";
import { BandsView } from "./bands-view.tsx";
import type { TargetRow } from "./target-rows.ts";
import { VerdictView } from "./verdict-view.tsx";
import { ADVICE_WORDS } from "./verdict-words.ts";

const VIEWS = [
  { value: "wait", label: "Act or wait" },
  { value: "bands", label: "Bands" },
] as const;

export interface OutlookPanelProps {
  readonly plan: RebalancePlan | null;
  readonly planning: boolean;
  readonly stale: boolean;
  readonly rows: readonly TargetRow[];
  readonly policy: Policy;
  readonly onPolicy: (changes: PolicyPatch) => void;
}

export function OutlookPanel({ plan, planning, stale, rows, policy, onPolicy }: OutlookPanelProps) {
  const [view, setView] = useState<(typeof VIEWS)[number]["value"]>("wait");
  const verdict = plan?.verdict ?? null;
  const advice = verdict === null ? null : ADVICE_WORDS[verdict.advice];
  return (
    <Panel
      title={view === "wait" ? "Act now or wait" : "Bands"}
      tabs={<Segmented label="Outlook" compact options={VIEWS} value={view} onChange={setView} />}
      actions={
        view === "wait" && advice !== null ? (
          <Chip tone={stale ? "muted" : advice.tone} title={advice.meaning}>
            {advice.word}
          </Chip>
        ) : undefined
      }
    >
      {view === "bands" ? (
        <BandsView rows={rows} stale={stale} verdict={verdict} />
      ) : verdict === null ? (
        <PanelBody>
          {planning ? (
            <SkeletonRows rows={4} />
          ) : (
            <p className="f12 t2">
              {plan === null
                ? "It shows here once a plan is made."
                : "This plan was made without a verdict. Plan again."}
            </p>
          )}
        </PanelBody>
      ) : (
        <VerdictView
          verdict={verdict}
          currency={plan?.currency ?? ""}
          stale={stale}
          policy={policy}
          onPolicy={onPolicy}
        />
      )}
    </Panel>
  );
}
