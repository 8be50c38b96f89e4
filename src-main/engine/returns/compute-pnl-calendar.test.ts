// Do days, weeks and months of any zone add up to the whole, each in its own bounds?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { RETURN_RUNS, returnSeries } from "#testing/return-arbitraries.ts";
import type { ReturnPoint } from "./compute-growth.ts";
import { type CalendarUnit, computePnlCalendar } from "./compute-pnl-calendar.ts";
import { computeStatement } from "./compute-statement.ts";

const point = (time: string, value: string, flow = "0"): ReturnPoint => ({
  ts: unixMs(Date.parse(time)),
  value: Decimal.parse(value),
  flow: Decimal.parse(flow),
});
const iso = (ts: number) => new Date(ts).toISOString().slice(0, 16);
const shown = (points: readonly ReturnPoint[], unit: CalendarUnit, zoneOffsetMinutes = 0) =>
  computePnlCalendar(points, { unit, zoneOffsetMinutes }).map(
    ({ from, until, flows, gain }) => `${iso(from)} ${iso(until)} ${gain} ${flows}`,
  );

const POINTS = [
  point("2026-01-31T12:00Z", "100"),
  point("2026-01-31T20:00Z", "110"),
  point("2026-02-01T00:00Z", "115"),
  point("2026-02-01T00:15Z", "215", "100"),
  point("2026-02-02T10:00Z", "205"),
  point("2026-02-09T00:00Z", "200"),
];

describe("the calendar", () => {
  it("gives each interval to the unit that it ends in; midnight closes the day before", () => {
    expect(shown(POINTS, "day")).toEqual([
      "2026-01-31T00:00 2026-02-01T00:00 15 0",
      "2026-02-01T00:00 2026-02-02T00:00 0 100",
      "2026-02-02T00:00 2026-02-03T00:00 -10 0",
      "2026-02-08T00:00 2026-02-09T00:00 -5 0",
    ]);
    expect(shown(POINTS, "month")).toEqual([
      "2026-01-01T00:00 2026-02-01T00:00 15 0",
      "2026-02-01T00:00 2026-03-01T00:00 -15 100",
    ]);
  });

  it("starts weeks on Monday and days at the zone's midnight", () => {
    // 2026-02-02 is a Monday.
    expect(shown(POINTS, "week")).toEqual([
      "2026-01-26T00:00 2026-02-02T00:00 15 100",
      "2026-02-02T00:00 2026-02-09T00:00 -15 0",
    ]);
    expect(shown(POINTS, "day", 330).slice(0, 2)).toEqual([
      "2026-01-31T18:30 2026-02-01T18:30 15 100",
      "2026-02-01T18:30 2026-02-02T18:30 -10 0",
    ]);
  });

  it("knows leap years, and units that reach before 1970", () => {
    const leap = [point("2024-02-29T10:00Z", "1"), point("2024-02-29T11:00Z", "2"), point("2100-03-01T00:00Z", "3")];
    expect(shown(leap, "month")).toEqual([
      "2024-02-01T00:00 2024-03-01T00:00 1 0",
      "2100-02-01T00:00 2100-03-01T00:00 1 0",
    ]);
    const early = [point("1970-01-01T00:00Z", "1"), point("1970-01-01T00:01Z", "2")];
    expect(shown(early, "week")).toEqual(["1970-01-01T00:00 1970-01-05T00:00 1 0"]);
  });

  it("has nothing for one record, and refuses what is no zone", () => {
    expect(shown(POINTS.slice(0, 1), "day")).toEqual([]);
    expect(shown([], "day")).toEqual([]);
    for (const offset of [-721, 841, 0.5, Number.NaN]) {
      expect(() => shown(POINTS, "day", offset)).toThrow(RangeError);
    }
  });

  it("adds up exactly in every unit and over all of them, in any zone", () => {
    const keyLength = { day: 10, month: 7 } as const;
    fc.assert(
      fc.property(
        returnSeries,
        fc.constantFrom<CalendarUnit>("day", "week", "month"),
        fc.integer({ min: -720, max: 840 }),
        (points, unit, zoneOffsetMinutes) => {
          const statements = computePnlCalendar(points, { unit, zoneOffsetMinutes });
          const whole = computeStatement(points);
          let [start, flows, gain] = [whole?.start ?? Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
          for (const statement of statements) {
            expect(statement.start.eq(start)).toBe(true);
            expect(start.add(statement.flows).add(statement.gain).eq(statement.end)).toBe(true);
            start = statement.end;
            flows = flows.add(statement.flows);
            gain = gain.add(statement.gain);
            const held = points.slice(1).filter(({ ts }) => ts > statement.from && ts <= statement.until);
            expect(Decimal.sum(held.map(({ flow }) => flow)).eq(statement.flows)).toBe(true);
            expect(held.length).toBeGreaterThan(0);
          }
          expect([flows.eq(whole?.flows ?? flows), gain.eq(whole?.gain ?? gain)]).toEqual([true, true]);
          // Another way to the same units: the local date as text.
          if (unit === "week") return;
          const keys = points
            .slice(1)
            .map(({ ts }) => new Date(ts - 1 + zoneOffsetMinutes * MINUTE_MS).toISOString().slice(0, keyLength[unit]));
          const found = statements.map(({ until }) =>
            new Date(until - 1 + zoneOffsetMinutes * MINUTE_MS).toISOString().slice(0, keyLength[unit]),
          );
          expect(found).toEqual([...new Set(keys)]);
        },
      ),
      RETURN_RUNS,
    );
  });
});
