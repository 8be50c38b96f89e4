// How does a portfolio get to its targets: plan, approval, execution, report, and the history of them all?
import { useLayoutEffect, useMemo } from "react";
import { useStore } from "zustand";
import { Chip } from "#renderer/components/chip.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { chooseProfile } from "#renderer/stores/choose-profile.ts";
import { plansStore, portfolioStore, profilesStore, settingsStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { planFor, planningStore } from "#renderer/stores/planning-store.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ExecutingHead, ExecutingView } from "./executing-view.tsx";
import { HistoryView } from "./history-view.tsx";
import { PlanningHead } from "./planning-head.tsx";
import { PlanningView } from "./planning-view.tsx";
import { ReportHead, ReportView } from "./report-view.tsx";
import { RulesView } from "./rules-view.tsx";
import { announce, type ScreenState, toScreenState } from "./screen-state.ts";
import { SignalPlanView, signalAskOf } from "./signal-plan-view.tsx";
import { outOfBandAssets } from "./target-rows.ts";
import "./rebalance.css";
import "./plan.css";
import "./outlook.css";
import "./rules.css";
import "./execution.css";

const TABS = [
  { value: "plan", label: "Plan" },
  { value: "history", label: "History" },
  { value: "rules", label: "Rules" },
] as const;
type Tab = (typeof TABS)[number]["value"];

const SCREEN = "rebalance";
/** The screen changes by itself only when a report grows old: a minute is fine enough. */
const STEP_MS = 60_000;

export function RebalancePanel() {
  const profiles = useStore(profilesStore, (state) => state.value);
  const active = useStore(settingsStore, (state) => state.value?.activeProfileId ?? null);
  const summary = chooseProfile(profiles ?? [], active);
  return summary === null ? null : <OfProfile key={summary.profile.id} summary={summary} />;
}

interface OfProfileProps {
  readonly summary: ProfileSummary;
}

function OfProfile({ summary }: OfProfileProps) {
  const { profile } = summary;
  // Before the views' own effects: they plan for the profile that stands in the store.
  useLayoutEffect(() => planFor(profile.id), [profile.id]);
  const parameters = useStore(navigationStore, (store) => store.parameters);
  const [first, planId] = parameters;
  const fromSignal = useMemo(() => signalAskOf(parameters), [parameters]);
  const tab: Tab = TABS.find(({ value }) => value === first)?.value ?? "plan";
  const state = useScreenState(profile.id);
  const openTab = (next: Tab) => {
    location.hash = next === "plan" ? hashOf(SCREEN) : hashOf(SCREEN, next);
  };
  const openPlan = (id: string | null) => {
    location.hash = id === null ? hashOf(SCREEN, "history") : hashOf(SCREEN, "history", id);
  };
  return (
    <>
      <ScreenHead
        title="Rebalance"
        meta={
          <span className="row">
            <Segmented label="View" options={TABS} value={tab} onChange={openTab} />
            {tab === "plan" && fromSignal === null ? <HeadFacts state={state} /> : null}
          </span>
        }
      >
        {tab === "plan" && fromSignal === null && state.kind === "planning" ? (
          <PlanningHead profile={profile} state={state} />
        ) : null}
        {tab === "plan" && fromSignal === null && state.kind === "report" ? (
          <ReportHead record={state.record} profile={profile} />
        ) : null}
      </ScreenHead>
      <Announcer state={state} />
      {fromSignal !== null ? (
        <SignalPlanView summary={summary} ask={fromSignal} />
      ) : tab === "history" ? (
        <HistoryView profile={profile} planId={planId ?? null} onOpen={openPlan} />
      ) : tab === "rules" ? (
        <RulesView profile={profile} />
      ) : state.kind === "executing" ? (
        <ExecutingView record={state.record} profile={profile} />
      ) : state.kind === "report" ? (
        <ReportView record={state.record} profile={profile} />
      ) : (
        <PlanningView summary={summary} sending={state.sending} />
      )}
    </>
  );
}

function useScreenState(profileId: ProfileSummary["profile"]["id"]): ScreenState {
  const plans = useStore(plansStore, (state) => (state.profileId === profileId ? state.value : null));
  const approved = useStore(planningStore, (state) => state.approved);
  const seen = useStore(planningStore, (state) => state.seen);
  const minute = useStore(nowStore, (state) => state.now - (state.now % STEP_MS));
  return useMemo(() => toScreenState({ plans, approved, seen, now: minute }), [plans, approved, seen, minute]);
}

function HeadFacts({ state }: { readonly state: ScreenState }) {
  const portfolio = useStore(portfolioStore, (store) => store.value);
  if (state.kind === "executing") return <ExecutingHead record={state.record} />;
  if (state.kind === "report") return null;
  const out = outOfBandAssets(portfolio);
  return out.length === 0 ? null : (
    <Chip tone="over" icon="alert">
      {out.length > 3 ? `${out.length} assets` : out.join(" and ")} out of band
    </Chip>
  );
}

/** Tells those who do not see the screen what it has come to. */
function Announcer({ state }: { readonly state: ScreenState }) {
  const planning = useStore(planningStore, (store) => store.planning);
  const preview = useStore(planningStore, (store) => store.preview);
  const legs = preview?.record.plan.legs.length ?? 0;
  const words = planning
    ? "Planning"
    : preview === null
      ? ""
      : legs === 0
        ? "The plan is ready. No order is needed."
        : `The plan is ready: ${legs === 1 ? "1 order" : `${legs} orders`}. Nothing is sent before you approve it.`;
  return (
    <p className="sr" role="status">
      {announce(state, words)}
    </p>
  );
}
