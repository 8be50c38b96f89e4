// Does start + flows + gain = end hold in every period, and is a breach of it told?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { pointsOf, RETURN_RUNS, returnSeries } from "#testing/return-arbitraries.ts";
import { checkBalance, computeStatement, computeStatementShare, selectPeriod } from "./compute-statement.ts";

const texts = (points: ReturnType<typeof pointsOf>) => {
  const statement = computeStatement(points);
  if (statement === null) throw new Error("no statement");
  const { start, flows, gain, end } = statement;
  return [start, flows, gain, end, computeStatementShare(statement) ?? "none"].map(String);
};

describe("a statement", () => {
  it("balances over any period of any history, and periods that meet add up", () => {
    fc.assert(
      fc.property(returnSeries, fc.nat(), fc.nat(), fc.nat(), (points, ...where) => {
        const times = where.map((index) => points[index % points.length]?.ts ?? 0).sort((a, b) => a - b);
        const [from = 0, middle = 0, until = 0] = times;
        const over = (first: number, last: number) => {
          const statement = computeStatement(selectPeriod(points, { from: unixMs(first), until: unixMs(last) }));
          if (statement === null) throw new Error("no statement");
          const { start, flows, gain, end } = statement;
          expect(start.add(flows).add(gain).eq(end)).toBe(true);
          expect([statement.from, statement.until]).toEqual([first, last]);
          return statement;
        };
        const [first, second, whole] = [over(from, middle), over(middle, until), over(from, until)];
        expect(first.gain.add(second.gain).eq(whole.gain)).toBe(true);
        expect(first.flows.add(second.flows).eq(whole.flows)).toBe(true);
        expect(first.end.eq(second.start)).toBe(true);
      }),
      RETURN_RUNS,
    );
  });

  it("takes flows for no gain, and shares the gain over what worked for it", () => {
    expect(texts(pointsOf([0, "100", "100"], [1, "160", "50"], [2, "120", "-30"]))).toEqual([
      "100",
      "20",
      "0",
      "120",
      "0",
    ]);
    expect(texts(pointsOf([0, "100"], [1, "220", "100"]))).toEqual(["100", "100", "20", "220", "0.1"]);
    expect(texts(pointsOf([0, "100"], [1, "60", "-50"]))).toEqual(["100", "-50", "10", "60", "0.1"]);
    expect(texts(pointsOf([0, "0"], [1, "0"]))).toEqual(["0", "0", "0", "0", "none"]);
    expect(computeStatement([])).toBeNull();
  });

  it("that does not balance is an error with its figures", () => {
    const [start, flows, gain, end] = ["1", "2", "3", "7"].map(Decimal.parse) as [Decimal, Decimal, Decimal, Decimal];
    expect(() => checkBalance({ start, flows, gain, end })).toThrow("start 1 + flows 2 + gain 3 is not end 7");
  });
});

describe("a period", () => {
  const points = pointsOf([1, "1"], [2, "2"], [4, "4"]);
  const days = (from?: number, until?: number) =>
    selectPeriod(points, {
      ...(from === undefined ? {} : { from: unixMs(from * 86_400_000) }),
      ...(until === undefined ? {} : { until: unixMs(until * 86_400_000) }),
    }).map(({ value }) => value.toString());

  it("starts with the value known at its start and ends with the one known at its end", () => {
    expect(days()).toEqual(["1", "2", "4"]);
    expect(days(3)).toEqual(["2", "4"]);
    expect(days(2, 3)).toEqual(["2"]);
    expect(days(0, 2)).toEqual(["1", "2"]);
    expect(days(5)).toEqual(["4"]);
    expect(days(0, 0)).toEqual([]);
  });
});
