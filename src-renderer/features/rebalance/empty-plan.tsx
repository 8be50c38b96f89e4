// Why does a plan have no order? The verdict first, then the reason.
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { emptyPlanWords } from "./plan-words.ts";

export interface EmptyPlanProps {
  readonly plan: Pick<RebalancePlan, "residuals" | "policy">;
}

export function EmptyPlan({ plan }: EmptyPlanProps) {
  const { title, detail } = emptyPlanWords(plan);
  return (
    <div className="rb-verdict">
      <p className="semi f14">{title}</p>
      <p className="t2">{detail}</p>
    </div>
  );
}
