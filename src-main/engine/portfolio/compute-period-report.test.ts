import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReturnPoint } from "#engine/returns/compute-growth.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { positiveAmounts, RETURN_RUNS, returnSteps, walk } from "#testing/return-arbitraries.ts";
import { computePeriodReport, computeTradingReport, selectMidnights } from "./compute-period-report.ts";

const point = (ts: number, value: string, flow = "0"): ReturnPoint => ({
  ts: unixMs(ts),
  value: decimal(value),
  flow: decimal(flow),
});
const rows = (points: readonly ReturnPoint[]) => points.map(({ ts, value, flow }) => `${ts / DAY_MS} ${value} ${flow}`);

describe("computePeriodReport", () => {
  it("adds up: start + flows + gain = end, for any history", () => {
    fc.assert(
      fc.property(positiveAmounts, returnSteps, (start, steps) => {
        const points = walk(start, DAY_MS, steps);
        const report = computePeriodReport(points);
        if (report === null) throw new Error("no report");
        const last = points.at(-1);
        expect(report.start.add(report.flows).add(report.gain).eq(report.end)).toBe(true);
        expect(report.start.eq(start) && report.end.eq(last?.value ?? Decimal.ZERO)).toBe(true);
        expect(report.flows.eq(Decimal.sum(points.slice(1).map(({ flow }) => flow)))).toBe(true);
        for (const figure of Object.values(report)) {
          if (typeof figure === "object" && "reason" in figure)
            expect(figure.value === null).toBe(figure.reason !== null);
        }
      }),
      RETURN_RUNS,
    );
  });

  it("tells the figures of whole days from midnight to midnight, the others over all records", () => {
    // 100 -> 110 -> 99 -> 108.9 at midnights: returns 10 %, -10 %, 10 %; a fall to 88 at a noon.
    const points = [
      point(DAY_MS, "100"),
      point(2 * DAY_MS, "110"),
      point(2.5 * DAY_MS, "88"),
      point(3 * DAY_MS, "99"),
      point(4 * DAY_MS, "108.9"),
      point(4.25 * DAY_MS, "109"),
    ];
    const report = computePeriodReport(points);
    expect(report).toMatchObject({
      timeWeighted: { value: "0.09", reason: null },
      maxDrawdown: { value: "-0.2", reason: null },
      hitRate: { value: "0.6666666667", reason: null },
    });
    // Sample deviation of 0.1, -0.1, 0.1 is 0.11547...; x sqrt(365).
    expect(report?.volatility.value).toBe(
      (Math.sqrt((2 * (1 / 15) ** 2 + (2 / 15) ** 2 + 0) / 2) * Math.sqrt(365)).toFixed(10),
    );
  });

  it("tells what a short period brought as it is, and rates of a year from a year on", () => {
    const days = (count: number) =>
      Array.from({ length: count + 1 }, (_, day) =>
        point((day + 1) * DAY_MS, String(day < count ? 100 + (day % 2) : 121)),
      );
    const short = computePeriodReport(days(73));
    expect(Number(short?.moneyWeighted.value)).toBeCloseTo(0.21, 9);
    const reason = "A rate of a year needs a year of values.";
    expect([short?.cagr, short?.calmar]).toEqual([
      { value: null, reason },
      { value: null, reason },
    ]);
    const year = computePeriodReport(days(365));
    expect(Number(year?.moneyWeighted.value)).toBeCloseTo(0.21, 9);
    expect(Number(year?.cagr.value)).toBeCloseTo(0.21, 9);
    expect(Number(year?.calmar.value)).toBeGreaterThan(0);
    const long = computePeriodReport(days(730));
    expect(Number(long?.moneyWeighted.value)).toBeCloseTo(0.1, 9);
    expect(Number(long?.cagr.value)).toBeCloseTo(0.1, 9);
  });

  it("has no figure of a year where a midnight in between is not known, and says of how many", () => {
    const report = computePeriodReport([point(DAY_MS, "100"), point(2 * DAY_MS, "110"), point(5 * DAY_MS, "121")]);
    expect(report?.sharpe).toEqual({
      value: null,
      reason: "Of 2 days in between no value at midnight is known, so days cannot be compared.",
    });
    expect(report?.timeWeighted.value).toBe("0.21");
  });

  it("has reasons for one record, and is null without any", () => {
    const report = computePeriodReport([point(DAY_MS, "100")]);
    expect(report?.timeWeighted).toEqual({ value: null, reason: "A return needs at least two records." });
    expect(report?.sharpe.value).toBeNull();
    expect(report?.moneyWeighted.value).toBeNull();
    expect(computePeriodReport([])).toBeNull();
  });
});

describe("selectMidnights", () => {
  it("takes the record nearest to each midnight and loses no flow between them", () => {
    const points = [
      point(DAY_MS - 20 * MINUTE_MS, "1"),
      point(DAY_MS + 5 * MINUTE_MS, "2", "1"),
      point(DAY_MS + HOUR_MS, "3", "2"),
      point(2 * DAY_MS - MINUTE_MS, "4", "4"),
      point(2 * DAY_MS + MINUTE_MS, "5", "8"),
      point(3 * DAY_MS + 31 * MINUTE_MS, "6", "16"),
      point(4 * DAY_MS, "7", "32"),
    ];
    const { points: days, missing } = selectMidnights(points);
    expect(rows(days)).toEqual([
      `${(DAY_MS + 5 * MINUTE_MS) / DAY_MS} 2 1`,
      `${(2 * DAY_MS + MINUTE_MS) / DAY_MS} 5 14`,
      "4 7 48",
    ]);
    expect(missing).toBe(1);
    expect(selectMidnights([])).toEqual({ points: [], missing: 0 });
  });
});

describe("computeTradingReport", () => {
  const sums = { trades: 3, traded: decimal("300"), fees: decimal("1.5"), unvalued: 1 };
  const points = [point(0, "100"), point(DAY_MS, "200")];

  it("tells both in the currency that is shown", () => {
    expect(computeTradingReport(sums, points, decimal("1"))).toEqual({
      trades: 3,
      unvalued: 1,
      fees: { value: "1.5", reason: null },
      turnover: { value: "2", reason: null },
    });
    expect(computeTradingReport(sums, points, decimal("0.5"))).toMatchObject({
      fees: { value: "0.75" },
      turnover: { value: "1" },
    });
  });

  it("says why there is none", () => {
    const none = { value: null, reason: "The currency of the books has no price in the one that is shown." };
    expect(computeTradingReport(sums, points, null)).toEqual({ trades: 3, unvalued: 1, fees: none, turnover: none });
    expect(computeTradingReport(sums, [], decimal("1")).turnover.reason).toBe("The average value is not above 0.");
  });
});
