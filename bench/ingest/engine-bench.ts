// What does a quote cost in the engine alone, from the feed to the conflated batch, and does the engine's thread stay free?
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { atMost, type BenchReport } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { runRounds } from "../support/rounds.ts";
import { growthExponent, median, medianRatio, spread } from "../support/statistics.ts";

const ROUNDS = 3;
const PACED_ROUNDS = 2;
const SIZES = [10, 100, 1_000] as const;
/** Eighty seconds of quotes: minutes close while they come. */
const QUOTES = 400_000;
const PACED = { perSecond: 5_000, symbols: 50, seconds: 6 } as const;

const costSchema = z.object({
  usPerQuote: z.number().positive(),
  quotes: z.number(),
  delivered: z.number(),
  unaccounted: z.number(),
  rejected: z.number().optional(),
  cpuMsPerSecond: z.number().optional(),
});
type Cost = z.output<typeof costSchema>;

const pacedSchema = z.object({
  p50Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
  busyShare: z.number(),
  perSecond: z.number(),
  unaccounted: z.number(),
});

const child = (name: string) => path.join(import.meta.dirname, name);
const cost = (variant: string, symbols: number) =>
  measureInChild(child("ingest-child.ts"), [variant, String(symbols), String(QUOTES)], costSchema);
const paced = (variant: string) => {
  const numbers = [PACED.perSecond, PACED.symbols, PACED.seconds].map(String);
  return measureInChild(child("paced-child.ts"), [variant, ...numbers], pacedSchema);
};

const times = (samples: readonly Cost[]) => samples.map(({ usPerQuote }) => usPerQuote);

export async function measureEngine(): Promise<BenchReport> {
  const [small, middle, large] = SIZES;
  const costs = await runRounds(ROUNDS, {
    floor10: () => cost("floor", small),
    floor100: () => cost("floor", middle),
    floor1000: () => cost("floor", large),
    engine10: () => cost("engine", small),
    engine100: () => cost("engine", middle),
    engine1000: () => cost("engine", large),
    disk100: () => cost("disk", middle),
    simulated: () => cost("simulated", small),
  });
  const loops = await runRounds(PACED_ROUNDS, { idle: () => paced("idle"), engine: () => paced("engine") });
  const all = [...Object.values(costs).flat(), ...loops.engine];
  const figure = (what: string, samples: readonly Cost[]) => ({
    what,
    value: median(times(samples)),
    unit: "us CPU per quote",
    spread: spread(times(samples)),
  });
  const growth = (what: string, three: readonly (readonly Cost[])[]) => {
    const points = SIZES.map((size, index) => ({ size, value: median(times(ensure(three[index], "size"))) }));
    return { what, unit: "us", points, exponent: growthExponent(points) };
  };
  const p99 = (samples: readonly { readonly p99Ms: number }[]) => samples.map(({ p99Ms }) => p99Ms);
  const ratio = (what: string, one: readonly Cost[], floor: readonly Cost[]) => ({
    what,
    value: medianRatio(times(one), times(floor)),
    unit: "x",
  });
  const simulated = ensure(costs.simulated[0]?.cpuMsPerSecond, "cost of the simulated feed");
  return {
    figures: [
      figure(`floor, ${middle} symbols: latest per market in a Map`, costs.floor100),
      figure(`engine, ${small} symbols`, costs.engine10),
      figure(`engine, ${middle} symbols`, costs.engine100),
      figure(`engine, ${large} symbols`, costs.engine1000),
      figure(`engine, ${middle} symbols, closed minutes to disk`, costs.disk100),
      figure("engine and the simulated feed that makes the quotes", costs.simulated),
      ratio(`engine over the floor, ${small} symbols`, costs.engine10, costs.floor10),
      ratio(`engine over the floor, ${middle} symbols`, costs.engine100, costs.floor100),
      ratio(`engine over the floor, ${large} symbols`, costs.engine1000, costs.floor1000),
      { what: "simulated markets, all of both venues", value: simulated / 10, unit: "% of a core" },
      {
        what: `process busy at ${PACED.perSecond} quotes/s in real time`,
        value: 100 * median(loops.engine.map(({ busyShare }) => busyShare)),
        unit: "% of a core",
      },
      { what: "quotes a second that came, paced", value: median(loops.engine.map((s) => s.perSecond)), unit: "1/s" },
      {
        what: "event loop delay p99, idle",
        value: median(p99(loops.idle)),
        unit: "ms",
        spread: spread(p99(loops.idle)),
      },
      { what: "event loop delay p50, engine", value: median(loops.engine.map(({ p50Ms }) => p50Ms)), unit: "ms" },
      {
        what: "event loop delay, longest, engine",
        value: median(loops.engine.map(({ maxMs }) => maxMs)),
        unit: "ms",
      },
    ],
    goals: [
      atMost("quotes not accounted for, all runs", Math.max(...all.map(({ unaccounted }) => unaccounted)), 0),
      atMost(`event loop delay p99 at ${PACED.perSecond} quotes/s`, median(p99(loops.engine)), 10, "ms"),
    ],
    growth: [
      growth("floor, by symbols", [costs.floor10, costs.floor100, costs.floor1000]),
      growth("engine, by symbols", [costs.engine10, costs.engine100, costs.engine1000]),
    ],
    notes: [
      "The engine tests every quote (crossed, late, outlier, volume), keeps its candle and counts it; the floor keeps the latest and nothing else.",
      "More symbols mean fewer quotes that replace each other between two ticks, so more of them leave: the floor grows too.",
    ],
  };
}
