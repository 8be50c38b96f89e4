// How near to the cheapest is this plan: proven, bounded, found step by step, or changed by hand?
import { Chip, type ChipTone } from "#renderer/components/chip.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatMoney } from "#renderer/lib/format-money.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";

type Solver = RebalancePlan["solver"];

export const SOLVER_WORDS = {
  proven: "The cheapest plan there is, proven.",
  bounded: "Near the cheapest plan; how far at most is known.",
  greedy: "Found step by step, cheapest market first; a cheaper plan may exist.",
  edited: "Changed by you: nothing is said of its cost against other plans.",
} as const satisfies Record<Solver, string>;

const SHORT = {
  proven: { word: "Proven", tone: "ok" },
  bounded: { word: "Bounded", tone: "muted" },
  greedy: { word: "Greedy", tone: "muted" },
  edited: { word: "By hand", tone: "you" },
} as const satisfies Record<Solver, { readonly word: string; readonly tone: ChipTone }>;

export interface SolverChipProps {
  readonly plan: Pick<RebalancePlan, "solver" | "gap" | "currency">;
}

export function SolverChip({ plan: { solver, gap, currency } }: SolverChipProps) {
  const { hideAmounts } = usePreferences();
  const { word, tone } = SHORT[solver];
  const most = gap === null ? null : formatMoney(gap, { currency, hidden: hideAmounts });
  const bounded = solver === "bounded" && most !== null;
  return (
    <Chip
      tone={tone}
      title={bounded ? `${SOLVER_WORDS.bounded} At most ${most} above it.` : SOLVER_WORDS[solver]}
      {...(solver === "proven" ? { icon: "check" as const } : {})}
    >
      {bounded ? `Within ${most}` : word}
    </Chip>
  );
}
