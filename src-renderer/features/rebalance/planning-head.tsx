// What is asked of the planner: the goal, and planning again?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import { GOALS, type Goal, policyOf } from "#renderer/stores/plan-draft.ts";
import { draftLack, editPolicy, planNow, planningStore, stopPlanning } from "#renderer/stores/planning-store.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { isWhole } from "./draft-targets.ts";
import type { ScreenState } from "./screen-state.ts";

export interface PlanningHeadProps {
  readonly profile: Profile;
  readonly state: Extract<ScreenState, { kind: "planning" }>;
}

export function PlanningHead({ profile, state }: PlanningHeadProps) {
  const client = useClient();
  const { planning, targets, policy } = useStore(planningStore);
  const { goal } = policyOf(profile, policy);
  const lack = isWhole(targets ?? profile.targets)
    ? draftLack({ policy }, profile)
    : "The targets must add up to exactly 100.0%";
  const possible = lack === null && !state.sending;
  const again = () => {
    if (possible) void planNow(client, profile);
  };
  const choose = (next: Goal) => editPolicy({ goal: next }, profile);
  useShortcuts([{ keys: "r", run: again }]);
  return (
    <>
      <span className="rb-goal-row">
        <span className="lab">Goal</span>
        <Segmented label="Goal" options={GOALS} value={goal} onChange={choose} />
      </span>
      <span className="rb-goal-list">
        <SelectField label="Goal" hideLabel options={GOALS} value={goal} onChange={choose} width={132} />
      </span>
      {planning ? (
        <Button icon="close" onClick={stopPlanning}>
          Stop planning
        </Button>
      ) : (
        <Button icon="return" kbd="R" onClick={again} disabled={!possible} title={lack ?? undefined}>
          Plan again
        </Button>
      )}
    </>
  );
}
