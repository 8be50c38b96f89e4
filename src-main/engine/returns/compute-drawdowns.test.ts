// Are falls measured from the last high, dated, and never below -100 %?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS } from "#shared/domain/time.ts";
import { pointsOf, RETURN_RUNS, returnSeries } from "#testing/return-arbitraries.ts";
import { computeDrawdowns } from "./compute-drawdowns.ts";
import { computeGrowth, type ReturnPoint } from "./compute-growth.ts";

const drawdownsOf = (points: readonly ReturnPoint[]) => {
  const found = computeDrawdowns(computeGrowth(points).value ?? []);
  if (found === null) throw new Error("no drawdowns");
  return found;
};
const valued = (...values: readonly string[]) =>
  pointsOf(...values.map((value, day): readonly [number, string] => [day, value]));
const day = (ts: number | null | undefined) => (ts === null || ts === undefined ? null : ts / DAY_MS);

describe("published drawdowns", () => {
  it("Investopedia, Maximum Drawdown: 500,000, 750,000, 400,000, 600,000, 350,000, 800,000 fall by 53.33 %", () => {
    const { deepest, high } = drawdownsOf(valued("500000", "750000", "400000", "600000", "350000", "800000"));
    expect(deepest?.depth.mul(Decimal.parse("100")).toFixed(2, "halfEven")).toBe("-53.33");
    expect([day(deepest?.peakAt), day(deepest?.troughAt), day(deepest?.recoveredAt)]).toEqual([1, 4, 5]);
    expect([day(high.ts), high.growth.toString()]).toEqual([5, "1.6"]);
  });

  it("YCharts, Max Drawdown: 100,000, 150,000, 90,000, 120,000, 80,000, 200,000 fall by 46.67 %", () => {
    const { deepest } = drawdownsOf(valued("100000", "150000", "90000", "120000", "80000", "200000"));
    expect(deepest?.depth.mul(Decimal.parse("100")).toFixed(2, "halfEven")).toBe("-46.67");
  });

  it("Bacon, Practical Portfolio Performance Measurement and Attribution (3rd ed., 2023): 36 months' falls from the peak", () => {
    const { points, deepest } = drawdownsOf(valued(...BACON_VALUES));
    expect(points.slice(1).map(({ drawdown }) => drawdown.toFixed(4, "halfEven"))).toEqual(
      BACON_FALLS.map((fall) => Decimal.parse(fall).toFixed(4, "halfEven")),
    );
    expect([day(deepest?.peakAt), day(deepest?.troughAt), day(deepest?.recoveredAt)]).toEqual([13, 18, 31]);
  });
});

describe("drawdowns", () => {
  it("lie between -100 % and 0, the deepest is the lowest of them, and its dates are where it says", () => {
    fc.assert(
      fc.property(returnSeries, (points) => {
        const growths = computeGrowth(points).value ?? [];
        const found = drawdownsOf(points);
        const lowest = Decimal.min(Decimal.ZERO, ...found.points.map(({ drawdown }) => drawdown));
        expect(lowest.gte(Decimal.parse("-1"))).toBe(true);
        expect(found.points.every(({ drawdown }) => !drawdown.isPositive)).toBe(true);
        expect((found.deepest?.depth ?? Decimal.ZERO).eq(lowest)).toBe(true);
        expect(found.high.growth.eq(Decimal.max(Decimal.ZERO, ...growths.map(({ growth }) => growth)))).toBe(true);
        if (found.deepest === null) return;
        const { peakAt, troughAt, recoveredAt } = found.deepest;
        const growthAt = (ts: number) => growths.find((point) => point.ts === ts)?.growth ?? Decimal.ZERO;
        const between = growths.filter(({ ts }) => ts > peakAt && ts < (recoveredAt ?? Number.POSITIVE_INFINITY));
        expect(between.every(({ growth }) => growth.lt(growthAt(peakAt)) && growth.gte(growthAt(troughAt)))).toBe(true);
        expect(between.some(({ ts }) => ts === troughAt)).toBe(true);
        if (recoveredAt !== null) expect(growthAt(recoveredAt).gte(growthAt(peakAt))).toBe(true);
      }),
      RETURN_RUNS,
    );
  });

  it("are made by no flow: a withdrawal is no fall, a deposit no high", () => {
    const { deepest, high } = drawdownsOf(pointsOf([0, "100"], [1, "20", "-80"], [2, "1020", "1000"], [3, "1020"]));
    expect([deepest, high.growth.toString()]).toEqual([null, "1"]);
  });

  it("of a loss of all are -100 %, and nothing recovers from it", () => {
    const { deepest } = drawdownsOf(pointsOf([0, "100"], [1, "50", "50"], [2, "500"]));
    expect([deepest?.depth.toString(), deepest?.recoveredAt]).toEqual(["-1", null]);
  });

  it("start at the last moment of the high and end at the first one back", () => {
    const { deepest } = drawdownsOf(valued("100", "100", "90", "80", "80", "100", "120"));
    expect([day(deepest?.peakAt), day(deepest?.troughAt), day(deepest?.recoveredAt)]).toEqual([1, 3, 5]);
    // A later, shallower fall takes nothing of the deepest one.
    const later = drawdownsOf(valued("100", "50", "100", "90", "95")).deepest;
    expect([day(later?.peakAt), day(later?.troughAt), day(later?.recoveredAt)]).toEqual([0, 1, 2]);
    expect(computeDrawdowns([])).toBeNull();
  });
});

const BACON_RETURNS = [
  "0.003",
  "0.026",
  "0.011",
  "-0.009",
  "0.014",
  "0.024",
  "0.015",
  "0.066",
  "-0.014",
  "0.039",
  "-0.005",
  "0.081",
  "0.040",
  "-0.037",
  "-0.061",
  "0.014",
  "-0.049",
  "-0.021",
  "0.062",
  "0.058",
  "-0.064",
  "0.017",
  "-0.004",
  "-0.002",
  "-0.021",
  "0.011",
  "0.047",
  "0.024",
  "0.033",
  "-0.007",
  "0.047",
  "0.006",
  "0.010",
  "-0.002",
  "0.034",
  "0.010",
];
let baconValue = Decimal.ONE;
const BACON_VALUES = [
  "1",
  ...BACON_RETURNS.map((change) => {
    baconValue = baconValue.mul(Decimal.ONE.add(Decimal.parse(change))).roundTo(60, "halfEven");
    return baconValue.toString();
  }),
];
const BACON_FALLS = [
  "0",
  "0",
  "0",
  "-0.0090",
  "0",
  "0",
  "0",
  "0",
  "-0.0140",
  "0",
  "-0.0050",
  "0",
  "0",
  "-0.0370",
  "-0.0957",
  "-0.0831",
  "-0.1280",
  "-0.1463",
  "-0.0934",
  "-0.0408",
  "-0.1022",
  "-0.0869",
  "-0.0906",
  "-0.0924",
  "-0.1115",
  "-0.1017",
  "-0.0595",
  "-0.0369",
  "-0.0051",
  "-0.0121",
  "0",
  "0",
  "0",
  "-0.0020",
  "0",
  "0",
];
