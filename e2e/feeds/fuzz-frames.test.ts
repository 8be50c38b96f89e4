// Do the readings of frames take whatever a socket brings for what it is? 50,000 spoiled frames per venue here, a million by
// `npm run long -- frames`: nothing throws, the fast reading contradicts the whole one nowhere, and no figure is one that nobody sent.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type Judge, judgeOf } from "#testing/judge-scan.ts";
import { inRoot } from "../../scripts/prepare/paths.mjs";
import { mutateFrame } from "./fuzz-frames-mutate.ts";
import { untruthIn } from "./fuzz-frames-truth.ts";
import { FUZZED_VENUES, type FuzzedVenue } from "./fuzz-frames-venues.ts";

const IS_LONG = process.env.SCHWABOT_LONG === "1";
const RUNS = IS_LONG ? 1_000_000 : 50_000;
/** The long run begins where the short one never comes. */
const FIRST_SEED = IS_LONG ? 1_000_000 : 0;
const WARM_UP = 10_000;
const MOST_GROWTH_BYTES = 8 * 1_048_576;
const MOST_PROBLEMS = 20;
/** One in so many frames is of another kind than best prices. */
const OTHER_KIND = 4;

/** Seeds that ever failed. They stay. Each is run after the one before it: what an earlier frame left behind must not matter. */
const KEPT_SEEDS: Readonly<Record<string, readonly number[]>> = {
  binance: [],
  // Of a fraction of a second with more than nine digits, which the platform reads wrongly when it begins with zero.
  coinbase: [9_071, 23_377],
  coinbaseexchange: [8_604],
  kraken: [10_570],
};

interface Run {
  readonly kind: "scanned" | "quote" | "malformed" | "other";
  readonly problem: string | null;
}

function runSeed(venue: FuzzedVenue, judge: Judge, seed: number): Run {
  const rng = SeededRng.of(seed);
  const draw = () =>
    rng.integer(1, OTHER_KIND) > 1 ? venue.quote(rng) : (venue.others[rng.integer(0, venue.others.length - 1)] ?? "");
  const { frame, how } = mutateFrame(Buffer.from(draw()), Buffer.from(draw()), rng);
  const told = (problem: string) => `seed ${seed}, ${how}: ${problem}: ${frame.toString("latin1").slice(0, 600)}`;
  try {
    const { scanned, frame: parsed, problem } = judge(frame);
    const { events } = parsed;
    const untruth =
      problem ??
      untruthIn(frame.toString("utf8"), events, venue.fields, venue.reading.names) ??
      (events.length === 0 ? "no event" : null);
    const isQuote = events.some(({ type }) => type === "quote");
    const isMalformed = events.some(({ type }) => type === "malformed");
    return {
      kind: scanned ? "scanned" : isQuote ? "quote" : isMalformed ? "malformed" : "other",
      problem: untruth === null ? null : told(untruth),
    };
  } catch (error) {
    return {
      kind: "other",
      problem: told(`thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    };
  }
}

/** What is still held when nothing is left to be thrown away. */
function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

describe.each(Object.entries(FUZZED_VENUES))("spoiled frames of %s", (name, venue) => {
  it("of seeds that once failed are taken well", () => {
    const judge = judgeOf(venue.reading);
    const problems = (KEPT_SEEDS[name] ?? []).flatMap((seed) =>
      [seed - 1, seed].map((each) => runSeed(venue, judge, Math.max(0, each)).problem),
    );
    expect(problems.filter((problem) => problem !== null)).toEqual([]);
  });

  it(
    `${RUNS} times: never a crash, a contradiction or a wrong figure, and nothing is held on to`,
    () => {
      const judge = judgeOf(venue.reading);
      const counts = { scanned: 0, quote: 0, malformed: 0, other: 0 };
      const problems: string[] = [];
      const startedMs = performance.now();
      let heapBefore = 0;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
        if (seed === FIRST_SEED + WARM_UP) heapBefore = heapBytes();
        const { kind, problem } = runSeed(venue, judge, seed);
        counts[kind] += 1;
        if (problem !== null && problems.length < MOST_PROBLEMS) problems.push(problem);
      }
      const growthBytes = heapBytes() - heapBefore;
      if (IS_LONG) {
        const seconds = Math.round((performance.now() - startedMs) / 1_000);
        keepResult(name, { runs: RUNS, firstSeed: FIRST_SEED, counts, problems, growthBytes, seconds });
      }
      expect(problems).toEqual([]);
      expect(growthBytes).toBeLessThan(MOST_GROWTH_BYTES);
      // All ends are met: a generator that only breaks, or breaks nothing, tests nothing.
      for (const count of [counts.scanned, counts.quote, counts.malformed]) expect(count).toBeGreaterThan(RUNS / 20);
    },
    IS_LONG ? 3_600_000 : 60_000,
  );
});

function keepResult(venue: string, result: object): void {
  const folder = inRoot("bench", "results", "long");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  writeFileSync(
    path.join(folder, `frames-${venue}.json`),
    `${JSON.stringify({ run: "frames", venue, at, ...result }, null, 2)}\n`,
  );
}
