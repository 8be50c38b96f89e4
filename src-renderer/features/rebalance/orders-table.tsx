// How far is each order: planned, sent, open, filled, and at which price?

import { Fragment } from "react";
import { Chip } from "#renderer/components/chip.tsx";
import { LegNodes } from "#renderer/components/leg-nodes.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatBasisPoints } from "#renderer/lib/format-basis-points.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { PlanJournalLine } from "./journal-lines.ts";
import { LegName } from "./leg-name.tsx";
import { OrderDetail } from "./order-detail.tsx";
import type { OrderLine } from "./order-lines.ts";
import { digitsOf } from "./plan-lines.ts";
import { Quantity } from "./quantity.tsx";

export interface OrdersTableProps {
  readonly lines: readonly OrderLine[];
  readonly record: PlanRecord;
  readonly journal: readonly PlanJournalLine[];
}

export function OrdersTable({ lines, record, journal }: OrdersTableProps) {
  return (
    <ScrollBox label="Orders of the plan" className="table-box grow">
      <table className="rb-orders">
        <colgroup>
          <col className="rb-col-number" />
          <col className="rb-col-order" />
          <col className="rb-col-nodes" />
          <col className="rb-col-chip" />
          <col />
          <col className="rb-col-average" />
          <col className="rb-col-fee" />
        </colgroup>
        <thead>
          <tr>
            <th>
              <span className="sr">Number</span>
            </th>
            <th>Order</th>
            <th colSpan={2}>State</th>
            <th className="num">Filled</th>
            <th className="num">Average</th>
            <th className="num">Fee</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Fragment key={line.number}>
              <OrderRow line={line} />
              <OrderDetail line={line} record={record} journal={journal} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function OrderRow({ line }: { readonly line: OrderLine }) {
  const { leg, chip, order } = line;
  const waits = order === null && line.ratio === 0;
  return (
    <tr className={classNames(line.startsSide && "group", line.unknown && "rb-unknown", waits && "rb-waits")}>
      <td className="num t3">{line.number}</td>
      <td>
        <LegName leg={leg} />
      </td>
      <td>
        <LegNodes state={line.state} partlyFilled={line.ratio > 0 && line.ratio < 1} />
      </td>
      <td>
        <Chip tone={chip.tone} {...(chip.icon === undefined ? {} : { icon: chip.icon })}>
          {chip.word}
        </Chip>
      </td>
      <td>
        <span className="rb-fill">
          <span className="num">
            {line.unknown && line.ratio === 0 ? <b className="ov">?</b> : <Quantity amount={line.filled} exact />}{" "}
            {line.ratio >= 1 ? null : (
              <span className="t3">
                / <Quantity amount={leg.quantity} exact />
              </span>
            )}
          </span>
          <Meter
            ratio={line.ratio}
            label={`Order ${line.number}, filled`}
            tone={line.unknown ? "unknown" : line.ratio >= 1 ? "ok" : "you"}
          />
        </span>
      </td>
      <td className="num">
        <Average line={line} />
      </td>
      <td className="num t2">
        <Fees line={line} />
      </td>
    </tr>
  );
}

function Average({ line }: { readonly line: OrderLine }) {
  const { leg, averagePrice, slippage } = line;
  const scale = digitsOf(leg.limitPrice);
  if (averagePrice === null) {
    return (
      <span className="two">
        <span className="t3">–</span>
        <small>limit {formatDecimal(leg.limitPrice, { scale })}</small>
      </span>
    );
  }
  return (
    <span className="two">
      {formatDecimal(averagePrice, { scale })}
      <small title="Against the planned price; positive is worse">
        {slippage === null ? "" : formatBasisPoints(slippage, { sign: "always" })}
      </small>
    </span>
  );
}

function Fees({ line }: { readonly line: OrderLine }) {
  if (line.fees.length === 0) return <span className="t3">–</span>;
  return (
    <span className="two">
      {line.fees.map(({ asset, amount }) => (
        <Fragment key={asset}>
          <Quantity amount={amount} />
          <small>{asset}</small>
        </Fragment>
      ))}
    </span>
  );
}
