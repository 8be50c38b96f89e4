// On real candles, does every strategy run, are its signals sane in number, and does its result count every cost? Where the candles lie.
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { HOUR_MS } from "#shared/domain/time.ts";
import {
  HAS_REAL_CANDLES,
  readRealCandles,
  TEST_CONFIGURATION,
  tablesOf,
  WHY_NO_REAL_CANDLES,
} from "#testing/strategy-candles.ts";
import { computeCounterfactual } from "./compute-counterfactual.ts";
import { computeHitRate } from "./compute-hit-rate.ts";
import { computePaperEntries } from "./compute-paper-entries.ts";
import { SIGNAL_BARS } from "./compute-strategy-signals.ts";
import { sliceColumns } from "./features/compute-candle-columns.ts";
import { type Evaluation, StrategyRun } from "./strategy-run.ts";

const LONG = process.env.SCHWABOT_LONG === "1";
const COINS = LONG ? ["BTC", "ETH", "SOL", "XRP", "LINK", "MATIC", "AVAX", "UNI", "ATOM", "LTC"] : ["BTC"];
/** From 2022-11-30 on: the missing hour of 2023-03-24 lies inside, and the regimes vote at its end. */
const SHORT = { from: 8_000, bars: 3_300 } as const;
const DAYS_FROM = Date.UTC(2020, 8, 22);
const MISSING_HOUR = Date.UTC(2023, 2, 24, 13);

/** The exchange was halted for this hour; the two ends of 2023 and 2024 lie in two files, with two days between them. */
function candlesOf(coin: string) {
  const hourly = readRealCandles(["1h", "1h_2024_mit"], coin);
  const daily = readRealCandles(["1d"], coin, DAYS_FROM);
  return { hourly: LONG ? hourly : sliceColumns(hourly, SHORT.from, SHORT.from + SHORT.bars), daily };
}

function shareOf(evaluations: readonly Evaluation[], test: (evaluation: Evaluation) => boolean): number {
  return evaluations.filter(test).length / evaluations.length;
}

