// What does the plan leave, where does the cash lie, and what would more money change?
import { useState } from "react";
import { Segmented } from "#renderer/components/segmented.tsx";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { CashPanel } from "./cash-panel.tsx";
import { ResidualsPanel } from "./residuals-panel.tsx";

const VIEWS = [
  { value: "left", label: "What is left" },
  { value: "cash", label: "Cash" },
] as const;

export interface RestPanelProps {
  readonly profile: Profile;
  readonly portfolio: Portfolio | null;
  readonly plan: RebalancePlan | null;
  readonly stale: boolean;
}

export function RestPanel({ profile, portfolio, plan, stale }: RestPanelProps) {
  const [view, setView] = useState<(typeof VIEWS)[number]["value"]>("left");
  const tabs = <Segmented label="Rest" compact options={VIEWS} value={view} onChange={setView} />;
  return view === "cash" ? (
    <CashPanel profile={profile} portfolio={portfolio} plan={plan} stale={stale} tabs={tabs} />
  ) : (
    <ResidualsPanel
      plan={plan}
      stale={stale}
      tabs={tabs}
      {...(portfolio === null ? {} : { positions: portfolio.positions })}
    />
  );
}
