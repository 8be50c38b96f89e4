// Which days, weeks or months does the PnL calendar show at once, and where does each of them stand?
import { type TimeZoneChoice, zonedTime, zoneOffsetMs } from "#renderer/lib/format-time.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

export type CalendarUnit = "day" | "week" | "month";

/** A month of days, a year of weeks, a year of months: local year and month (0 to 11). */
export interface CalendarPage {
  readonly unit: CalendarUnit;
  readonly year: number;
  readonly month: number;
}

export interface CalendarLayout {
  readonly title: string;
  readonly columns: number;
  /** Heads of the columns; none where the slots name themselves. */
  readonly heads: readonly string[];
  /** Empty places before the first slot: a month begins on some day of the week. */
  readonly blanks: number;
  /** One for each slot: `14`, `10 Nov`, `Nov`. */
  readonly labels: readonly string[];
  /** Local midnights: where each slot begins, and where the last one ends. A day on which clocks change has 23 or 25 hours. */
  readonly bounds: readonly UnixMs[];
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** The page that shows a moment. */
export function pageOf(unit: CalendarUnit, time: number, zone: TimeZoneChoice): CalendarPage {
  const local = new Date(time + zoneOffsetMs(time, zone));
  return { unit, year: local.getUTCFullYear(), month: local.getUTCMonth() };
}

/** One page on or back: a month where days are shown, else a year. */
export function turnPage({ unit, year, month }: CalendarPage, by: 1 | -1): CalendarPage {
  if (unit !== "day") return { unit, year: year + by, month };
  const turned = new Date(Date.UTC(year, month + by, 1));
  return { unit, year: turned.getUTCFullYear(), month: turned.getUTCMonth() };
}

export function layoutOf({ unit, year, month }: CalendarPage, zone: TimeZoneChoice): CalendarLayout {
  switch (unit) {
    case "day": {
      const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      return {
        title: `${MONTHS[month]} ${year}`,
        columns: WEEKDAYS.length,
        heads: WEEKDAYS,
        blanks: daysSinceMonday(Date.UTC(year, month, 1)),
        labels: Array.from({ length: days }, (_, day) => String(day + 1)),
        bounds: boundsOf(days, (day) => zonedTime(zone, year, month, day + 1)),
      };
    }
    case "week": {
      const start = Date.UTC(year, 0, 1);
      const end = Date.UTC(year + 1, 0, 1);
      // The week that holds 1 January is the first, and the last ends where the next year's first begins.
      const firstDay = 1 - daysSinceMonday(start);
      const days = (end - start) / DAY_MS - daysSinceMonday(end) + daysSinceMonday(start);
      const dayOf = (week: number): number => firstDay + week * WEEKDAYS.length;
      const weeks = days / WEEKDAYS.length;
      return {
        title: String(year),
        columns: 9,
        heads: [],
        blanks: 0,
        labels: Array.from({ length: weeks }, (_, week) => {
          const monday = new Date(Date.UTC(year, 0, dayOf(week)));
          return `${monday.getUTCDate()} ${MONTHS[monday.getUTCMonth()]}`;
        }),
        bounds: boundsOf(weeks, (week) => zonedTime(zone, year, 0, dayOf(week))),
      };
    }
    case "month":
      return {
        title: String(year),
        columns: 4,
        heads: [],
        blanks: 0,
        labels: MONTHS,
        bounds: boundsOf(MONTHS.length, (index) => zonedTime(zone, year, index, 1)),
      };
  }
}

/** Where each of so many begins, and where the last one ends; times before 1970 are none of ours. */
function boundsOf(count: number, startOf: (index: number) => number): readonly UnixMs[] {
  return Array.from({ length: count + 1 }, (_, index) => unixMs(Math.max(0, startOf(index))));
}

function daysSinceMonday(utcMidnight: number): number {
  return (new Date(utcMidnight).getUTCDay() + 6) % 7;
}
