// Does acting now cost less than waiting would? The advice with its numbers, and what it was measured with.
import { WaitChart } from "#renderer/charts/wait-chart.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Money } from "#renderer/components/money.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { PlanVerdict } from "#shared/domain/plan-verdict.ts";
import type { Policy, PolicyPatch } from "#shared/domain/policy.ts";
import { historyWords, payingDay } from "./verdict-words.ts";

export interface VerdictViewProps {
  readonly verdict: PlanVerdict;
  readonly currency: string;
  readonly stale: boolean;
  readonly policy: Policy;
  readonly onPolicy: (changes: PolicyPatch) => void;
}

export function VerdictView({ verdict, currency, stale, policy, onPolicy }: VerdictViewProps) {
  const { hideAmounts } = usePreferences();
  const day = payingDay(verdict);
  const pays = payingWords(day, verdict.horizonDays);
  return (
    <div className={classNames("pb rb-verdict-view", stale && "t3")}>
      <dl className="rb-verdict-figures">
        <div>
          <dt className="lab">
            <i className="key-line" style={{ background: "var(--chart-you)" }} /> Acting now
          </dt>
          <dd>
            <b className="fig3">
              <Money amount={verdict.cost} currency={currency} />
            </b>{" "}
            <span className="t3 f11">{bp(verdict.costBp)}</span>
          </dd>
        </div>
        <div>
          <dt className="lab">
            <i className="key-line" style={{ background: "var(--over-graphic)" }} /> Waiting {verdict.horizonDays} d
          </dt>
          <dd title={verdict.lossLeft === null ? undefined : "Of it, the plan leaves what drift it does not mend"}>
            {verdict.waitingLoss === null ? (
              <span className="t3">not known</span>
            ) : (
              <>
                <b className="fig3">
                  <Money amount={verdict.waitingLoss} currency={currency} />
                </b>{" "}
                <span className="t3 f11">{verdict.waitingLossBp === null ? "" : bp(verdict.waitingLossBp)}</span>
              </>
            )}
          </dd>
        </div>
        {verdict.oneSigma === null ? null : (
          <div title="One standard deviation of what the drift may bring or cost over these days. It says nothing about when to act.">
            <dt className="lab">Swing, 1σ</dt>
            <dd className="t2">
              ±<Money amount={verdict.oneSigma} currency={currency} />
            </dd>
          </div>
        )}
      </dl>
      {verdict.waitingLoss === null ? null : (
        <WaitChart
          cost={verdict.cost}
          loss={verdict.waitingLoss}
          horizonDays={verdict.horizonDays}
          hidden={hideAmounts}
          label={pays}
        />
      )}
      <p className="f12 t2 rb-verdict-reason" title={historyWords(verdict)}>
        <Icon name="info" size="small" />
        <span>{hideAmounts ? `${pays}.` : verdict.reason}</span>
      </p>
      <div className="rb-verdict-set f12">
        <span className="t2">Risk aversion</span>
        <NumberField
          label="Risk aversion"
          hideLabel
          cell
          min="0"
          max="100"
          step="0.5"
          value={policy.riskAversion ?? verdict.riskAversion}
          onChange={(riskAversion) => onPolicy({ riskAversion: decimalString(riskAversion) })}
        />
        <span className="t2">over</span>
        <NumberField
          label="Days of waiting"
          hideLabel
          cell
          unit="d"
          min="1"
          max="3650"
          step="1"
          value={String(policy.horizonDays ?? verdict.horizonDays)}
          onChange={(days) => {
            if (/^\d+$/.test(days)) onPolicy({ horizonDays: Number(days) });
          }}
        />
      </div>
    </div>
  );
}

function payingWords(day: number | null, horizonDays: number): string {
  if (day === null) return `Acting is not known to pay within ${horizonDays} days`;
  return day === 0 ? "Acting pays at once" : `Acting pays from day ${day}`;
}

/** The engine counts basis points already: `20.9` is 20.9 bp. */
function bp(points: string): string {
  return `${formatDecimal(points, { scale: 1 })} bp`;
}
