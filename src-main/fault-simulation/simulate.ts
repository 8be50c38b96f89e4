// What do many seeds say together?
import type { Invariant } from "./auditor.ts";
import { type Mutation, runSeed, type SeedResult } from "./run-seed.ts";
import { scenarioOf } from "./scenario.ts";
import { withoutTraces } from "./without-traces.ts";

export interface Simulation {
  readonly seeds: number;
  readonly violations: Readonly<Record<string, number>> & { readonly total: number };
  readonly crashes: number;
  readonly virtualHours: number;
  readonly orders: number;
  /** How often each fault hit. */
  readonly faults: Readonly<Record<string, number>>;
  /**
   * How long orders that were unknown when the venues came back still were, at venues with an expiry or kept ids; `byPerson`: those
   * that a person had to vouch for, since a crash or the end of the minute forbids to send them again.
   */
  readonly unknown: {
    readonly resolved: number;
    readonly p99Ms: number | null;
    readonly mostMs: number | null;
    readonly byPerson: number;
  };
  readonly firstFailingSeed: number | null;
  readonly firstFailure: string | null;
}

export interface SimulateOptions {
  readonly from: number;
  readonly seeds: number;
  readonly mutation?: Mutation;
  /** Ends at the first seed that fails. */
  readonly stopAtFirst?: boolean;
  readonly onSeed?: (result: SeedResult) => void;
}

/** Runs the seeds `from`, `from + 1`, ... one after the other. The same seeds give the same result on every machine. */
export async function simulate(options: SimulateOptions): Promise<Simulation> {
  return await withoutTraces(() => runAll(options));
}

async function runAll(options: SimulateOptions): Promise<Simulation> {
  const violations = new Map<Invariant, number>();
  const faults = new Map<string, number>();
  const resolved: number[] = [];
  let vouched = 0;
  const sums = { seeds: 0, crashes: 0, virtualMs: 0, orders: 0 };
  let first: SeedResult | null = null;
  for (let seed = options.from; seed < options.from + options.seeds; seed += 1) {
    const result = await runSeed(scenarioOf(seed), options.mutation);
    sums.seeds += 1;
    sums.crashes += result.crashes;
    sums.virtualMs += result.virtualMs;
    sums.orders += result.orders;
    for (const { ms, byPerson } of result.resolved) {
      if (byPerson) vouched += 1;
      else resolved.push(ms);
    }
    for (const [kind, count] of result.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
    options.onSeed?.(result);
    if (result.violation === null) continue;
    first ??= result;
    const { invariant } = result.violation;
    violations.set(invariant, (violations.get(invariant) ?? 0) + 1);
    if (options.stopAtFirst === true) break;
  }
  const total = [...violations.values()].reduce((sum, count) => sum + count, 0);
  resolved.sort((one, other) => one - other);
  return {
    seeds: sums.seeds,
    violations: { total, ...Object.fromEntries(violations) },
    crashes: sums.crashes,
    virtualHours: Math.round(sums.virtualMs / 36_000) / 100,
    orders: sums.orders,
    faults: Object.fromEntries([...faults].sort(([one], [other]) => (one < other ? -1 : 1))),
    unknown: {
      resolved: resolved.length,
      p99Ms: resolved[Math.ceil(resolved.length * 0.99) - 1] ?? null,
      mostMs: resolved.at(-1) ?? null,
      byPerson: vouched,
    },
    firstFailingSeed: first?.seed ?? null,
    firstFailure: first?.violation?.message ?? null,
  };
}
