import { expect, it } from "vitest";
import type { StrategyAnswer, StrategyReading, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { type MarketSymbol, profileIdSchema, signalIdSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { KNOWN_PROFILE, samplePortfolio } from "#testing/fake-api-context.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { inProcessStrategies } from "#testing/in-process-strategies.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { StrategyService } from "./strategy-service.ts";

const BARS = 60;

interface Picking {
  readonly mode?: "ensemble" | "pick";
  /** Beside the profile itself. */
  readonly others?: (profile: Profile) => readonly Profile[];
}

function setUp(
  evaluate: (request: StrategyRequest) => Promise<StrategyAnswer> = inProcessStrategies.evaluate,
  { mode = "ensemble", others = () => [] }: Picking = {},
) {
  const clock = new ManualClock();
  const columns = hourlyCandles(BARS);
  const text = (value: number | undefined) => decimalString(String(value));
  const past: Candle[] = Array.from(columns.close, (_, index) => ({
    openTime: unixMs(columns.timestampMs[index] ?? 0),
    open: text(columns.open[index]),
    high: text(columns.high[index]),
    low: text(columns.low[index]),
    close: text(columns.close[index]),
    volume: text(columns.volume[index]),
    // The newest one still grows.
    closed: index < BARS - 1,
  })) as Candle[];
  const sample = sampleProfile(KNOWN_PROFILE, 1);
  const asset = Object.keys(sample.targets).find((name) => name !== sample.currency) ?? "BTC";
  const profile: Profile = {
    ...sample,
    targets: { [asset]: decimalString("1") } as Profile["targets"],
    strategies: { ...sample.strategies, ...(mode === "pick" ? { mode, weights: { entropyGate: 1 } } : {}) },
  };
  const service = new StrategyService({
    profile: () => profile,
    profiles: () => [profile, ...others(profile)],
    market: {
      quote: () => null,
      instruments: (venue) => [
        { venue, symbol: `${asset}/${profile.currency}`, base: asset, quote: profile.currency } as Instrument,
      ],
      candles: async (_venue: VenueId, _symbol: MarketSymbol, timeframe: Timeframe, { before, limit }) =>
        timeframe === "1h"
          ? past.filter(({ openTime }) => before === undefined || openTime < before).slice(-limit)
          : [],
    },
    portfolio: {
      read: () => samplePortfolio(KNOWN_PROFILE, clock),
      sync: async () => samplePortfolio(KNOWN_PROFILE, clock),
    },
    signals: { take: async (drafts) => drafts.length, decisionOf: () => null },
    worker: { evaluate, dispose: async () => {} },
    clock,
    logger: silentLogger,
  });
  return { service, clock, past };
}

it("decides once an hour, on closed candles alone", async () => {
  const { service, clock, past } = setUp();
  service.start();
  await clock.advance(MINUTE_MS);
  expect(service.view()).toMatchObject({ cycles: { success: 1, degraded: 0, failed: 0 }, lastCycle: { decisions: 1 } });
  const [symbol] = service.view().symbols;
  expect(symbol?.bars).toBe(BARS - 1);
  expect(symbol?.decision?.closedAt).toBe((past[BARS - 2]?.openTime ?? 0) + HOUR_MS);
  await clock.advance(HOUR_MS - MINUTE_MS);
  expect(service.view().cycles.success).toBe(1);
  await clock.advance(MINUTE_MS);
  expect(service.view().cycles.success).toBe(2);
  await service.dispose();
});

it("keeps what was said last where the worker fails, and says that it is stale", async () => {
  let fails = false;
  const { service } = setUp(async (request) =>
    fails ? { kind: "failed", why: "It hangs." } : inProcessStrategies.evaluate(request),
  );
  await service.cycle();
  const before = service.view().symbols;
  fails = true;
  const report = await service.cycle();
  expect(report.outcome).toBe("degraded");
  expect(report.modules.find(({ module }) => module === "evaluate")).toMatchObject({
    state: "stale",
    detail: "It hangs.",
  });
  expect(before).toHaveLength(1);
  expect(service.view().symbols).toEqual(before);
});

it("refuses to make a signal again that has no stored inputs", () => {
  expect(() => setUp().service.replay(signalIdSchema.parse("0b0e7a52-1111-4111-8111-111111111111"))).toThrow(
    "name one of the list",
  );
});

it("sums what following the signals on paper would have earned, and asks with the account's fee and the market's spread", async () => {
  const asked: StrategyRequest[] = [];
  const paper = { closed: 3, open: 1, wins: 1, taken: 0, ...money("10", "4", "6", "0") };
  const { service } = setUp(async (request) => {
    asked.push(request);
    const answer = await inProcessStrategies.evaluate(request);
    if (answer.kind === "failed" || answer.reading === null) return answer;
    return { kind: "read", reading: { ...answer.reading, paper: [{ group: "mapper", ...paper }] } };
  });
  await service.cycle();
  expect(service.view().results).toEqual([{ group: "mapper", currency: "USD", ...paper }]);
  expect(asked[0]?.costs).toMatchObject({ halfSpread: "0.0005", stake: "1000" });
});

it("counts what was drawn, drawn again, and shared because no strategy was left", async () => {
  const first = (profile: Profile): Profile => ({ ...profile, id: profileIdSchema.parse("before"), priority: 1 });
  const alone = setUp(inProcessStrategies.evaluate, { mode: "pick" });
  await alone.service.cycle();
  expect(alone.service.draws()).toEqual({ drawn: 1, again: 0, exhausted: 0 });
  const second = setUp(inProcessStrategies.evaluate, { mode: "pick", others: (profile) => [first(profile)] });
  await second.service.cycle();
  await second.service.cycle();
  expect(second.service.draws()).toEqual({ drawn: 2, again: 2, exhausted: 2 });
  // One that does not look at the market takes nothing away.
  const elsewhere = (profile: Profile): Profile => ({
    ...first(profile),
    targets: { [profile.currency]: decimalString("1") } as Profile["targets"],
  });
  const apart = setUp(inProcessStrategies.evaluate, { mode: "pick", others: (profile) => [elsewhere(profile)] });
  await apart.service.cycle();
  expect(apart.service.draws()).toEqual({ drawn: 1, again: 0, exhausted: 0 });
});

it("tells what was said of each market in the last 30 days", async () => {
  const said: StrategyReading["directions"] = [[unixMs(1), 0.5]];
  const { service } = setUp(async (request) => {
    const answer = await inProcessStrategies.evaluate(request);
    if (answer.kind === "failed" || answer.reading === null) return answer;
    return { kind: "read", reading: { ...answer.reading, directions: said } };
  });
  expect(service.directions().size).toBe(0);
  await service.cycle();
  expect([...service.directions().values()].map((line) => [...line])).toEqual([said]);
});

function money(gross: string, costs: string, result: string, takenResult: string) {
  const all = { gross, costs, result, takenResult };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, decimalString(value)])) as Record<
    keyof typeof all,
    ReturnType<typeof decimalString>
  >;
}
