// How long do features of a million candles take, against tight loops and against a library, in the same run?
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { atLeast, atMost, type Bench } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { runRounds } from "../support/rounds.ts";
import { growthExponent, median, medianRatio, spread } from "../support/statistics.ts";
import { FLOORS } from "./floors.ts";

const ROUNDS = 3;
const SIZES = [100_000, 300_000, 1_000_000] as const;
const [, , LARGE] = SIZES;
const MOST_OVER_FLOOR = 1.3;
const LEAST_UNDER_LIBRARY = 5;
const LEAST_MEAN_UNDER_LIBRARY = 10;

const timeSchema = z.object({ ms: z.number().positive() });
const growingSchema = timeSchema.extend({ features: z.number(), addP50Us: z.number(), addP99Us: z.number() });

const file = (name: string) => path.join(import.meta.dirname, name);
const indicator = (variant: string, name: string) => async () => {
  const { ms } = await measureInChild(file("indicator-child.ts"), [variant, name, String(LARGE)], timeSchema);
  return ms;
};
const growing = (count: number) => () => measureInChild(file("growing-child.ts"), [String(count)], growingSchema);

const transform = (variant: string) => async () => {
  const { ms } = await measureInChild(file("transform-child.ts"), [variant, String(LARGE)], timeSchema);
  return ms;
};

async function measureIndicator(name: string) {
  const samples = await runRounds(ROUNDS, {
    floor: indicator("floor", name),
    ours: indicator("ours", name),
    library: indicator("library", name),
  });
  return {
    name,
    ...samples,
    overFloor: medianRatio(samples.ours, samples.floor),
    underLibrary: medianRatio(samples.library, samples.ours),
    floorUnderLibrary: medianRatio(samples.library, samples.floor),
  };
}

export const featuresBench: Bench = {
  name: "features",
  title: "indicators of a million candles, against tight loops and trading-signals",
  async run() {
    const results = [];
    for (const name of Object.keys(FLOORS)) results.push(await measureIndicator(name));
    const wavelet = await runRounds(ROUNDS, { floor: transform("floor"), ours: transform("ours") });
    const all = await runRounds(ROUNDS, {
      small: growing(SIZES[0]),
      middle: growing(SIZES[1]),
      large: growing(LARGE),
    });
    const points = [all.small, all.middle, all.large].map((list, index) => ({
      size: ensure(SIZES[index], "size"),
      value: median(list.map(({ ms }) => ms)),
    }));
    const mean = Math.exp(results.reduce((sum, { underLibrary }) => sum + Math.log(underLibrary), 0) / results.length);
    const count = ensure(all.large[0], "round").features;
    const added = (pick: (sample: z.output<typeof growingSchema>) => number) => median(all.large.map(pick));
    return {
      figures: [
        ...results.flatMap(({ name, floor, ours, library }) =>
          Object.entries({ ours, "tight loop": floor, library }).map(([variant, times]) => ({
            what: `${name}, ${variant}`,
            value: median(times),
            unit: "ms CPU",
            spread: spread(times),
          })),
        ),
        ...Object.entries({ ours: wavelet.ours, "tight loop": wavelet.floor }).map(([variant, times]) => ({
          what: `wavelet transform db4, 4 levels, ${variant}`,
          value: median(times),
          unit: "ms CPU",
          spread: spread(times),
        })),
        { what: `one more bar of ${count} runs, p50`, value: added(({ addP50Us }) => addP50Us), unit: "us" },
        { what: `one more bar of ${count} runs, p99`, value: added(({ addP99Us }) => addP99Us), unit: "us" },
      ],
      goals: [
        ...results.map(({ name, overFloor }) => atMost(`${name} over its tight loop`, overFloor, MOST_OVER_FLOOR, "x")),
        ...results.map(({ name, underLibrary }) =>
          atLeast(`${name}, times faster than trading-signals`, underLibrary, LEAST_UNDER_LIBRARY, "x"),
        ),
        atMost("wavelet transform over its tight loop", medianRatio(wavelet.ours, wavelet.floor), MOST_OVER_FLOOR, "x"),
        atLeast("all, geometric mean against trading-signals", mean, LEAST_MEAN_UNDER_LIBRARY, "x"),
      ],
      growth: [{ what: `${count} runs at once`, unit: "ms CPU", points, exponent: growthExponent(points) }],
      notes: [
        "Each measurement is a process of its own and makes fresh columns each time. The tight loops keep running sums, which carry rounding along, and cannot go on with one more bar; ours sum by blocks and can.",
        "The library is given its candles as objects made before the measurement, and answers bar by bar; the fixed cost of its signals and of keeping inputs is its own.",
        `The tight loops' own distance from the library: ${results.map(({ name, floorUnderLibrary }) => `${name} ${floorUnderLibrary.toFixed(1)} x`).join(", ")}. An exponential average is one product and two sums a bar that wait for the bar before, in the library too; ours takes four bars at once.`,
        "A name with several lines (bands, MACD, stochastic, directional movement) stands for all of them, in all three.",
      ],
    };
  },
};
