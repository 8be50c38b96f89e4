// Do independent libraries' performance figures come out of ours? Where the reference data lies; where it does not, a test says so.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { computeDrawdowns } from "./compute-drawdowns.ts";
import { computeGrowth, computePeriodReturns, computeTimeWeighted, type ReturnPoint } from "./compute-growth.ts";
import { computeDownsideDeviation, computeSharpe, computeSortino } from "./compute-metrics.ts";
import { computePerformance } from "./compute-performance.ts";

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "reference", "performance");
const WHY_NOT = `no reference figures in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`;

type Numbers = readonly (number | null)[];
interface Input {
  readonly returns: Numbers;
  readonly prices: readonly number[];
  readonly starting_value: number;
  readonly risk_free: number | Numbers;
  readonly required_return: number | Numbers;
  readonly factor_returns: number | Numbers;
  readonly window: number;
}
interface Case {
  readonly id: string;
  readonly input: string;
  readonly expected: string;
  readonly params: { readonly function: string; readonly annualization?: number };
  readonly atol: number;
  readonly rtol: number;
}
type Answer = number | null | readonly (number | null)[];

const read = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, name), "utf8")) as T;
const exact = (value: number): Decimal => Decimal.parse(String(value));
const toNumber = (value: Decimal): number => Number.parseFloat(value.toString());

function pointsOf(values: readonly Decimal[]): ReturnPoint[] {
  return values.map((value, day) => ({ ts: unixMs(day * DAY_MS), value, flow: Decimal.ZERO }));
}

/** A value that grows by each return; a missing one is a day without a change. */
function walk(returns: Numbers, start = 1): ReturnPoint[] {
  let value = exact(start);
  const grown = returns.map((change) => {
    value = value.mul(Decimal.ONE.add(exact(change ?? 0)));
    return value;
  });
  return pointsOf([exact(start), ...grown]);
}

/** Returns over a rate, or over one rate a period; periods in which either is missing are left out. */
function over(returns: Numbers, rate: number | Numbers): readonly number[] {
  return returns.flatMap((value, index) => {
    const less = typeof rate === "number" ? rate : (rate[index] ?? null);
    return value === null || less === null ? [] : [value - less];
  });
}

const growthsOf = (points: readonly ReturnPoint[]) => computeGrowth(points).value ?? [];

/** How each of their functions is said in ours. */
const OURS: Readonly<Record<string, { cases: number; answer: (input: Input, periodsPerYear: number) => Answer }>> = {
  simple_returns: {
    cases: 2,
    answer: ({ prices }) => {
      const points = pointsOf(prices.map(exact));
      return computeGrowth(points).value === null ? null : computePeriodReturns(points);
    },
  },
  cum_returns: {
    cases: 4,
    answer: ({ returns, starting_value: start }) =>
      growthsOf(walk(returns))
        .slice(1)
        .map(({ growth }) => (start === 0 ? toNumber(growth) - 1 : toNumber(growth) * start)),
  },
  cum_returns_final: {
    cases: 5,
    answer: ({ returns, starting_value: start }) => {
      const { value } = computeTimeWeighted(computeGrowth(walk(returns)));
      return value === null ? null : start === 0 ? toNumber(value) : (toNumber(value) + 1) * start;
    },
  },
  max_drawdown: { cases: 8, answer: ({ returns }) => depthOf(walk(returns)) },
  roll_max_drawdown: {
    cases: 2,
    answer: ({ returns, window }) =>
      returns.slice(window - 1).map((_, index) => depthOf(walk(returns.slice(index, index + window)))),
  },
  annual_return: { cases: 3, answer: ({ returns }, year) => performance(returns, year).cagr.value },
  cagr: { cases: 5, answer: ({ returns }, year) => performance(returns, year).cagr.value },
  calmar_ratio: { cases: 5, answer: ({ returns }, year) => performance(returns, year).calmar.value },
  annual_volatility: { cases: 4, answer: ({ returns }, year) => performance(over(returns, 0), year).volatility.value },
  sharpe_ratio: {
    cases: 8,
    answer: ({ returns, risk_free: rate }, year) => computeSharpe(over(returns, rate), { periodsPerYear: year }).value,
  },
  excess_sharpe: {
    cases: 5,
    answer: ({ returns, factor_returns: rate }) => computeSharpe(over(returns, rate), { periodsPerYear: 1 }).value,
  },
  downside_risk: {
    cases: 9,
    answer: ({ returns, required_return: rate }, year) =>
      computeDownsideDeviation(over(returns, rate), { periodsPerYear: year }).value,
  },
  sortino_ratio: {
    cases: 10,
    answer: ({ returns, required_return: rate }, year) =>
      computeSortino(over(returns, rate), { periodsPerYear: year }).value,
  },
};
/** Statistics that are none of the program's. */
const NOT_OURS = ["alpha_beta", "beta", "capture", "omega_ratio", "stability_of_timeseries", "tail_ratio"];

function performance(returns: Numbers, periodsPerYear: number) {
  return computePerformance(walk(returns), { periodsPerYear });
}

function depthOf(points: readonly ReturnPoint[]): number | null {
  if (points.length < 2) return null;
  const depth = computeDrawdowns(growthsOf(points))?.deepest?.depth;
  return depth === undefined ? 0 : toNumber(depth);
}

describe("reference performance figures", () => {
  const cases = (): readonly Case[] => read<readonly Case[]>("cases.json");

  it("are of functions that we have, or know that we do not", ({ skip }) => {
    skip(!existsSync(ROOT), WHY_NOT);
    const named = new Set(cases().map(({ params }) => params.function));
    expect([...named].sort()).toEqual([...Object.keys(OURS), ...NOT_OURS].sort());
  });

  it.for(Object.entries(OURS))("%s", ([name, { cases: count, answer }], { skip }) => {
    skip(!existsSync(ROOT), WHY_NOT);
    const own = cases().filter(({ params }) => params.function === name);
    expect(own).toHaveLength(count);
    for (const { id, input, expected, params, atol, rtol } of own) {
      const wanted = read<{ value: Answer | "Infinity" }>(expected).value;
      const found = answer(read<Input>(input), params.annualization ?? 1);
      // Where they divide by 0 we say that it cannot be computed.
      const ours: readonly (number | null)[] = [found].flat();
      const theirs: readonly (number | null)[] = wanted === "Infinity" ? [null] : [wanted].flat();
      expect(ours, id).toHaveLength(theirs.length);
      for (const [index, value] of theirs.entries()) {
        const own = ours[index];
        if (value === null) expect(own, id).toBeNull();
        else
          expect(Math.abs((own ?? Number.NaN) - value), `${id}: ${own}`).toBeLessThanOrEqual(
            atol + rtol * Math.abs(value),
          );
      }
    }
  });
});
