// Do decisions depend on closed bars only, come out alike every time, and replay from what was written?
import { describe, expect, it } from "vitest";
import { TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import {
  type DecisionPortfolio,
  type DecisionRecord,
  decisionRecordSchema,
  type StrategyConfiguration,
} from "#shared/domain/decision.ts";
import { assetSchema, marketSymbolSchema, profileIdSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { signalSchema } from "#shared/domain/signal.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { evaluateStrategies } from "#testing/evaluate-strategies.ts";
import { candlesAt } from "#testing/feature-candles.ts";
import { TEST_CONFIGURATION, tablesOf } from "#testing/strategy-candles.ts";
import { computeStrategySignals } from "./compute-strategy-signals.ts";
import { replayDecision, writeDecision } from "./decision-record.ts";
import { type CandleColumns, COLUMN_NAMES, emptyColumns, sliceColumns } from "./features/compute-candle-columns.ts";
import { type CandleTables, type Evaluation, StrategyRun } from "./strategy-run.ts";

const SYMBOL = marketSymbolSchema.parse("BTC/USDC");
const MINUTE_HOURS = 40;
const PORTFOLIO: DecisionPortfolio = {
  currency: assetSchema.parse("USDC"),
  totalValue: decimalString("1000.5"),
  positions: [{ asset: assetSchema.parse("BTC"), quantity: decimalString("0.01"), value: decimalString("200.5") }],
};

interface Kind {
  readonly weights: StrategyConfiguration["weights"];
  readonly bars: number;
  /** An hour is missing before this bar. */
  readonly gap: number;
}

/** The regimes need 2,000 bars, and their ensemble votes after 1,000 more. */
const EVERY: Kind = { weights: TEST_CONFIGURATION.weights, bars: 3_120, gap: 3_060 };
/** Cheap ones: they vote after 1,000 bars of their own, and the mapper speaks after 1,000 more. */
const CHEAP: Kind = {
  weights: { volumeMomentum: 0.6, evidenceCombiner: 0.4, cycleWheel: 0 },
  bars: 2_250,
  gap: 2_150,
};
/** Of the newest decision of the cheap ones, and of the last 200. They change with a rule or a feature, whose version then rises. */
const GOLDEN_LAST = "4697d674c8ca83ef7a66d447de8cff4f82a90a6d2ee4d77a50c3b5e14381985a";
const GOLDEN_ALL = "2e32b50d594af6ec1585b2d6ba3fde62e627b26ce8454159f102a041878b3e80";

const GOLDEN_EVERY = "0cbfc56ab14158526a5fbfc4120515586ae99ac330ca49728333197a5a95e4bf";

/** What was decided, without the functions. */
const plain = ({ closedAt, price, outcome, ranks, mapperRank, features }: Evaluation) =>
  JSON.stringify({ closedAt, price, outcome, ranks, mapperRank, features: features() });

function scenarioOf({ weights, bars, gap }: Kind) {
  /** Low thresholds, so that signals are many. */
  const configuration: StrategyConfiguration = {
    ...TEST_CONFIGURATION,
    weights,
    confidenceThreshold: 0.2,
    signalStrengthThreshold: 0.1,
    driftDeltaRange: [0, 1],
  };
  const times = Array.from({ length: bars }, (_, bar) => (bar + (bar < gap ? 0 : 1)) * HOUR_MS);
  const hours = candlesAt(times, 7, 20_000);
  const firstMinute = (bars + 1 - MINUTE_HOURS) * HOUR_MS;
  const minuteTimes = Array.from({ length: MINUTE_HOURS * 60 }, (_, minute) => firstMinute + minute * MINUTE_MS);
  const minutes = candlesAt(minuteTimes, 8, 20_000);
  const withMinutes = (hourly: CandleColumns): CandleTables => ({ ...tablesOf(hourly), "1m": minutes });
  const decide = (tables: CandleTables): readonly Evaluation[] => [
    ...new StrategyRun({ symbol: SYMBOL, configuration }).advance(tables),
  ];
  const whole = decide(withMinutes(hours));
  const records = whole.slice(-200).map((evaluation) => writeDecision(evaluation, configuration, PORTFOLIO));
  return { configuration, hours, withMinutes, decide, whole, plainly: whole.map(plain), records };
}

const made = new Map<Kind, ReturnType<typeof scenarioOf>>();
function scenario(kind: Kind): ReturnType<typeof scenarioOf> {
  const own = made.get(kind) ?? scenarioOf(kind);
  made.set(kind, own);
  return own;
}

describe("a run of every strategy", () => {
  const { bars: BARS, gap: GAP } = EVERY;

  it("hears every strategy before its end, and the mapper", () => {
    const { whole } = scenario(EVERY);
    for (const name of Object.keys(EVERY.weights) as StrategyName[]) {
      const bars = whole.filter(({ ranks }) => ranks[name] !== undefined).length;
      expect(bars, name).toBeGreaterThan(name === "executionSchedule" ? 10 : 1_000);
    }
    expect(whole.filter(({ outcome }) => outcome.mapper.state === "read").length).toBeGreaterThan(100);
  });

  it("says nothing before a strategy has 1,000 bars of its own, and how many are missing", () => {
    const { whole } = scenario(EVERY);
    const first = whole.find(({ ranks }) => ranks.volumeMomentum !== undefined);
    expect(first?.outcome.strategies.volumeMomentum).toMatchObject({
      state: "abstains",
      because: expect.stringMatching(/999 of its own bars are missing/),
    });
    const early = whole.filter(({ ranks }) => (ranks.volumeMomentum?.bars ?? 0) < 1_000);
    for (const { outcome } of early) expect(outcome.strategies.volumeMomentum?.state).toBe("abstains");
  });

  it("does not know at a bar after a missing one what the bar before said", () => {
    const { whole } = scenario(EVERY);
    expect(whole[GAP]?.features()["1h ht_dcphase @1"]).toBeNull();
    expect(whole[GAP + 1]?.features()["1h ht_dcphase @1"]).not.toBeNull();
  });

  it("scales by the minutes where they are known", () => {
    const { whole } = scenario(EVERY);
    expect(whole.at(-1)?.outcome.mapper.inputs["scaled by"]).toBeGreaterThan(0);
    expect(whole.at(-100)?.outcome.mapper.inputs).not.toHaveProperty("scaled by");
  });

  it("does not look ahead: another future changes nothing before it", () => {
    const { hours, withMinutes, decide, plainly } = scenario(EVERY);
    const until = BARS - 333;
    const other = candlesAt([...hours.timestampMs.subarray(until)], 99, 5_000);
    const bent = emptyColumns(BARS);
    for (const column of COLUMN_NAMES) {
      bent[column].set(hours[column].subarray(0, until));
      bent[column].set(other[column], until);
    }
    const again = decide(withMinutes(bent)).map(plain);
    expect(again.slice(0, until)).toEqual(plainly.slice(0, until));
    expect(again.slice(until).filter((own, at) => own === plainly[until + at])).toEqual([]);
  });

  it("decides on bars that come by the dozen, and one by one, as on all at once", () => {
    const { configuration, hours, withMinutes, plainly } = scenario(EVERY);
    const run = new StrategyRun({ symbol: SYMBOL, configuration });
    const tables = withMinutes(hours);
    const taken = new Map<string, number>();
    const decided: string[] = [];
    const pieces = [BARS - 200, ...Array.from({ length: 40 }, (_, at) => (at % 12) + 1)];
    for (let end = 0, piece = 0; end < BARS; piece += 1) {
      end = Math.min(BARS, end + (pieces[piece] ?? 1));
      const now = (hours.timestampMs[end - 1] ?? 0) + HOUR_MS;
      const news = Object.entries(tables).map(([timeframe, columns]) => {
        const from = taken.get(timeframe) ?? 0;
        let to = from;
        while (to < columns.length && (columns.timestampMs[to] ?? 0) + TIMEFRAME_MS[timeframe as Timeframe] <= now)
          to += 1;
        taken.set(timeframe, to);
        return [timeframe, sliceColumns(columns, from, to)];
      });
      decided.push(...[...run.advance(Object.fromEntries(news))].map(plain));
    }
    expect(decided).toEqual(plainly);
  });

  it("writes records that fit their schema and are the same after a journey through JSON", () => {
    for (const record of scenario(EVERY).records) {
      expect(decisionRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    }
  });

  it("replays to the same hash and outcome from each record alone", () => {
    for (const record of scenario(EVERY).records) {
      const stored = JSON.parse(JSON.stringify(record)) as DecisionRecord;
      expect(replayDecision(stored)).toEqual({ same: true, decisionHash: record.decisionHash, differences: [] });
    }
  });

  it("ends on the hash that it had on every machine so far", () => {
    expect(scenario(EVERY).records.at(-1)?.decisionHash).toBe(GOLDEN_EVERY);
  });

  it("says so when a feature, an outcome or a rule is not what it was", () => {
    const record = scenario(EVERY).records.at(-1) as DecisionRecord;
    const feature = structuredClone(record);
    feature.inputs.features["1h rsi_14"] = 99;
    expect(replayDecision(feature)).toMatchObject({
      same: false,
      differences: [
        expect.stringMatching(/^The stored inputs give the hash/),
        "evidenceCombiner comes out otherwise",
        "The mapper comes out otherwise",
      ],
    });
    const outcome = structuredClone(record);
    if (outcome.outcome.mapper.state === "read") outcome.outcome.mapper.direction = 0.123;
    expect(replayDecision(outcome).differences).toEqual(["The mapper comes out otherwise"]);
    const rule = structuredClone(record);
    rule.inputs.rules.cycleWheel = 7;
    expect(replayDecision(rule).differences).toContain(
      "cycleWheel decided by version 7 of its rule; this program has version 1",
    );
  });

  it("gives signals of both sources that say why and fit their schema", () => {
    const signals = scenario(EVERY).records.flatMap(computeStrategySignals);
    expect(new Set(signals.map(({ source }) => source))).toEqual(new Set(["strategy", "cycle"]));
    expect(new Set(signals.map(({ action }) => action))).toEqual(new Set(["buy", "sell"]));
    for (const draft of signals) {
      const signal = signalSchema.parse({
        ...draft,
        id: signalIdSchema.parse("6fa459ea-ee8a-4ca4-894e-db77e160355e"),
        profileId: profileIdSchema.parse("demo"),
      });
      expect(signal.expiresAt - signal.ts).toBe(24 * HOUR_MS);
      expect(signal.rationale.length).toBeGreaterThan(5);
      expect(signal.rationale.filter(({ passed }) => passed === false)).toEqual([]);
    }
  });
});

describe("a decision of the newest bar", () => {
  it("has the hashes that it had on every machine so far", () => {
    const { records } = scenario(CHEAP);
    expect(records.at(-1)?.decisionHash).toBe(GOLDEN_LAST);
    expect(canonicalHash(records.map(({ decisionHash }) => decisionHash))).toBe(GOLDEN_ALL);
  });

  it("is the last of the run, whatever the time of day that it is made on, and its hash knows no time", () => {
    const { configuration, hours, whole, withMinutes, records } = scenario(CHEAP);
    const input = { configuration, portfolio: PORTFOLIO };
    const [now] = evaluateStrategies({ ...input, tables: new Map([[SYMBOL, withMinutes(hours)]]) });
    expect(now?.record).toEqual(records.at(-1));
    expect(now?.signals).toEqual(computeStrategySignals(records.at(-1) as DecisionRecord));
    const later = { ...hours, timestampMs: hours.timestampMs.map((time: number) => time + 7 * DAY_MS) };
    const [moved] = evaluateStrategies({ ...input, tables: new Map([[SYMBOL, tablesOf(later)]]) });
    expect(moved?.record.decisionHash).toBe(now?.record.decisionHash);
    expect(moved?.record.closedAt).toBe((whole.at(-1)?.closedAt ?? 0) + 7 * DAY_MS);
  });

  it("gives no signal where a threshold is not met, and none without a bar", () => {
    const { configuration, hours } = scenario(CHEAP);
    const strict = { ...configuration, confidenceThreshold: 1, signalStrengthThreshold: 1 };
    const tables = new Map([[SYMBOL, tablesOf(hours)]]);
    expect(evaluateStrategies({ configuration: strict, tables, portfolio: null })[0]?.signals).toEqual([]);
    expect(evaluateStrategies({ configuration, tables: new Map([[SYMBOL, {}]]), portfolio: null })).toEqual([]);
  });

  it("in pick mode is that of the strategy that was drawn, and none without a hash to draw by", () => {
    const { configuration, hours } = scenario(CHEAP);
    const picking: StrategyConfiguration = { ...configuration, mode: "pick", weights: { volumeMomentum: 1 } };
    const tables = new Map([[SYMBOL, tablesOf(hours)]]);
    const input = { configuration: picking, tables, portfolio: null };
    const pickAt = () => ({ rotatingHash: "ab".repeat(32), epoch: 3, without: [] });
    const outcome = evaluateStrategies({ ...input, pickAt })[0]?.record.outcome;
    expect(outcome?.mapper).toEqual({
      ...outcome?.strategies.volumeMomentum,
      because: expect.stringMatching(/^Drawn for this epoch/),
    });
    expect(evaluateStrategies(input)[0]?.record.outcome.mapper).toMatchObject({
      state: "abstains",
      because: "No strategy can be drawn: this profile has no rotating hash yet",
    });
  });
});
