// What does a plan cost over all?
import { Money } from "#renderer/components/money.tsx";
import { formatBasisPoints } from "#renderer/lib/format-basis-points.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { costShare } from "./plan-lines.ts";

export interface PlanTotalsProps {
  readonly plan: RebalancePlan;
}

export function PlanTotals({ plan }: PlanTotalsProps) {
  const { cost, turnover, currency } = plan;
  const trading = Decimal.parse(cost.spread).add(Decimal.parse(cost.slippage)).toString();
  return (
    <dl className="rb-totals">
      <div>
        <dt className="lab">Turnover</dt>
        <dd>
          <Money amount={turnover} currency={currency} />
        </dd>
      </div>
      <div>
        <dt className="lab">Fees</dt>
        <dd>
          <Money amount={cost.fees} currency={currency} />
        </dd>
      </div>
      <div>
        <dt className="lab">Spread, slip</dt>
        <dd>
          <Money amount={trading} currency={currency} />
        </dd>
      </div>
      <div>
        <dt className="lab">Total cost</dt>
        <dd>
          <Money amount={cost.total} currency={currency} />{" "}
          <span className="t3 f11">{formatBasisPoints(costShare(plan) ?? undefined)}</span>
        </dd>
      </div>
    </dl>
  );
}
