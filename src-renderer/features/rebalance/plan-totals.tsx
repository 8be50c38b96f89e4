// What does a plan cost over all?
import { Doubted } from "#renderer/components/doubted.tsx";
import { Money } from "#renderer/components/money.tsx";
import { formatBasisPoints } from "#renderer/lib/format-basis-points.ts";
import type { PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { costShare } from "./plan-lines.ts";

export interface PlanTotalsProps {
  readonly plan: RebalancePlan;
  readonly doubt?: PriceDoubt | null;
}

export function PlanTotals({ plan, doubt = null }: PlanTotalsProps) {
  const { cost, turnover, currency } = plan;
  const trading = Decimal.parse(cost.spread).add(Decimal.parse(cost.slippage)).toString();
  return (
    <dl className="rb-totals">
      <div>
        <dt className="lab">Turnover</dt>
        <dd>
          <Doubted doubt={doubt}>
            <Money amount={turnover} currency={currency} />
          </Doubted>
        </dd>
      </div>
      <div>
        <dt className="lab">Fees</dt>
        <dd>
          <Doubted doubt={doubt}>
            <Money amount={cost.fees} currency={currency} />
          </Doubted>
        </dd>
      </div>
      <div>
        <dt className="lab">Spread, slip</dt>
        <dd>
          <Doubted doubt={doubt}>
            <Money amount={trading} currency={currency} />
          </Doubted>
        </dd>
      </div>
      <div>
        <dt className="lab">Total cost</dt>
        <dd>
          <Doubted doubt={doubt}>
            <Money amount={cost.total} currency={currency} />{" "}
            <span className="t3 f11">{formatBasisPoints(costShare(plan) ?? undefined)}</span>
          </Doubted>
        </dd>
      </div>
    </dl>
  );
}
