import { expect, it } from "vitest";
import type { StrategyAnswer, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { type MarketSymbol, signalIdSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { KNOWN_PROFILE, samplePortfolio } from "#testing/fake-api-context.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { inProcessStrategies } from "#testing/in-process-strategies.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { StrategyService } from "./strategy-service.ts";

const BARS = 60;

function setUp(evaluate: (request: StrategyRequest) => Promise<StrategyAnswer> = inProcessStrategies.evaluate) {
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
  const profile = { ...sample, targets: { [asset]: decimalString("1") } as typeof sample.targets };
  const service = new StrategyService({
    profile: () => profile,
    profiles: () => [profile],
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
  const ends = { gained: decimalString("12"), lost: decimalString("6") };
  const { service } = setUp(async (request) => {
    asked.push(request);
    const answer = await inProcessStrategies.evaluate(request);
    if (answer.kind === "failed" || answer.reading === null) return answer;
    return { kind: "read", reading: { ...answer.reading, paper: [{ group: "mapper", ...paper, ...ends }] } };
  });
  await service.cycle();
  expect(service.view().results).toEqual([{ group: "mapper", currency: "USD", ...paper }]);
  // In stakes of 1,000.
  expect(service.paper("mapper")).toEqual({ closed: 3, wins: 1, gained: 0.012, lost: 0.006 });
  expect(service.paper("cycleWheel")).toEqual({ closed: 0, wins: 0, gained: 0, lost: 0 });
  expect(asked[0]?.costs).toMatchObject({ halfSpread: "0.0005", stake: "1000" });
});

function money(gross: string, costs: string, result: string, takenResult: string) {
  const all = { gross, costs, result, takenResult };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, decimalString(value)])) as Record<
    keyof typeof all,
    ReturnType<typeof decimalString>
  >;
}
