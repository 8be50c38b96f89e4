// What does the plan leave, where does the cash lie, and what would more money change?
import { useState } from "react";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import type { Preview } from "#shared/contract/views.ts";
import type { Deposit } from "#shared/domain/plan.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { CashPanel } from "./cash-panel.tsx";
import { DepositsView } from "./deposits-view.tsx";
import { ResidualsPanel } from "./residuals-panel.tsx";

const VIEWS = [
  { value: "left", label: "What is left" },
  { value: "cash", label: "Cash" },
  { value: "whatIf", label: "What if" },
] as const;

export interface RestPanelProps {
  readonly profile: Profile;
  readonly portfolio: Portfolio | null;
  readonly preview: Preview | null;
  readonly deposits: readonly Deposit[];
  readonly stale: boolean;
}

export function RestPanel({ profile, portfolio, preview, deposits, stale }: RestPanelProps) {
  const [view, setView] = useState<(typeof VIEWS)[number]["value"]>("left");
  const tabs = <Segmented label="Rest" compact options={VIEWS} value={view} onChange={setView} />;
  const plan = preview?.record.plan ?? null;
  if (view === "cash") {
    return <CashPanel profile={profile} portfolio={portfolio} plan={plan} stale={stale} tabs={tabs} />;
  }
  if (view === "whatIf") {
    return (
      <Panel title="What if" tabs={tabs}>
        <PanelBody scroll>
          <DepositsView
            profile={profile}
            deposits={deposits}
            plan={plan}
            complete={preview?.feasibility.complete ?? false}
          />
        </PanelBody>
      </Panel>
    );
  }
  return (
    <ResidualsPanel
      plan={plan}
      stale={stale}
      tabs={tabs}
      feasibility={preview?.feasibility ?? null}
      {...(portfolio === null ? {} : { positions: portfolio.positions })}
    />
  );
}
