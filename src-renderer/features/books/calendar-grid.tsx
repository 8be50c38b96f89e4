// How do the gains of a calendar's days stand side by side? The amount, its share, and a bar against the largest.

import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { clamp, drawnRatio } from "#renderer/lib/drawn-ratio.ts";
import { HIDDEN_AMOUNT, toneOf } from "#renderer/lib/format-decimal.ts";
import { formatAmount, formatMoney } from "#renderer/lib/format-money.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import type { CalendarCell } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { CalendarLayout } from "./calendar-range.ts";

export interface CalendarGridProps {
  readonly layout: CalendarLayout;
  /** Only the units that hold a record; the others are blank. */
  readonly cells: readonly CalendarCell[];
  readonly currency: string;
}

const TONE = { gain: "up", loss: "dn", zero: "t3" } as const;
const SHARE_SCALE = 10;

export function CalendarGrid({ layout, cells, currency }: CalendarGridProps) {
  const byStart = new Map<number, CalendarCell>(cells.map((cell) => [cell.from, cell]));
  const most = cells.reduce((size, { gain }) => Decimal.max(size, Decimal.parse(gain).abs()), Decimal.ZERO);
  return (
    <ScrollBox label={`Gains in ${layout.title}`} className="scroll grow calendar-box">
      {layout.heads.length === 0 ? null : (
        <div
          className="calendar"
          style={{ gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))` }}
          aria-hidden="true"
        >
          {layout.heads.map((head) => (
            <span key={head} className="f11 t3">
              {head}
            </span>
          ))}
        </div>
      )}
      <ol className="calendar" style={{ gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))` }}>
        {layout.labels.map((label, at) => (
          <Slot
            key={label}
            label={label}
            column={at === 0 ? layout.blanks + 1 : null}
            cell={byStart.get(layout.bounds[at] ?? 0) ?? null}
            most={most}
            currency={currency}
          />
        ))}
      </ol>
      <p className="f11 t3">
        Under each gain its share of the value at the start. Deposits and withdrawals are taken out. Days without a
        record are blank.
      </p>
    </ScrollBox>
  );
}

interface SlotProps {
  readonly label: string;
  /** Where the first one stands; the others follow. */
  readonly column: number | null;
  readonly cell: CalendarCell | null;
  readonly most: Decimal;
  readonly currency: string;
}

function Slot({ label, column, cell, most, currency }: SlotProps) {
  const { hideAmounts: hidden } = usePreferences();
  const place = column === null ? undefined : { gridColumnStart: column };
  if (cell === null) {
    return (
      <li className="calendar-slot" style={place}>
        <span className="f11 t3">{label}</span>
      </li>
    );
  }
  const { start, flows, gain, end } = cell;
  const money = (amount: string) => formatMoney(amount, { currency, hidden });
  const title = `Start ${money(start)}, came in ${money(flows)}, gained ${money(gain)}, end ${money(end)}`;
  const length = most.isZero ? 0 : clamp(Math.abs(drawnRatio(gain, most)), 0, 1);
  const tone = TONE[toneOf(gain, 2)];
  return (
    <li className="calendar-slot" style={place} title={title}>
      <span className="f11 t3">{label}</span>
      <span className={`num semi ${tone}`}>
        {hidden ? HIDDEN_AMOUNT : formatAmount(gain, { sign: "always", scale: 0 })}
      </span>
      <span className={`num f11 ${tone}`}>{shareOf(gain, start)}</span>
      <i className={`calendar-bar ${tone}`} style={{ width: `${Math.round(length * 100)}%` }} />
    </li>
  );
}

function shareOf(gain: string, start: string): string {
  const from = Decimal.parse(start);
  if (!from.isPositive) return "n/a";
  return formatPercent(Decimal.parse(gain).div(from, SHARE_SCALE, "halfEven"), { sign: "always" });
}
