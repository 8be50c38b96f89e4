// Which values and moments do the lines of the equity chart stand for?
import { formatAxisValue } from "#renderer/lib/format-axis.ts";
import { formatClock, formatDay, formatMonth, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { timeTicks } from "./compute-ticks.ts";
import type { EquityLayout } from "./equity-layout.ts";

export interface EquityAxesProps {
  readonly layout: EquityLayout;
  readonly width: number;
  readonly height: number;
  readonly timeZone: TimeZoneChoice;
  readonly hidden: boolean;
}

const DAY_MS = 86_400_000;
/** One label per this many pixels. */
const LABEL_EVERY = 100;
const HALF_LABEL = 22;

export function EquityAxes({ layout, width, height, timeZone, hidden }: EquityAxesProps) {
  const { times, stepMs } = timeTicks(layout.from, layout.to, Math.max(2, layout.right / LABEL_EVERY), timeZone);
  const write = stepMs < DAY_MS ? formatClock : stepMs < 28 * DAY_MS ? formatDay : formatMonth;
  return (
    <>
      {layout.ticks.map((tick) => (
        <g key={tick.value}>
          <line className="gr" x1="0" x2={layout.right} y1={tick.y} y2={tick.y} />
          {hidden ? null : (
            <text className="ax" x={width} y={tick.y + 3} textAnchor="end">
              {formatAxisValue(tick.value, layout.step)}
            </text>
          )}
        </g>
      ))}
      {times
        .filter((time) => layout.x(time) >= HALF_LABEL && layout.x(time) <= layout.right - HALF_LABEL)
        .map((time) => (
          <text key={time} className="ax" x={layout.x(time)} y={height - 3} textAnchor="middle">
            {isMidnight(time, timeZone) && stepMs < DAY_MS ? formatDay(time, timeZone) : write(time, timeZone)}
          </text>
        ))}
    </>
  );
}

function isMidnight(time: number, zone: TimeZoneChoice): boolean {
  return formatClock(time, zone) === "00:00";
}
