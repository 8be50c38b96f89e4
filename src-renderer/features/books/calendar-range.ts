// Which days, weeks or months does the PnL calendar show at once, and where does each of them stand?
import { DAY_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

export type CalendarUnit = "day" | "week" | "month";

/** A month of days, a year of weeks, a year of months: local year and month (0 to 11). */
export interface CalendarPage {
  readonly unit: CalendarUnit;
  readonly year: number;
  readonly month: number;
}

export interface CalendarSlot {
  /** Local midnight with which it begins, in UTC milliseconds. */
  readonly from: number;
  /** `14`, `10 Nov`, `Nov`. */
  readonly label: string;
}

export interface CalendarLayout {
  readonly title: string;
  readonly from: UnixMs;
  readonly until: UnixMs;
  readonly columns: number;
  /** Heads of the columns; none where the slots name themselves. */
  readonly heads: readonly string[];
  /** Empty places before the first slot: a month begins on some day of the week. */
  readonly blanks: number;
  readonly slots: readonly CalendarSlot[];
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const WEEK_MS = 7 * DAY_MS;

/** The page that shows a moment. `zoneMinutes`: local time less UTC. */
export function pageOf(unit: CalendarUnit, time: number, zoneMinutes: number): CalendarPage {
  const local = new Date(time + zoneMinutes * MINUTE_MS);
  return { unit, year: local.getUTCFullYear(), month: local.getUTCMonth() };
}

/** One page on or back: a month where days are shown, else a year. */
export function turnPage({ unit, year, month }: CalendarPage, by: 1 | -1): CalendarPage {
  if (unit !== "day") return { unit, year: year + by, month };
  const turned = new Date(Date.UTC(year, month + by, 1));
  return { unit, year: turned.getUTCFullYear(), month: turned.getUTCMonth() };
}

export function layoutOf({ unit, year, month }: CalendarPage, zoneMinutes: number): CalendarLayout {
  const shift = zoneMinutes * MINUTE_MS;
  const at = (local: number): UnixMs => unixMs(Math.max(0, local - shift));
  if (unit === "day") {
    const first = Date.UTC(year, month, 1);
    const days = (Date.UTC(year, month + 1, 1) - first) / DAY_MS;
    return {
      title: `${MONTHS[month]} ${year}`,
      from: at(first),
      until: at(first + days * DAY_MS),
      columns: WEEKDAYS.length,
      heads: WEEKDAYS,
      blanks: mondayFirst(first),
      slots: Array.from({ length: days }, (_, day) => ({
        from: first + day * DAY_MS - shift,
        label: String(day + 1),
      })),
    };
  }
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  if (unit === "month") {
    const slots = MONTHS.map((label, index) => ({ from: Date.UTC(year, index, 1) - shift, label }));
    return { title: String(year), from: at(start), until: at(end), columns: 4, heads: [], blanks: 0, slots };
  }
  // The week that holds 1 January is the first, and the last ends where the next year's first begins.
  const firstMonday = start - mondayFirst(start) * DAY_MS;
  const nextMonday = end - mondayFirst(end) * DAY_MS;
  return {
    title: String(year),
    from: at(firstMonday),
    until: at(nextMonday),
    columns: 9,
    heads: [],
    blanks: 0,
    slots: Array.from({ length: (nextMonday - firstMonday) / WEEK_MS }, (_, week) => {
      const monday = new Date(firstMonday + week * WEEK_MS);
      return {
        from: firstMonday + week * WEEK_MS - shift,
        label: `${monday.getUTCDate()} ${MONTHS[monday.getUTCMonth()]}`,
      };
    }),
  };
}

/** Days since Monday. */
function mondayFirst(local: number): number {
  return (new Date(local).getUTCDay() + 6) % 7;
}