describe.each(COINS)("real candles of %s", (coin) => {
  const symbol = marketSymbolSchema.parse(`${coin}/USDT`);
  let cached: readonly Evaluation[] | null = null;
  const evaluate = (): readonly Evaluation[] => {
    if (cached === null) {
      const { hourly, daily } = candlesOf(coin);
      cached = [...new StrategyRun({ symbol, configuration: TEST_CONFIGURATION }).advance(tablesOf(hourly, daily))];
    }
    return cached;
  };
  const speaksOf = (name: StrategyName) => {
    const own = evaluate().filter(({ ranks }) => ranks[name]?.bars === 1_000);
    return { own, speaks: shareOf(own, ({ outcome }) => outcome.strategies[name]?.state === "read") };
  };

  it("every bar is decided on once, the missing hour on none", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    const closes = evaluate().map(({ closedAt }) => closedAt as number);
    expect(closes).toHaveLength(candlesOf(coin).hourly.length);
    expect(closes).not.toContain(MISSING_HOUR + HOUR_MS);
    expect(closes).toContain(MISSING_HOUR + 2 * HOUR_MS);
    // The wheel cannot have entered anything where the hour before is missing.
    const after = evaluate().find(({ closedAt }) => closedAt === MISSING_HOUR + 2 * HOUR_MS);
    expect(after?.outcome.strategies.cycleWheel).toMatchObject({ state: "abstains" });
  });

  it("strategies of momentum and evidence speak nearly always, the gate and the wheel seldom", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    for (const name of ["volumeMomentum", "evidenceCombiner"] as const)
      expect(speaksOf(name).speaks).toBeGreaterThan(0.99);
    const { speaks } = speaksOf("cycleWheel");
    expect(speaks).toBeGreaterThan(0.02);
    expect(speaks).toBeLessThan(0.12);
  });

  it("the gate opens on about one to four hours of a hundred", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    // A few weeks hold few hours of order, or many of them in a row.
    expect(speaksOf("entropyGate").speaks).toBeGreaterThan(LONG ? 0.005 : 0);
    expect(speaksOf("entropyGate").speaks).toBeLessThan(LONG ? 0.06 : 0.15);
  });

  it("the ensemble of regimes speaks once they are known", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    expect(speaksOf("weightTensor").speaks).toBeGreaterThan(0.99);
  });

  it("signals are sane in number: of a strategy alone and of all together", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    const ranked = evaluate().filter(({ mapperRank }) => mapperRank?.bars === 1_000);
    const passes = shareOf(ranked, ({ outcome }) => outcome.mapper.state === "read" && outcome.mapper.passes);
    expect(passes).toBeGreaterThan(0.02);
    // At most a quarter can have a confidence of 0.75.
    expect(passes).toBeLessThan(0.3);
    for (const { outcome } of ranked) {
      if (outcome.mapper.state !== "read") continue;
      expect(Math.abs(outcome.mapper.direction)).toBeLessThanOrEqual(1);
    }
  });

  it("the ledger counts the costs of every entry, whatever the result", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    const evaluations = evaluate();
    const last = evaluations.at(-1) as Evaluation;
    const costs = { halfSpread: Decimal.parse("0.0001"), fee: Decimal.parse("0.001"), stake: Decimal.parse("1000") };
    const entries = computePaperEntries(symbol, evaluations, costs);
    const prices = evaluations.map(({ closedAt, price }) => ({ at: closedAt, price: Decimal.parse(String(price)) }));
    const { groups, results, total } = computeCounterfactual(entries, new Map([[symbol, prices]]), last.closedAt);
    expect(groups.map(({ group }) => group)).toContain("mapper");
    expect(groups.map(({ group }) => group)).toContain("volumeMomentum");
    expect(total.closed).toBeGreaterThan(LONG ? 1_000 : 50);
    for (const { state, entry, costs: paid } of results) {
      if (state !== "unpriced") expect(paid.gt(entry.stake.mul(Decimal.parse("0.0015")))).toBe(true);
    }
    for (const { gross, costs: paid, result } of groups) expect(gross.sub(paid).eq(result)).toBe(true);
  });

  it("hit rates have an interval that holds the rate, with signals that do not overlap", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    const bars = evaluate().map(({ price, outcome: { mapper } }) => ({
      close: price,
      direction: mapper.state === "read" && mapper.passes ? mapper.direction : null,
    }));
    const { n, rate, interval } = computeHitRate(bars, SIGNAL_BARS);
    expect(n).toBeGreaterThan(LONG ? 100 : 5);
    expect(n).toBeLessThanOrEqual(bars.length / SIGNAL_BARS);
    expect(rate).toBeGreaterThan(interval?.[0] ?? 1);
    expect(rate).toBeLessThan(interval?.[1] ?? 0);
  });

  it("another future changes no decision before it", ({ skip }) => {
    skip(!HAS_REAL_CANDLES, WHY_NO_REAL_CANDLES);
    skip(!LONG, "in long runs only: made-up candles show it every time");
    const { hourly, daily } = candlesOf(coin);
    const until = hourly.length - 1_000;
    const now = (hourly.timestampMs[until - 1] ?? 0) + HOUR_MS;
    const days = daily.timestampMs.filter((time) => time + 24 * HOUR_MS <= now).length;
    const run = new StrategyRun({ symbol, configuration: TEST_CONFIGURATION });
    const early = [...run.advance(tablesOf(sliceColumns(hourly, 0, until), sliceColumns(daily, 0, days)))];
    const plain = ({ closedAt, outcome, ranks }: Evaluation) => JSON.stringify([closedAt, outcome, ranks]);
    expect(early.map(plain)).toEqual(evaluate().slice(0, until).map(plain));
  });
});
