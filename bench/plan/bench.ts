// How fast is a plan, and what does exactness cost? One pass and the whole planner, on floats, on Decimal, on decimal.js.
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { atLeast, atMost, type Bench } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { runRounds } from "../support/rounds.ts";
import { growthExponent, median, medianRatio, spread } from "../support/statistics.ts";
import { measureOptimal } from "./optimal.ts";

const ROUNDS = 5;
const PROFILES = 10;
const ASSETS = 200;
const SIZES = [50, 100, 200] as const;
/** Venues and assets of one profile, as a person has them. */
const SHAPES = [
  [1, 5],
  [3, 10],
  [3, 30],
  [3, 100],
] as const;

const answerSchema = z.object({ ms: z.number().positive(), quantities: z.array(z.string()) });
const file = (name: string) => path.join(import.meta.dirname, name);

const onePass = (arithmetic: string, assets: number) =>
  measureInChild(file("one-pass-child.ts"), [arithmetic, String(PROFILES), String(assets)], answerSchema);

const planner = (arithmetic: string, part: "pass" | "whole", profiles: number, venues: number, assets: number) =>
  measureInChild(
    file("planner-child.ts"),
    [arithmetic, part, String(profiles), String(venues), String(assets)],
    answerSchema,
  );

type Answer = z.output<typeof answerSchema>;
const times = (samples: readonly Answer[]) => samples.map(({ ms }) => ms);

/** Orders of one that the other does not have, to the last digit. */
function differences(one: readonly Answer[], other: readonly Answer[]): number {
  const mine = ensure(one[0], "sample").quantities;
  const theirs = ensure(other[0], "sample").quantities;
  return mine.filter((text, index) => text !== theirs[index]).length + Math.abs(mine.length - theirs.length);
}

export const planBench: Bench = {
  name: "plan",
  title: `exact plans of ${PROFILES} profiles x ${ASSETS} assets, against floats and decimal.js`,
  async run() {
    const passes = await runRounds(ROUNDS, {
      float64: () => onePass("float64", ASSETS),
      exact: () => onePass("exact", ASSETS),
      library: () => onePass("decimal.js", ASSETS),
      smallest: () => onePass("exact", SIZES[0]),
      middle: () => onePass("exact", SIZES[1]),
    });
    const planners = await runRounds(3, {
      exact: () => planner("exact", "pass", PROFILES, 1, ASSETS),
      library: () => planner("decimal.js", "pass", PROFILES, 1, ASSETS),
      smallest: () => planner("exact", "pass", PROFILES, 1, SIZES[0]),
      middle: () => planner("exact", "pass", PROFILES, 1, SIZES[1]),
    });
    const shapes = [];
    for (const [venues, assets] of SHAPES) {
      const { ms, quantities } = await planner("exact", "whole", 1, venues, assets);
      shapes.push({ what: `greedy planner, ${venues} x ${assets}, inputs to result, ${quantities.length} legs`, ms });
    }
    const optimal = await measureOptimal();
    const figure = (what: string, samples: readonly Answer[]) => ({
      what,
      value: median(times(samples)),
      unit: "ms CPU",
      spread: spread(times(samples)),
    });
    const points = (three: readonly (readonly Answer[])[]) =>
      SIZES.map((size, index) => ({ size, value: median(times(ensure(three[index], "size"))) }));
    const growth = (what: string, three: readonly (readonly Answer[])[]) => ({
      what,
      unit: "ms CPU",
      points: points(three),
      exponent: growthExponent(points(three)),
    });
    const orders = ensure(passes.exact[0], "sample").quantities.length;
    const legs = ensure(planners.exact[0], "sample").quantities.length;
    return {
      figures: [
        figure(`one pass, Float64 in typed arrays (floor), ${orders} orders`, passes.float64),
        figure("one pass, Decimal", passes.exact),
        figure("one pass, decimal.js", passes.library),
        figure(`product planner, inputs parsed, ${legs} legs`, planners.exact),
        figure("product planner with decimal.js in place of Decimal", planners.library),
        {
          what: "product planner over the Float64 one-pass floor",
          value: median(times(planners.exact)) / median(times(passes.float64)),
          unit: "x",
        },
        ...shapes.map(({ what, ms }) => ({ what, value: ms, unit: "ms CPU" })),
        ...optimal.figures,
      ],
      goals: [
        atMost("one pass: Decimal over floats", medianRatio(times(passes.exact), times(passes.float64)), 65, "x"),
        atLeast("one pass: faster than decimal.js", medianRatio(times(passes.library), times(passes.exact)), 10, "x"),
        atMost("one pass: orders that differ from decimal.js", differences(passes.exact, passes.library), 0),
        atLeast(
          "product planner: faster than on decimal.js",
          medianRatio(times(planners.library), times(planners.exact)),
          10,
          "x",
        ),
        atMost("product planner: legs that differ from decimal.js", differences(planners.exact, planners.library), 0),
        ...optimal.goals,
      ],
      growth: [
        growth(`one pass of ${PROFILES} profiles, by assets`, [passes.smallest, passes.middle, passes.exact]),
        growth(`product planner, ${PROFILES} profiles, by assets`, [
          planners.smallest,
          planners.middle,
          planners.exact,
        ]),
      ],
      notes: [
        "One pass is the shape the goals were set on: value, band, lot, minimum and fee of every asset. The product planner does more: it walks books, funds each account and repeats until its own costs are counted in.",
        "Optimal plans: portfolios of 5,000 to 500,000 USD, bands of a tenth of an average weight, fees of 0.1 to 0.4 %; proven means a gap of at most 0.05 bp of the value. A band counts as reached within a cent. Processor time, since other programs may run; the thread's figures are by the clock.",
        "The planner has no Float64 peer: on floats its rounds do not settle, so the same code plans something else.",
      ],
    };
  },
};
