// Does each slot of the calendar begin at its local midnight, also where clocks change, and is none twice or left out?
import { describe, expect, test, vi } from "vitest";
import { layoutOf, pageOf, turnPage } from "./calendar-range.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const lengths = (bounds: readonly number[]) =>
  bounds.slice(1).map((bound, index) => (bound - (bounds[index] ?? 0)) / HOUR);

describe("a page of the PnL calendar", () => {
  test("shows the month that it is in the chosen zone, not in UTC", () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    const lateOnLastDay = Date.UTC(2026, 10, 30, 23, 30);
    expect(pageOf("day", lateOnLastDay, "utc")).toEqual({ unit: "day", year: 2026, month: 10 });
    expect(pageOf("day", lateOnLastDay, "local")).toEqual({ unit: "day", year: 2026, month: 11 });
  });

  test("has each day of the month at its place in the week, with bounds at local midnight", () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    const layout = layoutOf(pageOf("day", NOON, "local"), "local");
    // November 2026 begins on a Sunday.
    expect(layout).toMatchObject({ title: "Nov 2026", columns: 7, blanks: 6 });
    expect(layout.labels).toHaveLength(30);
    expect([layout.bounds[0], layout.bounds.at(-1)]).toEqual([Date.UTC(2026, 9, 31, 23), Date.UTC(2026, 10, 30, 23)]);
    expect(layoutOf(pageOf("day", NOON, "utc"), "utc").bounds[0]).toBe(Date.UTC(2026, 10, 1));
  });

  test("has a day of 23 hours in March and one of 25 in October in Berlin, none in UTC", () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    const hoursOf = (month: number, zone: "utc" | "local") =>
      lengths(layoutOf({ unit: "day", year: 2026, month }, zone).bounds);
    const march = hoursOf(2, "local");
    // 29 March and 25 October 2026, the last Sundays.
    expect([march.length, march[28], march.filter((hours) => hours === 24).length]).toEqual([31, 23, 30]);
    const october = hoursOf(9, "local");
    expect([october.length, october[24], october.filter((hours) => hours === 24).length]).toEqual([31, 25, 30]);
    expect(layoutOf({ unit: "day", year: 2026, month: 2 }, "local").bounds.slice(28, 30)).toEqual([
      Date.UTC(2026, 2, 28, 23),
      Date.UTC(2026, 2, 29, 22),
    ]);
    expect(new Set(hoursOf(2, "utc"))).toEqual(new Set([24]));
    const weeks = lengths(layoutOf({ unit: "week", year: 2026, month: 0 }, "local").bounds);
    expect(weeks.filter((hours) => hours !== 7 * 24)).toEqual([7 * 24 - 1, 7 * 24 + 1]);
    expect(layoutOf({ unit: "month", year: 2026, month: 0 }, "local").bounds[6]).toBe(Date.UTC(2026, 5, 30, 22));
  });

  test("has a day that begins at one o'clock where midnight is skipped", () => {
    // Chile puts clocks forward from 24:00 to 01:00: 6 September 2026 begins at 04:00 UTC.
    vi.stubEnv("TZ", "America/Santiago");
    const { bounds } = layoutOf({ unit: "day", year: 2026, month: 8 }, "local");
    expect(bounds[5]).toBe(Date.UTC(2026, 8, 6, 4));
    expect(lengths(bounds)[5]).toBe(23);
  });

  test("has the weeks of a year from Monday on, none twice and none left out", () => {
    const { labels, bounds } = layoutOf({ unit: "week", year: 2026, month: 0 }, "utc");
    // 1 January 2026 is a Thursday.
    expect([bounds[0], labels[0]]).toEqual([Date.UTC(2025, 11, 29), "29 Dec"]);
    expect([labels.length, bounds.length]).toEqual([52, 53]);
    expect(layoutOf({ unit: "week", year: 2027, month: 0 }, "utc").bounds[0]).toBe(bounds.at(-1));
    expect(new Set(lengths(bounds))).toEqual(new Set([7 * 24]));
    // A year has 53 of them where it begins on a Sunday and is a leap year, as 2012 is.
    for (let year = 1970; year < 2070; year += 1) {
      const { labels: names, bounds: mondays } = layoutOf({ unit: "week", year, month: 0 }, "utc");
      expect(new Set(names).size).toBe(names.length);
      expect(layoutOf({ unit: "week", year: year + 1, month: 0 }, "utc").bounds[0]).toBe(mondays.at(-1));
    }
  });

  test("has the twelve months of a year", () => {
    const { labels, title, bounds } = layoutOf({ unit: "month", year: 2024, month: 5 }, "utc");
    expect(title).toBe("2024");
    expect(labels.join(" ")).toBe("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
    expect([bounds[2], bounds[12]]).toEqual([Date.UTC(2024, 2, 1), Date.UTC(2025, 0, 1)]);
  });

  test("turns by a month of days and by a year of weeks or months", () => {
    expect(turnPage({ unit: "day", year: 2026, month: 11 }, 1)).toEqual({ unit: "day", year: 2027, month: 0 });
    expect(turnPage({ unit: "day", year: 2026, month: 0 }, -1)).toEqual({ unit: "day", year: 2025, month: 11 });
    expect(turnPage({ unit: "week", year: 2026, month: 3 }, 1)).toEqual({ unit: "week", year: 2027, month: 3 });
  });
});
