// What should be known of a plan before it is approved: warnings first, then how it was made?
import { Icon } from "#renderer/components/icon.tsx";
import type { RebalancePlan } from "#shared/domain/plan.ts";

export interface PlanNotesProps {
  readonly plan: RebalancePlan;
}

const SOLVER_WORDS = {
  proven: "The cheapest plan there is, proven.",
  bounded: "Near the cheapest plan; how far at most is known.",
  greedy: "Found step by step, cheapest market first; a cheaper plan may exist.",
  edited: "Changed by you: nothing is said of its cost against other plans.",
} as const satisfies Record<RebalancePlan["solver"], string>;

export function PlanNotes({ plan }: PlanNotesProps) {
  const sides = new Set(plan.legs.map(({ side }) => side));
  const notes = [
    ...(sides.size === 2 ? ["Sells go first. Buys are sized by what the sells bring."] : []),
    ...(plan.legs.length > 0 ? [SOLVER_WORDS[plan.solver]] : []),
  ];
  if (plan.warnings.length + notes.length === 0) return null;
  return (
    <ul className="rb-notes f12 t2">
      {plan.warnings.map((warning) => (
        <li key={warning}>
          <span className="ov">
            <Icon name="alert" size="small" />
          </span>
          {warning}
        </li>
      ))}
      {notes.map((note) => (
        <li key={note}>
          <span className="t3">
            <Icon name="info" size="small" />
          </span>
          {note}
        </li>
      ))}
    </ul>
  );
}
