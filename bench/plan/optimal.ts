// How good and how fast are optimal plans? Four sizes, each against what is provable and against three simpler ways.
import path from "node:path";
import { z } from "zod";
import { ensure } from "#shared/domain/assert.ts";
import { atLeast, atMost, type Figure, type Goal } from "../support/bench.ts";
import { measureInChild } from "../support/child.ts";
import { median, quantile } from "../support/statistics.ts";

const LIMIT_MS = 250;
const CHILD_LIMIT_MS = 900_000;
/** Money below which a band counts as reached: what a lot leaves. */
const REACHED = 0.01;
/** Venues, assets, portfolios, and the least share proven in time. */
const SHAPES = [
  { venues: 1, assets: 5, count: 120, proven: 0.99 },
  { venues: 3, assets: 10, count: 100, proven: 0.95 },
  { venues: 3, assets: 30, count: 60, proven: 0.75 },
  { venues: 3, assets: 100, count: 30, proven: null },
] as const;

const outcomeSchema = z.object({ deviation: z.number(), cost: z.number(), turnover: z.number() });
const sampleSchema = z.object({
  wallMs: z.number(),
  cpuMs: z.number(),
  solver: z.enum(["proven", "bounded", "greedy"]),
  gap: z.number().nullable(),
  total: z.number(),
  optimal: outcomeSchema,
  toEdge: outcomeSchema,
  toTarget: outcomeSchema,
  naive: outcomeSchema,
});
const workerSchema = z.object({ wallMs: z.number(), solver: z.string() });
type Sample = z.output<typeof sampleSchema>;

const RIVALS = [
  ["toEdge", "greedy to the band's edge"],
  ["toTarget", "greedy to the target"],
  ["naive", "sell all, buy all"],
] as const;

const child = path.join(import.meta.dirname, "optimal-child.ts");
const share = <T>(list: readonly T[], holds: (one: T) => boolean) => list.filter(holds).length / list.length;

export async function measureOptimal(): Promise<{
  readonly figures: readonly Figure[];
  readonly goals: readonly Goal[];
}> {
  const figures: Figure[] = [];
  const goals: Goal[] = [];
  for (const { venues, assets, count, proven } of SHAPES) {
    const sizes = [String(venues), String(assets), String(count)];
    const options = { limitMs: CHILD_LIMIT_MS };
    const samples = await measureInChild(child, ["inProcess", ...sizes], z.array(sampleSchema).min(1), options);
    const inWorker = await measureInChild(child, ["worker", ...sizes], z.array(workerSchema).min(1), options);
    const name = `optimal, ${venues} x ${assets}`;
    const cpu = samples.map(({ cpuMs }) => cpuMs);
    const wall = inWorker.map(({ wallMs }) => wallMs);
    const inTime = share(samples, ({ solver, cpuMs }) => solver === "proven" && cpuMs <= LIMIT_MS);
    figures.push(
      { what: `${name}: solver in the process, p50`, value: median(cpu), unit: "ms CPU" },
      { what: `${name}: solver in the process, p99`, value: quantile(cpu, 0.99), unit: "ms CPU" },
      { what: `${name}: solver in its thread, p50`, value: median(wall), unit: "ms" },
      { what: `${name}: solver in its thread, p99`, value: quantile(wall, 0.99), unit: "ms" },
      { what: `${name}: proven within ${LIMIT_MS} ms CPU`, value: 100 * inTime, unit: "%" },
      ...quality(name, samples),
    );
    if (proven !== null) {
      goals.push(atLeast(`${name}: proven within ${LIMIT_MS} ms CPU`, 100 * inTime, 100 * proven, "%"));
      continue;
    }
    goals.push(
      atMost(`${name}: p99 of a plan`, quantile(cpu, 0.99), LIMIT_MS, "ms CPU"),
      atLeast(`${name}: plans that show their gap`, 100 * share(samples, ({ gap }) => gap !== null), 100, "%"),
    );
  }
  return { figures, goals };
}

function quality(name: string, samples: readonly Sample[]): readonly Figure[] {
  const gaps = samples.flatMap(({ gap, total }) => (gap === null ? [] : [(gap / total) * 10_000]));
  return [
    { what: `${name}: median gap`, value: gaps.length === 0 ? Number.NaN : median(gaps), unit: "bp of value" },
    {
      what: `${name}: bands reached`,
      value: 100 * share(samples, ({ optimal }) => optimal.deviation <= REACHED),
      unit: "%",
    },
    ...RIVALS.flatMap(([key, rival]) => against(name, samples, key, rival)),
  ];
}

/** Bands reached by a simpler way, and what the optimal plan saves where both reach them. */
function against(name: string, samples: readonly Sample[], key: (typeof RIVALS)[number][0], rival: string): Figure[] {
  const both = samples.filter((sample) => Math.max(sample[key].deviation, sample.optimal.deviation) <= REACHED);
  const saved = both.map((sample) => ({
    bp: ((sample[key].cost - sample.optimal.cost) / ensure(sample[key].turnover, "turnover")) * 10_000,
    percent: (1 - sample.optimal.cost / sample[key].cost) * 100,
  }));
  const traded = saved.filter(({ bp }) => Number.isFinite(bp));
  const figures: Figure[] = [
    {
      what: `${name}: bands reached by ${rival}`,
      value: 100 * share(samples, (one) => one[key].deviation <= REACHED),
      unit: "%",
    },
  ];
  if (traded.length === 0) return figures;
  const where = `where both reach them (${traded.length})`;
  return [
    ...figures,
    {
      what: `${name}: saved against ${rival}, median, ${where}`,
      value: median(traded.map(({ bp }) => bp)),
      unit: "bp of turnover",
    },
    {
      what: `${name}: cost saved against ${rival}, median`,
      value: median(traded.map(({ percent }) => percent)),
      unit: "%",
    },
  ];
}
