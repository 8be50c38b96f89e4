// Is growth free of flows, exact, and silent where there is none to tell?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import {
  pointsOf,
  positiveAmounts,
  RETURN_RUNS,
  returnSeries,
  returnSteps,
  walk,
} from "#testing/return-arbitraries.ts";
import { computeGrowth, computePeriodReturns, computeTimeWeighted, type ReturnPoint } from "./compute-growth.ts";

const timeWeighted = (points: readonly ReturnPoint[]) => computeTimeWeighted(computeGrowth(points));
const exactly = (points: readonly ReturnPoint[]): Decimal => {
  const { value, reason } = timeWeighted(points);
  if (value === null) throw new Error(reason);
  return value;
};
const percent = (points: readonly ReturnPoint[], places: number) =>
  exactly(points).mul(Decimal.parse("100")).toFixed(places, "halfEven");

describe("published time-weighted returns", () => {
  it("Investopedia, Time-Weighted Rate of Return: 9.79 % with 100,000 added, and the same with 100,000 taken out", () => {
    const added = pointsOf([0, "1000000"], [226, "1262484", "100000"], [365, "1192328"]);
    expect(percent(added, 2)).toBe("9.79");
    expect(computePeriodReturns(added).map((value) => (value * 100).toFixed(2))).toEqual(["16.25", "-5.56"]);
    expect(percent(pointsOf([0, "1000000"], [226, "1062484", "-100000"], [365, "1003440"]), 2)).toBe("9.79");
  });

  it("analystforum.net, a CFA question: quarters of 1.0909, 0.9286, 1.3333 and 0.9762 make 31.85 %", () => {
    const quarters = pointsOf([0, "2.2"], [90, "2.8", "0.4"], [181, "2.4", "-0.2"], [273, "4.2", "1"], [365, "4.1"]);
    expect(computePeriodReturns(quarters).map((value) => (1 + value).toFixed(4))).toEqual([
      "1.0909",
      "0.9286",
      "1.3333",
      "0.9762",
    ]);
    expect(percent(quarters, 2)).toBe("31.85");
  });

  it("Wikipedia, Time-weighted return: years of 4 %, 9 %, 5 % and 11 % make 32.12 %", () => {
    const years = pointsOf([0, "1"], [365, "1.04"], [730, "1.1336"], [1_095, "1.19028"], [1_460, "1.3212108"]);
    expect(percent(years, 2)).toBe("32.12");
  });
});

describe("a time-weighted return", () => {
  it("is not moved by any pattern of flows at a constant price", () => {
    fc.assert(
      fc.property(positiveAmounts, returnSteps, (start, steps) => {
        const growths = computeGrowth(walk(start, 0, steps, true)).value;
        expect(growths?.every(({ growth }) => growth.eq(Decimal.ONE))).toBe(true);
      }),
      RETURN_RUNS,
    );
  });

  it("is that of the price, whatever the flows", () => {
    fc.assert(
      fc.property(positiveAmounts, returnSteps, (start, steps) => {
        const price = steps.reduce((product, { factor }) => product.mul(Decimal.of(BigInt(factor), 3)), Decimal.ONE);
        const growth = computeGrowth(walk(start, 0, steps)).value?.at(-1)?.growth;
        expectNear(growth, price);
      }),
      RETURN_RUNS,
    );
  });

  it("is not moved by a record more or less between flows", () => {
    fc.assert(
      fc.property(returnSeries, fc.nat(), positiveAmounts, (points, where, value) => {
        const at = 1 + (where % points.length);
        const ts = points[at - 1]?.ts ?? unixMs(0);
        const later = points.slice(at).map((point) => ({ ...point, ts: unixMs(point.ts + 1) }));
        const split = [...points.slice(0, at), { ts: unixMs(ts + 1), value, flow: Decimal.ZERO }, ...later];
        fc.pre(later.length > 0);
        expectNear(computeGrowth(split).value?.at(-1)?.growth, growthOf(points));
      }),
      RETURN_RUNS,
    );
  });

  it("is not moved by another unit of money", () => {
    fc.assert(
      fc.property(returnSeries, positiveAmounts, (points, unit) => {
        const scaled = points.map(({ ts, value, flow }) => ({ ts, value: value.mul(unit), flow: flow.mul(unit) }));
        expectNear(computeGrowth(scaled).value?.at(-1)?.growth, growthOf(points));
      }),
      RETURN_RUNS,
    );
  });

  it("says why there is none", () => {
    expect(timeWeighted([]).reason).toBe("A return needs at least two records.");
    expect(timeWeighted(pointsOf([0, "1"])).reason).toBe("A return needs at least two records.");
    expect(timeWeighted(pointsOf([0, "0"], [1, "5", "5"])).reason).toBe(
      "The value at 1970-01-01T00:00:00.000Z is 0: a return needs a starting value above 0.",
    );
    expect(timeWeighted(pointsOf([0, "10"], [1, "-3"], [2, "5"])).reason).toBe(
      "The value at 1970-01-02T00:00:00.000Z is -3 after a flow of 0, so it was -3 before: more than all was lost.",
    );
  });

  it("of a total loss is -100 %, also when new money came in after it; of all withdrawn it is what was earned before", () => {
    expect(exactly(pointsOf([0, "10"], [1, "0"])).toString()).toBe("-1");
    expect(exactly(pointsOf([0, "10"], [1, "5", "5"], [2, "50"])).toString()).toBe("-1");
    expect(exactly(pointsOf([0, "10"], [1, "0", "-12"])).toString()).toBe("0.2");
  });

  it("asks nothing of the first point's flow", () => {
    expect(exactly(pointsOf([0, "10", "10"], [1, "11"])).toString()).toBe("0.1");
  });

  it("keeps its digits at 1e-18 and 1e15", () => {
    const wide = pointsOf([0, "1000000000000000"], [1, "0.000000000000000001"], [2, "1100000000000000"]);
    expectNear(computeGrowth(wide).value?.at(-1)?.growth, Decimal.parse("1.1"));
  });
});

function growthOf(points: readonly ReturnPoint[]): Decimal {
  const last = computeGrowth(points).value?.at(-1);
  if (last === undefined) throw new Error("no growth");
  return last.growth;
}

/** To 30 digits: 34 are kept, and each link rounds once. */
function expectNear(found: Decimal | undefined, wanted: Decimal): void {
  if (found === undefined) throw new Error("no growth");
  const off = found.sub(wanted).abs();
  const allowed = wanted.mul(Decimal.of(1n, 30));
  if (off.gt(allowed)) throw new Error(`${found} is not ${wanted}`);
}
