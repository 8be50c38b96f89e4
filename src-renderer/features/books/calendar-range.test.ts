import { describe, expect, it } from "vitest";
import { layoutOf, pageOf, turnPage } from "./calendar-range.ts";

const NOON = Date.UTC(2026, 10, 20, 12);

describe("a page of the PnL calendar", () => {
  it("shows the month that it is in the chosen zone, not in UTC", () => {
    const lateOnLastDay = Date.UTC(2026, 10, 30, 23, 30);
    expect(pageOf("day", lateOnLastDay, 0)).toEqual({ unit: "day", year: 2026, month: 10 });
    expect(pageOf("day", lateOnLastDay, 60)).toEqual({ unit: "day", year: 2026, month: 11 });
  });

  it("has each day of the month at its place in the week, with bounds at local midnight", () => {
    const layout = layoutOf(pageOf("day", NOON, 60), 60);
    // November 2026 begins on a Sunday.
    expect(layout).toMatchObject({ title: "Nov 2026", columns: 7, blanks: 6 });
    expect(layout.slots).toHaveLength(30);
    expect(layout.from).toBe(Date.UTC(2026, 9, 31, 23));
    expect(layout.until).toBe(Date.UTC(2026, 10, 30, 23));
    expect(layout.slots[0]).toEqual({ from: layout.from, label: "1" });
  });

  it("has the weeks of a year from Monday on, none twice and none left out", () => {
    const { slots, until } = layoutOf({ unit: "week", year: 2026, month: 0 }, 0);
    // 1 January 2026 is a Thursday.
    expect(slots[0]).toEqual({ from: Date.UTC(2025, 11, 29), label: "29 Dec" });
    expect(slots).toHaveLength(52);
    expect(layoutOf({ unit: "week", year: 2027, month: 0 }, 0).from).toBe(until);
    expect(slots.every(({ from }, at) => at === 0 || from - (slots[at - 1]?.from ?? 0) === 7 * 86_400_000)).toBe(true);
  });

  it("has the twelve months of a year", () => {
    const { slots, title } = layoutOf({ unit: "month", year: 2024, month: 5 }, 0);
    expect(title).toBe("2024");
    expect(slots.map(({ label }) => label).join(" ")).toBe("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
    expect(slots[2]?.from).toBe(Date.UTC(2024, 2, 1));
  });

  it("turns by a month of days and by a year of weeks or months", () => {
    expect(turnPage({ unit: "day", year: 2026, month: 11 }, 1)).toEqual({ unit: "day", year: 2027, month: 0 });
    expect(turnPage({ unit: "day", year: 2026, month: 0 }, -1)).toEqual({ unit: "day", year: 2025, month: 11 });
    expect(turnPage({ unit: "week", year: 2026, month: 3 }, 1)).toEqual({ unit: "week", year: 2027, month: 3 });
  });
});
