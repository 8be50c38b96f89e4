// What did the plan cost, against what was said?
import { Chip } from "#renderer/components/chip.tsx";
import { Figure, Money } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatMoney } from "#renderer/lib/format-money.ts";
import type { PlanReport, RebalancePlan } from "#shared/domain/plan.ts";
import { toCostVerdict } from "./report-lines.ts";

export interface ReportCostProps {
  readonly plan: RebalancePlan;
  readonly report: PlanReport;
}

export function ReportCost({ plan, report }: ReportCostProps) {
  const { hideAmounts } = usePreferences();
  const { planned, actual, difference, word } = toCostVerdict(report);
  const { currency } = plan;
  return (
    <Panel
      title="Cost"
      className="rb-report-cost"
      actions={<Chip tone={word === "as planned" || word === "cheaper than planned" ? "ok" : "plain"}>{word}</Chip>}
    >
      <PanelBody>
        <dl className="rb-two-figures">
          <div>
            <dt className="lab">Actual</dt>
            <dd>
              <Figure amount={actual} currency={currency} size="panel" />
            </dd>
          </div>
          <div>
            <dt className="lab">Planned</dt>
            <dd className="fig3 t2">
              <Money amount={planned} currency={currency} />
            </dd>
          </div>
          <div>
            <dt className="lab">Difference</dt>
            <dd className="fig3 t2">{formatMoney(difference, { currency, sign: "always", hidden: hideAmounts })}</dd>
          </div>
        </dl>
      </PanelBody>
    </Panel>
  );
}
