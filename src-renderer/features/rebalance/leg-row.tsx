// One order of the plan: its handle, what it does, at which limit and cost, and the venue's word on it.
import { Doubted } from "#renderer/components/doubted.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Money } from "#renderer/components/money.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import type { PriceDoubt } from "#renderer/lib/price-doubt.ts";
import type { EditedLeg } from "#renderer/stores/leg-edits.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import { CheckMark } from "./check-mark.tsx";
import { LegName } from "./leg-name.tsx";
import { digitsOf, formatCostSplit, KIND_WORDS, type PlanLine } from "./plan-lines.ts";
import { Quantity } from "./quantity.tsx";
import { legSendingWords } from "./sending-words.ts";
import type { LegDrag } from "./use-leg-drag.ts";
import type { LegEditing } from "./use-leg-editing.ts";

export interface LegRowProps {
  readonly row: EditedLeg;
  readonly line: PlanLine;
  /** Place in the list on screen. */
  readonly place: number;
  /** As which it is sent; null where it is left out. */
  readonly number: number | null;
  readonly doubt: PriceDoubt | null;
  readonly check: LegCheck | undefined;
  readonly editing: LegEditing | null;
  readonly drag: LegDrag;
  readonly opened: boolean;
  readonly onOpen: () => void;
}

export function LegRow({ row, line, place, number, doubt, check, editing, drag, opened, onOpen }: LegRowProps) {
  const { leg } = line;
  const name = number === null ? `Order left out, ${leg.side} ${leg.base}` : `Order ${number}`;
  return (
    <tr
      className={classNames(
        line.startsSide && "group",
        doubt !== null && "stale",
        row.skipped && "rb-skipped",
        opened && "sel",
        drag.over === place && "rb-drop",
      )}
      {...(editing === null ? {} : drag.target(place))}
    >
      <td className="num t3">
        {editing === null ? (
          line.number
        ) : (
          <span className="rb-grip-cell">
            <button
              type="button"
              className="rb-grip"
              data-leg={row.leg}
              aria-label={`${name}: move with the arrow keys, leave out with Delete`}
              title="Drag, or move with the arrow keys"
              aria-disabled={editing.locked !== null}
              {...drag.handle(row, place)}
            >
              <Icon name="grip" size="small" />
            </button>
            {number ?? "–"}
          </span>
        )}
      </td>
      <td>
        {editing === null ? (
          <LegName leg={leg} />
        ) : (
          <button
            type="button"
            className="rb-leg-open"
            aria-expanded={opened}
            title="Change this order"
            onClick={onOpen}
          >
            <LegName leg={leg} />
            {row.shown.quantity === row.own.quantity && !row.skipped ? null : (
              <span className="sr">{row.skipped ? "left out" : "quantity changed"}</span>
            )}
          </button>
        )}
      </td>
      <td className="num">
        <span className="two">
          <Doubted doubt={doubt}>{formatDecimal(leg.limitPrice, { scale: digitsOf(leg.limitPrice) })}</Doubted>
          <small>{legSendingWords(leg) ?? KIND_WORDS[leg.kind]}</small>
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
      <td>
        <CheckMark check={check} />
      </td>
    </tr>
  );
}
