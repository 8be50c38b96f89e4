// Are readings joined and judged as the page of strategies says, at the very edge of the thresholds too?
import { describe, expect, it } from "vitest";
import type { Judgement, StrategyConfiguration } from "#shared/domain/decision.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { TEST_CONFIGURATION } from "#testing/strategy-candles.ts";
import { combine, conclude, prepareStrategies, type Ranks, type RawReading } from "./judge.ts";

const SYMBOL = marketSymbolSchema.parse("BTC/USDC");

/** A strategy that says this direction; null: it abstains. */
const said = (name: StrategyName, direction: number | null, quality = 1): RawReading => ({
  name,
  role: name === "executionSchedule" ? "scale" : "vote",
  reading:
    direction === null
      ? { abstain: "nothing to say", inputs: {} }
      : { direction, quality, inputs: {}, because: "so it is" },
  raw: direction === null ? null : Math.abs(direction) * quality,
});
const rank = (smaller: number, bars = 1_000) => ({ bars, smaller });

interface Case {
  readonly raws: readonly RawReading[];
  readonly ranks: Ranks;
  readonly mapperRank?: { readonly bars: number; readonly smaller: number } | null;
  readonly weights?: StrategyConfiguration["weights"];
}

function decide({
  raws,
  ranks,
  mapperRank = rank(900),
  weights = { volumeMomentum: 3, entropyGate: 1, executionSchedule: 1 },
}: Case) {
  const configuration = { ...TEST_CONFIGURATION, weights };
  const combined = combine(raws, ranks, { configuration, pick: null, symbol: SYMBOL });
  return conclude(raws, combined, { ranks, mapperRank, thresholds: configuration });
}

const RANKED = { volumeMomentum: rank(800), entropyGate: rank(950) };

describe("the thresholds", () => {
  it.each([
    { smaller: 750, direction: 0.65, passes: true },
    { smaller: 749, direction: 0.65, passes: false },
    { smaller: 750, direction: 0.649_999_999_999, passes: false },
    { smaller: 999, direction: -0.65, passes: true },
    // Rounded to 12 digits first.
    { smaller: 750, direction: 0.649_999_999_999_9, passes: true },
  ])("confidence $smaller of 1,000 and direction $direction: $passes", ({ smaller, direction, passes }) => {
    const { strategies } = decide({
      raws: [said("volumeMomentum", direction)],
      ranks: { volumeMomentum: rank(smaller) },
    });
    expect(strategies.volumeMomentum).toMatchObject({ state: "read", confidence: smaller / 1_000, passes });
  });
});

describe("the mapper", () => {
  it("weighs those that vote and asks its own rank", () => {
    const { mapper } = decide({ raws: [said("volumeMomentum", 0.9), said("entropyGate", -0.7)], ranks: RANKED });
    expect(mapper).toMatchObject({
      state: "read",
      direction: (3 * 0.9 - 0.7) / 4,
      quality: 0.75,
      raw: 0.375,
      confidence: 0.9,
      passes: false,
    });
  });

  it("does not hear a strategy that has not its thousand bars, which says how many are missing", () => {
    const ranks = { ...RANKED, entropyGate: rank(100, 400) };
    const { mapper, strategies } = decide({ raws: [said("volumeMomentum", 0.9), said("entropyGate", -0.7)], ranks });
    expect(mapper).toMatchObject({ direction: 0.9, quality: 1 });
    expect(strategies.entropyGate).toMatchObject({
      state: "abstains",
      because: "so it is. 600 of its own bars are missing until it can say how sure it is",
    });
  });

  it("says how many of its own are missing", () => {
    const { mapper } = decide({ raws: [said("volumeMomentum", 0.9)], ranks: RANKED, mapperRank: rank(3, 10) });
    expect(mapper).toMatchObject({
      state: "abstains",
      because: expect.stringMatching(/990 of its own bars are missing/),
    });
  });

  it("is scaled by the schedule where that has a weight and its minutes are known, and by nothing else", () => {
    const raws = [said("volumeMomentum", 0.8), said("executionSchedule", 0.25)];
    expect(decide({ raws, ranks: RANKED }).mapper).toMatchObject({ direction: 0.2, inputs: { "scaled by": 0.25 } });
    const noWeight = { volumeMomentum: 1, executionSchedule: 0 };
    expect(decide({ raws, ranks: RANKED, weights: noWeight }).mapper).toMatchObject({ direction: 0.8 });
    const unknown = [said("volumeMomentum", 0.8), { ...said("executionSchedule", 0.25), reading: null, raw: null }];
    const { mapper, strategies } = decide({ raws: unknown, ranks: RANKED });
    expect(mapper).toMatchObject({ direction: 0.8 });
    expect(strategies.executionSchedule).toMatchObject({
      state: "abstains",
      because: "Warming up: not all of its features are known yet",
    });
  });

  it("abstains where nobody votes", () => {
    expect(decide({ raws: [said("volumeMomentum", null)], ranks: RANKED }).mapper).toEqual<Judgement>({
      state: "abstains",
      inputs: {},
      because: "No strategy with a weight votes on this bar",
    });
  });
});

it("strategies without a weight are not run, those with 0 are", () => {
  const names = prepareStrategies({ ...TEST_CONFIGURATION, weights: { cycleWheel: 0, evidenceCombiner: 1 } });
  expect(names.map(({ name }) => name)).toEqual(["evidenceCombiner", "cycleWheel"]);
});
