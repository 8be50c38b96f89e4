// Which orders does a plan send, in which order, at which limit and cost, and what did a person change in them?
import { Fragment, useMemo, useState } from "react";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import type { EditedLeg } from "#renderer/stores/leg-edits.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { LegDoubts } from "./leg-doubts.ts";
import { LegEditor } from "./leg-editor.tsx";
import { LegRow } from "./leg-row.tsx";
import { toPlanLines } from "./plan-lines.ts";
import { useLegDrag } from "./use-leg-drag.ts";
import type { LegEditing } from "./use-leg-editing.ts";

export interface PlanLegsProps {
  readonly plan: Pick<RebalancePlan, "legs" | "totalValue" | "currency">;
  /** Not the plan of what is on screen any more. */
  readonly stale?: boolean;
  /** Against the prices that the orders rest on; left out for a plan of the past. */
  readonly doubts?: LegDoubts;
  /** What the venues say of each leg of the plan. */
  readonly checks?: readonly LegCheck[];
  /** Left out for a plan that is not to be changed. */
  readonly editing?: LegEditing | null;
}

export function PlanLegs({ plan, stale = false, doubts, checks = [], editing = null }: PlanLegsProps) {
  const [opened, setOpened] = useState<number | null>(null);
  const rows = useMemo(() => editing?.rows ?? plan.legs.map(asPlanned), [editing, plan]);
  const lines = useMemo(
    () => toPlanLines({ legs: rows.map(({ shown }) => shown), totalValue: plan.totalValue }),
    [rows, plan.totalValue],
  );
  const drag = useLegDrag(editing);
  const numbers = sendingNumbers(rows);
  return (
    <ScrollBox label="Orders of the plan" className="table-box rb-scroll">
      <table className={classNames("rb-legs", stale && "rb-stale")} ref={drag.table}>
        <colgroup>
          <col className={editing === null ? "rb-col-number" : "rb-col-grip"} />
          <col />
          <col className="rb-col-limit" />
          <col className="rb-col-value" />
          <col className="rb-col-cost" />
          <col className="rb-col-check" />
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
            <th>
              <span className="sr">Checked by the venue</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => {
            const line = lines[place];
            if (line === undefined) return null;
            const check = row.index === null ? undefined : checks[row.index];
            const isOpen = editing !== null && opened === row.leg;
            return (
              <Fragment key={row.leg}>
                <LegRow
                  row={row}
                  line={line}
                  place={place}
                  number={numbers[place] ?? null}
                  doubt={doubts?.of(row.shown) ?? null}
                  check={check}
                  editing={editing}
                  drag={drag}
                  opened={isOpen}
                  onOpen={() => setOpened(isOpen ? null : row.leg)}
                />
                {isOpen ? (
                  <tr className="rb-editor-row">
                    <td colSpan={6}>
                      <LegEditor
                        key={row.shown.quantity}
                        row={row}
                        place={place}
                        editing={editing}
                        check={check}
                        onClose={() => setOpened(null)}
                      />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function asPlanned(leg: RebalancePlan["legs"][number], index: number): EditedLeg {
  return { leg: index, shown: leg, own: leg, skipped: false, index };
}

/** What is left out has no number: the others are counted as they are sent. */
function sendingNumbers(rows: readonly EditedLeg[]): readonly (number | null)[] {
  let sent = 0;
  return rows.map(({ skipped }) => {
    if (skipped) return null;
    sent += 1;
    return sent;
  });
}
