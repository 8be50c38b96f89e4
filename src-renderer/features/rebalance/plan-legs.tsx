// Which orders does a plan send, in which order, at which limit and cost?

import { useMemo } from "react";
import { SideChip } from "#renderer/components/chip.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { Money } from "#renderer/components/money.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import type { PriceDoubt } from "#renderer/lib/price-doubt.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { LegDoubts } from "./leg-doubts.ts";
import { digitsOf, formatCostSplit, KIND_WORDS, type PlanLine, toPlanLines } from "./plan-lines.ts";
import { Quantity } from "./quantity.tsx";

export interface PlanLegsProps {
  readonly plan: RebalancePlan;
  /** Not the plan of what is on screen any more. */
  readonly stale?: boolean;
  /** Against the prices that the orders rest on; left out for a plan of the past. */
  readonly doubts?: LegDoubts;
}

export function PlanLegs({ plan, stale = false, doubts }: PlanLegsProps) {
  const lines = useMemo(() => toPlanLines(plan), [plan]);
  return (
    <ScrollBox label="Orders of the plan" className="table-box rb-scroll">
      <table className={classNames("rb-legs", stale && "rb-stale")}>
        <colgroup>
          <col className="rb-col-number" />
          <col />
          <col className="rb-col-limit" />
          <col className="rb-col-value" />
          <col className="rb-col-cost" />
        </colgroup>
        <thead>
          <tr>
            <th>
              <span className="sr">Number</span>
            </th>
            <th>Order</th>
            <th className="num">Limit</th>
            <th className="num">Value, {plan.currency}</th>
            <th className="num">Cost, {plan.currency}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <LegRow key={line.number} line={line} doubt={doubts?.of(line.leg) ?? null} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface LegRowProps {
  readonly line: PlanLine;
  readonly doubt: PriceDoubt | null;
}

function LegRow({ line, doubt }: LegRowProps) {
  const { leg } = line;
  return (
    <tr className={classNames(line.startsSide && "group", doubt !== null && "stale")}>
      <td className="num t3">{line.number}</td>
      <td>
        <LegName leg={leg} />
      </td>
      <td className="num">
        <span className="two">
          <Doubted doubt={doubt}>{formatDecimal(leg.limitPrice, { scale: digitsOf(leg.limitPrice) })}</Doubted>
          <small>{KIND_WORDS[leg.kind]}</small>
        </span>
      </td>
      <td className="num">
        <span className="two">
          <span className="semi">
            <Money amount={leg.value} bare />
          </span>
          <small>{line.share === null ? "" : `${formatPercentCell(line.share, { scale: 1 })} points`}</small>
        </span>
      </td>
      <td className="num">
        <span className="two">
          {line.cost === null ? (
            <span>
              <Quantity amount={leg.fee} asset={leg.feeAsset} />
            </span>
          ) : (
            <Money amount={line.cost} bare />
          )}
          <small title="Fee + spread and slippage, in basis points of the value">{formatCostSplit(line)}</small>
        </span>
      </td>
    </tr>
  );
}

export interface LegNameProps {
  readonly leg: RebalancePlan["legs"][number];
}

/** Side and quantity over venue and symbol: the name of an order on every screen. */
export function LegName({ leg }: LegNameProps) {
  return (
    <span className="rb-leg-name">
      <SideChip side={leg.side} />
      <span className="two">
        <span className="semi f13">
          <Quantity amount={leg.quantity} asset={leg.base} exact />
        </span>
        <small>
          {venueName(leg.venue)} {leg.symbol}
        </small>
      </span>
    </span>
  );
}
