// Do the adapters take whatever a venue answers, spoiled in any way, for what it is: a typed failure, or a value without a wrong
// number? 5,000 answers per venue here, 100,000 by `npm run long -- mutations`.
import { describe, expect, it } from "vitest";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { keepLongResult } from "../../fixtures/keep-long-result.ts";
import type { VenueUnderTest } from "../venue-under-test.ts";
import { draw, type Run, runOnce } from "./judge-run.ts";
import { ReplayedVenue } from "./replayed-venue.ts";

const IS_LONG = process.env.SCHWABOT_LONG === "1";
const RUNS = IS_LONG ? 100_000 : 5_000;
/** So many runs share an adapter, which keeps what it has learnt; a failing seed is run again from the start of its batch. */
const BATCH = 50;
/** The long run begins where the short one never comes. */
const FIRST_SEED = IS_LONG ? 1_000_000 : 0;

interface SeededRun extends Run {
  readonly seed: number;
}

async function runBatch(venue: ReplayedVenue, start: number, end: number): Promise<readonly SeededRun[]> {
  const runs: SeededRun[] = [];
  const shared = venue.fresh();
  for (let seed = start; seed < end; seed += 1) {
    const rng = SeededRng.of(seed);
    const drawn = draw(venue, rng);
    const subject = drawn.alone ? venue.fresh() : shared;
    runs.push({ seed, ...(await runOnce(venue, drawn, subject, rng)) });
  }
  return runs;
}

/** Each client has an account of its own. */
const withoutAccount = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, member: unknown) => (name === "accountId" ? "" : member)));

const batchOf = (seed: number) => seed - (seed % BATCH);

/** `keptSeeds`: those that ever failed. They stay. */
export function spoiledAnswers(under: VenueUnderTest, keptSeeds: readonly number[]): void {
  const name = under.venue;
  describe(`spoiled answers of ${name}`, () => {
    it("are recorded whole: unspoiled, each call gives what it gave before", async () => {
      const venue = await ReplayedVenue.record(under);
      for (const recording of venue.recordings) {
        const again = await venue.run(venue.fresh(), recording, recording.answers);
        expect(withoutAccount(again), recording.scenario.name).toEqual(withoutAccount(recording.value));
      }
    });

    if (keptSeeds.length > 0)
      it("of seeds that once failed are taken well", async () => {
        const venue = await ReplayedVenue.record(under);
        for (const seed of keptSeeds)
          expect((await runBatch(venue, batchOf(seed), seed + 1)).filter(({ problem }) => problem !== null)).toEqual(
            [],
          );
      });

    it(
      `${RUNS} times: a typed failure or a right value, never a crash`,
      async () => {
        const venue = await ReplayedVenue.record(under);
        const counts = { value: 0, "typed failure": 0, problem: 0 };
        const problems: SeededRun[] = [];
        const startedMs = performance.now();
        for (let start = FIRST_SEED; start < FIRST_SEED + RUNS; start += BATCH)
          for (const run of await runBatch(venue, start, start + BATCH)) {
            counts[run.ended] += 1;
            if (run.problem !== null) problems.push(run);
          }
        if (IS_LONG)
          keepLongResult("mutations", name, {
            runs: RUNS,
            firstSeed: FIRST_SEED,
            counts,
            problems,
            seconds: Math.round((performance.now() - startedMs) / 1_000),
          });
        expect(problems).toEqual([]);
        // Both ends are met: a generator that only breaks, or breaks nothing, tests nothing.
        expect(counts.value).toBeGreaterThan(RUNS / 20);
        expect(counts["typed failure"]).toBeGreaterThan(RUNS / 20);
      },
      IS_LONG ? 4 * 3_600_000 : 120_000,
    );
  });
}
