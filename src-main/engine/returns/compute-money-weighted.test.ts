// Are published internal rates of return met, and no and several rates told?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { pointsOf, positiveAmounts, RETURN_RUNS, returnSeries } from "#testing/return-arbitraries.ts";
import { type CashFlow, computeMoneyWeighted, computeXirr } from "./compute-money-weighted.ts";

const dated = (...rows: readonly (readonly [date: string, amount: string])[]): CashFlow[] =>
  rows.map(([date, amount]) => ({ ts: unixMs(Date.parse(`${date}T00:00Z`)), amount: Decimal.parse(amount) }));
/** At years of 365 days from 1970 on. */
const yearly = (...amounts: readonly string[]): CashFlow[] =>
  amounts.map((amount, year) => ({ ts: unixMs(year * 365 * DAY_MS), amount: Decimal.parse(amount) }));
const rateOf = (flows: readonly CashFlow[]): number => {
  const result = computeXirr(flows);
  if (result.kind !== "one") throw new Error(JSON.stringify(result));
  return result.rate;
};
const percentsOf = (flows: readonly CashFlow[]) => {
  const result = computeXirr(flows);
  if (result.kind !== "several") throw new Error(JSON.stringify(result));
  return result.rates.map((rate) => (rate * 100).toFixed(6));
};

describe("published internal rates of return", () => {
  it("Microsoft Support, XIRR function: 37.34 %", () => {
    const rate = rateOf(
      dated(
        ["2008-01-01", "-10000"],
        ["2008-03-01", "2750"],
        ["2008-10-30", "4250"],
        ["2009-02-15", "3250"],
        ["2009-04-01", "2750"],
      ),
    );
    expect((rate * 100).toFixed(2)).toBe("37.34");
    // The page also prints 0.373362535, where Excel stopped: it promises 0.000001 % and no more. The root goes on 0.3733625335.
    expect(Math.abs(rate - 0.373362535)).toBeLessThan(1e-8);
    expect(rate.toFixed(10)).toBe("0.3733625335");
  });

  it("Microsoft Excel 5.0 help (article Q116041), the same a leap year earlier: 0.373363, 37.3363 %", () => {
    const rate = rateOf(
      dated(
        ["1992-01-01", "-10000"],
        ["1992-03-01", "2750"],
        ["1992-10-30", "4250"],
        ["1993-02-15", "3250"],
        ["1993-04-01", "2750"],
      ),
    );
    expect([rate.toFixed(6), (rate * 100).toFixed(4)]).toEqual(["0.373363", "37.3363"]);
  });

  it("LibreOffice Help, XIRR: 0.1828, 18.28 %", () => {
    const rate = rateOf(
      dated(
        ["2001-01-01", "-10000"],
        ["2001-02-01", "2000"],
        ["2001-03-15", "2500"],
        ["2001-05-12", "5000"],
        ["2001-08-10", "1000"],
      ),
    );
    expect([rate.toFixed(4), (rate * 100).toFixed(2)]).toEqual(["0.1828", "18.28"]);
  });

  it("Apache OpenOffice wiki, Calc: XIRR function: 0.124, 12.4 %", () => {
    const rate = rateOf(dated(["2008-02-05", "-2750"], ["2008-07-05", "1000"], ["2009-01-05", "2000"]));
    expect(rate.toFixed(3)).toBe("0.124");
  });

  it("docs.rs, crate xirr, made after LibreOffice's: 0.1635371584432641, flows in any order", () => {
    const rate = rateOf(
      dated(["2015-06-11", "-1000"], ["2015-07-21", "-9000"], ["2018-06-10", "20000"], ["2015-10-17", "-3000"]),
    );
    expect(rate).toBeCloseTo(0.1635371584432641, 13);
  });

  it("pzacademy.com, CFA level I: 10 million at 14 %, then 100 million more at 8 %, is 8.53 %", () => {
    const result = computeMoneyWeighted(pointsOf([0, "10"], [365, "111.4", "100"], [730, "120.312"]));
    expect(result.kind === "one" && (result.rate * 100).toFixed(2)).toBe("8.53");
  });

  it("Lorie and Savage, Three Problems in Rationing Capital (1955): a pump's flows solve at 25 % and 400 %", () => {
    expect(percentsOf(yearly("-1600", "10000", "-10000"))).toEqual(["25.000000", "400.000000"]);
  });

  it("Brealey and Myers, Principles of Corporate Finance: +1,000, -3,000, +2,500 has no rate", () => {
    expect(computeXirr(yearly("1000", "-3000", "2500"))).toEqual({
      kind: "none",
      reason: "No yearly rate between -100 % and 100,000,000 % makes these flows worth nothing.",
    });
  });
});

