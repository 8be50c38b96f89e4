// What did each order bring, against what was planned for it?
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import type { PlanReport, RebalancePlan } from "#shared/domain/plan.ts";
import { LegName } from "./leg-name.tsx";
import { digitsOf } from "./plan-lines.ts";
import { Quantity } from "./quantity.tsx";
import { type ReportLeg, toReportLegs } from "./report-lines.ts";

export interface ReportLegsProps {
  readonly plan: RebalancePlan;
  readonly report: PlanReport;
}

export function ReportLegs({ plan, report }: ReportLegsProps) {
  return (
    <ScrollBox label="Orders, planned and filled" className="table-box grow">
      <table className="rb-orders rb-report-table">
        <colgroup>
          <col className="rb-col-number" />
          <col className="rb-col-order" />
          <col className="rb-col-quantity" />
          <col className="rb-col-average" />
          <col className="rb-col-slip" />
          <col className="rb-col-fee" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th>
              <span className="sr">Number</span>
            </th>
            <th>Order</th>
            <th className="num">Filled, planned</th>
            <th className="num">Price, planned</th>
            <th className="num">Slip, bp</th>
            <th className="num">Fee, planned</th>
            <th>Outcome</th>
          </tr>
        </thead>
        <tbody>
          {toReportLegs(plan, report).map((row) => (
            <Row key={row.number} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Row({ row }: { readonly row: ReportLeg }) {
  const { leg, line, full } = row;
  const scale = digitsOf(leg.limitPrice);
  return (
    <tr className={row.startsSide ? "group" : undefined}>
      <td className="num t3">{row.number}</td>
      <td>
        <LegName leg={leg} />
      </td>
      <td className="num">
        <span className="two">
          <span className={classNames("semi", !full && "ov")}>
            <Quantity amount={line.filledQuantity} exact />
          </span>
          <small>
            <Quantity amount={line.plannedQuantity} exact />
          </small>
        </span>
      </td>
      <td className="num">
        <span className="two">
          {line.filledPrice === null ? <span className="t3">–</span> : formatDecimal(line.filledPrice, { scale })}
          <small>{formatDecimal(line.plannedPrice, { scale })}</small>
        </span>
      </td>
      <td className="num">
        {line.slippageBp === null ? (
          <span className="t3">–</span>
        ) : (
          formatDecimal(line.slippageBp, { scale: 1, sign: "always" })
        )}
      </td>
      <td className="num">
        <span className="two">
          <span>
            <Quantity amount={line.filledFee} /> <span className="t3">{leg.feeAsset}</span>
          </span>
          <small>
            <Quantity amount={line.plannedFee} />
          </small>
        </span>
      </td>
      <td className={classNames("rb-outcome", full && "t2")} title={line.outcome}>
        {line.outcome}
      </td>
    </tr>
  );
}
