// Do the units of a calendar add up to the whole, each within its own bounds, also where a day has 23 or 25 hours?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { RETURN_RUNS, returnSeries } from "#testing/return-arbitraries.ts";
import type { ReturnPoint } from "./compute-growth.ts";
import { computePnlCalendar } from "./compute-pnl-calendar.ts";
import { computeStatement, selectPeriod } from "./compute-statement.ts";

const at = (time: string) => unixMs(Date.parse(time));
const point = (time: string, value: string, flow = "0"): ReturnPoint => ({
  ts: at(time),
  value: Decimal.parse(value),
  flow: Decimal.parse(flow),
});
const iso = (ts: number) => new Date(ts).toISOString().slice(0, 16);
const shown = (points: readonly ReturnPoint[], ...bounds: readonly string[]) =>
  computePnlCalendar(points, bounds.map(at)).map(
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
    const days = ["01-31", "02-01", "02-02", "02-03", "02-08", "02-09"].map((day) => `2026-${day}T00:00Z`);
    expect(shown(POINTS, ...days)).toEqual([
      "2026-01-31T00:00 2026-02-01T00:00 15 0",
      "2026-02-01T00:00 2026-02-02T00:00 0 100",
      "2026-02-02T00:00 2026-02-03T00:00 -10 0",
      "2026-02-08T00:00 2026-02-09T00:00 -5 0",
    ]);
    expect(shown(POINTS, "2026-01-31T18:30Z", "2026-02-01T18:30Z", "2026-02-02T18:30Z")).toEqual([
      "2026-01-31T18:30 2026-02-01T18:30 15 100",
      "2026-02-01T18:30 2026-02-02T18:30 -10 0",
    ]);
  });

  it("begins with what was there before its first bound, and ends with its last one", () => {
    expect(shown(POINTS, "2026-02-01T00:00Z", "2026-02-02T00:00Z")).toEqual([
      "2026-02-01T00:00 2026-02-02T00:00 0 100",
    ]);
    expect(shown(POINTS, "2026-02-03T00:00Z", "2026-02-04T00:00Z")).toEqual([]);
    expect(shown(POINTS, "2026-03-01T00:00Z", "2026-04-01T00:00Z")).toEqual([]);
  });

  it("has days of 23 and 25 hours where clocks change, and each record in its own", () => {
    // Europe/Berlin: 02:00 is 03:00 on 29 March 2026, and 03:00 is 02:00 on 25 October 2026.
    const march = ["2026-03-27T23:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z", "2026-03-30T22:00Z"];
    const october = ["2026-10-23T22:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z", "2026-10-26T23:00Z"];
    for (const [bounds, hours] of [
      [march, 23],
      [october, 25],
    ] as const) {
      const first = at(bounds[0] ?? "");
      // A gain of 1 in each hour.
      const hourly = Array.from({ length: 24 + hours + 24 + 1 }, (_, hour) =>
        point(new Date(first + hour * HOUR_MS).toISOString(), String(100 + hour)),
      );
      expect(computePnlCalendar(hourly, bounds.map(at)).map(({ gain }) => gain.toString())).toEqual([
        "24",
        String(hours),
        "24",
      ]);
    }
  });

  it("has nothing for one record or without two bounds, and refuses bounds that do not rise", () => {
    expect(shown(POINTS.slice(0, 1), "2026-01-31T00:00Z", "2026-02-01T00:00Z")).toEqual([]);
    expect(shown([], "2026-01-31T00:00Z", "2026-02-01T00:00Z")).toEqual([]);
    expect(shown(POINTS, "2026-01-31T00:00Z")).toEqual([]);
    expect(shown(POINTS)).toEqual([]);
    expect(() => shown(POINTS, "2026-02-01T00:00Z", "2026-02-01T00:00Z")).toThrow(RangeError);
  });

  it("adds up exactly in every unit and over all of them, wherever the bounds are", () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 40 * DAY_MS }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(returnSeries, gaps, fc.integer({ min: 0, max: 30 * DAY_MS }), (points, lengths, early) => {
        let bound = Math.max(0, (points[0]?.ts ?? 0) - early);
        const bounds = [bound, ...lengths.map((length) => (bound += length))].map(unixMs);
        const statements = computePnlCalendar(points, bounds);
        const whole = computeStatement(
          selectPeriod(points, { from: bounds[0] ?? unixMs(0), until: bounds.at(-1) ?? unixMs(0) }),
        );
        let [start, flows, gain] = [whole?.start ?? Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
        for (const statement of statements) {
          expect(statement.start.eq(start)).toBe(true);
          expect(start.add(statement.flows).add(statement.gain).eq(statement.end)).toBe(true);
          start = statement.end;
          flows = flows.add(statement.flows);
          gain = gain.add(statement.gain);
          const held = points.slice(1).filter(({ ts }) => ts > statement.from && ts <= statement.until);
          expect(Decimal.sum(held.map(({ flow }) => flow)).eq(statement.flows)).toBe(true);
        }
        expect([flows.eq(whole?.flows ?? flows), gain.eq(whole?.gain ?? gain)]).toEqual([true, true]);
        // Another way to the same units: those that hold any point but the very first.
        const holding = bounds
          .slice(1)
          .filter((end, index) =>
            points.some(({ ts }, place) => place > 0 && ts > (bounds[index] ?? end) && ts <= end),
          );
        expect(statements.map((statement) => statement.until)).toEqual(holding);
      }),
      RETURN_RUNS,
    );
  });
});