describe("a money-weighted return", () => {
  it("of one sum in and one out is the closed form", () => {
    fc.assert(
      fc.property(
        positiveAmounts,
        fc.integer({ min: 1, max: 8_000_000 }),
        fc.integer({ min: 1, max: 12_000 }),
        (paid, millionths, days) => {
          const ratio = millionths / 1e6;
          const wanted = ratio ** (365 / days) - 1;
          fc.pre(wanted < 9e5 && wanted > -1 + 1e-12);
          const got = paid.mul(Decimal.of(BigInt(millionths), 6));
          const rate = rateOf([
            { ts: unixMs(0), amount: paid.neg() },
            { ts: unixMs(days * DAY_MS), amount: got },
          ]);
          expect(Math.abs(rate - wanted)).toBeLessThanOrEqual(1e-10 * (1 + wanted));
        },
      ),
      RETURN_RUNS,
    );
  });

  it("does not depend on the unit of money, nor on the order of the flows", () => {
    fc.assert(
      fc.property(returnSeries, positiveAmounts, (points, unit) => {
        const scaled = points.map(({ ts, value, flow }) => ({ ts, value: value.mul(unit), flow: flow.mul(unit) }));
        const [plain, other] = [computeMoneyWeighted(points), computeMoneyWeighted(scaled)];
        const rates = (result: typeof plain) =>
          result.kind === "one" ? [result.rate] : result.kind === "several" ? result.rates : [];
        expect(other.kind).toBe(plain.kind);
        for (const [index, rate] of rates(plain).entries()) {
          expect(Math.abs((rates(other)[index] ?? Number.NaN) - rate)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(rate)));
        }
      }),
      RETURN_RUNS,
    );
  });

  it("at a constant price is 0 %, or says that others solve it too", () => {
    const result = computeMoneyWeighted(pointsOf([0, "100"], [40, "150", "50"], [90, "30", "-120"], [200, "30"]));
    expect(result).toEqual({ kind: "one", rate: 0 });
  });

  it("says why there is none", () => {
    const reasonOf = (flows: readonly CashFlow[]) => {
      const result = computeXirr(flows);
      return result.kind === "none" ? result.reason : result.kind;
    };
    expect(reasonOf([])).toBe("No money moved.");
    expect(reasonOf(yearly("0", "0"))).toBe("No money moved.");
    expect(reasonOf(yearly("-1", "-2"))).toBe("Money only went in: nothing came out or is left.");
    expect(reasonOf(yearly("1", "2"))).toBe("Money only came out: none went in.");
    // In and out at one moment is nothing on balance.
    expect(reasonOf([...yearly("-5"), ...yearly("5")])).toBe("No money moved.");
    // A day's 20,000-fold: more than 100,000,000 % a year.
    expect(reasonOf(dated(["2026-01-01", "-1"], ["2026-01-02", "20000"]))).toMatch(/^No yearly rate/);
    expect(computeMoneyWeighted(pointsOf([0, "5"]))).toMatchObject({ kind: "none" });
    expect(computeMoneyWeighted([])).toMatchObject({ kind: "none" });
  });

  it("of thousands of flows to and fro is found in time", () => {
    const flows = Array.from({ length: 4_000 }, (_, index) => ({
      ts: unixMs(index * DAY_MS),
      amount: Decimal.fromInteger(index % 2 === 0 ? -100 - (index % 7) : 101 + (index % 5)),
    }));
    const result = computeXirr([...flows, { ts: unixMs(4_000 * DAY_MS), amount: Decimal.fromInteger(900) }]);
    expect(result.kind).not.toBe("none");
  });
});
