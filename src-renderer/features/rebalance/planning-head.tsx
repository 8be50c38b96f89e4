// What is asked of the planner: the goal, and planning again?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { GOALS, toGoal } from "#renderer/stores/plan-draft.ts";
import { chooseGoal, planNow, planningStore, stopPlanning } from "#renderer/stores/planning-store.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { isWhole } from "./draft-targets.ts";
import type { ScreenState } from "./screen-state.ts";

export interface PlanningHeadProps {
  readonly profile: Profile;
  readonly state: Extract<ScreenState, { kind: "planning" }>;
}

export function PlanningHead({ profile, state }: PlanningHeadProps) {
  const client = useClient();
  const planning = useStore(planningStore, (store) => store.planning);
  const goal = useStore(planningStore, (store) => store.goal) ?? toGoal(profile.policy.goal);
  const whole = isWhole(useStore(planningStore, (store) => store.targets) ?? profile.targets);
  const possible = whole && !state.sending;
  const again = () => {
    if (possible) void planNow(client, profile);
  };
  useShortcuts([{ keys: "r", run: again }]);
  return (
    <>
      <span className="lab">Goal</span>
      <Segmented label="Goal" options={GOALS} value={goal} onChange={(next) => chooseGoal(next, profile)} />
      {planning ? (
        <Button icon="close" onClick={stopPlanning}>
          Stop planning
        </Button>
      ) : (
        <Button
          icon="return"
          kbd="R"
          onClick={again}
          disabled={!possible}
          title={whole ? undefined : "The targets must add up to exactly 100.0%"}
        >
          Plan again
        </Button>
      )}
    </>
  );
}
