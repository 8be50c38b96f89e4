// How much was gained on each day, in each week, in each month?
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { ReturnPoint } from "./compute-growth.ts";
import { checkBalance, computeStatement, type Statement } from "./compute-statement.ts";

export type CalendarUnit = "day" | "week" | "month";

/** 1970-01-01 was a Thursday, and weeks begin on Mondays. */
const MONDAY_SHIFT = 3;
/** The furthest zones are 12 hours behind UTC and 14 ahead of it. */
const FURTHEST_BEHIND = -12 * 60;
const FURTHEST_AHEAD = 14 * 60;

/**
 * One statement for each day, week (from Monday) or month that holds a point, oldest first; `from` and `until` are the unit's bounds.
 * An interval between two points belongs to where it ends, and midnight ends the day before it: a record of 00:00 closes yesterday.
 * Each starts where the one before ended, so that the gains add up to the whole period's.
 * `zoneOffsetMinutes` is local time less UTC; `RangeError` where no zone has it.
 */
export function computePnlCalendar(
  points: readonly ReturnPoint[],
  { unit, zoneOffsetMinutes = 0 }: { readonly unit: CalendarUnit; readonly zoneOffsetMinutes?: number },
): readonly Statement[] {
  if (
    !Number.isInteger(zoneOffsetMinutes) ||
    zoneOffsetMinutes < FURTHEST_BEHIND ||
    zoneOffsetMinutes > FURTHEST_AHEAD
  ) {
    throw new RangeError(`Not a zone's offset in minutes from UTC: ${zoneOffsetMinutes}`);
  }
  const offsetMs = zoneOffsetMinutes * MINUTE_MS;
  const statements: Statement[] = [];
  let open: ReturnPoint[] = [];
  let bounds: readonly [number, number] = [0, 0];
  const close = (): void => {
    const statement = computeStatement(open);
    if (statement === null || open.length < 2) return;
    const [from, until] = bounds;
    statements.push({ ...statement, from: bound(from - offsetMs), until: bound(until - offsetMs) });
  };
  for (const point of points) {
    const before = open.at(-1);
    if (before === undefined || point.ts + offsetMs > bounds[1]) {
      close();
      open = before === undefined ? [] : [before];
      bounds = boundsOf(point.ts + offsetMs - 1, unit);
    }
    open.push(point);
  }
  close();
  checkSum(points, statements);
  return statements;
}

/** Of the unit that holds a local time: its first millisecond, and that of the next one. */
function boundsOf(local: number, unit: CalendarUnit): readonly [number, number] {
  const day = Math.floor(local / DAY_MS);
  if (unit === "day") return [day * DAY_MS, (day + 1) * DAY_MS];
  if (unit === "week") {
    const monday = Math.floor((day + MONDAY_SHIFT) / 7) * 7 - MONDAY_SHIFT;
    return [monday * DAY_MS, (monday + 7) * DAY_MS];
  }
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
}

/** Times before 1970 are none of ours; a unit that reaches there begins with it. */
function bound(ms: number): UnixMs {
  return unixMs(Math.max(0, ms));
}

function checkSum(points: readonly ReturnPoint[], statements: readonly Statement[]): void {
  const whole = computeStatement(points);
  if (whole === null) return;
  const flows = Decimal.sum(statements.map((statement) => statement.flows));
  const gain = Decimal.sum(statements.map((statement) => statement.gain));
  checkBalance({ start: whole.start, flows, gain, end: whole.end });
}
