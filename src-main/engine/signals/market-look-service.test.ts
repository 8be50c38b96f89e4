import { expect, it } from "vitest";
import type { LookAnswer, LookRequest } from "#engine/ports/market-look-worker.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { type DecisionRecord, decisionRecordSchema } from "#shared/domain/decision.ts";
import { marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import { noiseReadingSchema } from "#shared/domain/market-look.ts";
import { wheelViewSchema } from "#shared/domain/strategies-view.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { TEST_CONFIGURATION } from "#testing/strategy-candles.ts";
import { toCandles } from "#testing/to-candles.ts";
import { computeFeatureColumns } from "./compute-feature-columns.ts";
import { computeShuffleReading } from "./compute-shuffle-reading.ts";
import { MarketLookService } from "./market-look-service.ts";

const BTC = marketSymbolSchema.parse("BTC/USD");
const SHUFFLES = 20;

function answer(request: LookRequest): LookAnswer {
  return request.kind === "noise"
    ? { kind: "noise", reading: computeShuffleReading(request.closes, request.seed, SHUFFLES) }
    : { kind: "features", ...computeFeatureColumns(request.hourly, request.names, request.bars) };
}

function setUp({ bars = 300, look = answer }: { bars?: number; look?: (request: LookRequest) => LookAnswer } = {}) {
  const past = toCandles(hourlyCandles(bars));
  // Decided on the bar before the newest: what came since is not part of what it saw.
  const closedAt = unixMs(past.at(-1)?.openTime ?? 0);
  const decision: DecisionRecord = decisionRecordSchema.parse({
    closedAt,
    inputs: {
      ...{ symbol: BTC, price: 1, features: {}, ranks: {}, mapperRank: null, configuration: TEST_CONFIGURATION },
      ...{ pick: null, rules: {}, mapperRules: 1, portfolio: null },
    },
    outcome: { strategies: {}, mapper: { state: "abstains", inputs: {}, because: "None." } },
    decisionHash: "ab".repeat(32),
  });
  const asked: LookRequest[] = [];
  const symbol = { symbol: BTC, venue: "kraken" as VenueId, bars, decision, wheel: null, regime: null, hitRates: [] };
  const service = new MarketLookService({
    strategies: {
      view: () => ({
        lastCycle: null,
        nextCycleAt: null,
        cycles: { success: 1, degraded: 0, failed: 0 },
        symbols: [{ ...symbol, results: [] }],
        results: [],
      }),
    },
    market: {
      candles: async (_venue, _symbol, _timeframe, { before, limit }): Promise<readonly Candle[]> =>
        past.filter(({ openTime }) => before === undefined || openTime < before).slice(-limit),
    },
    worker: {
      look: async (request) => {
        asked.push(request);
        return look(request);
      },
    },
  });
  return { service, closedAt, past, asked };
}

it("ends with the bar of the newest decision", async () => {
  const { service, closedAt } = setUp();
  const look = await service.features({ symbol: BTC, names: ["sma_20"], bars: 50 });
  expect(look).toMatchObject({ venue: "kraken", symbol: "BTC/USD", columns: [{ name: "sma_20" }] });
  expect(look.openTimes).toHaveLength(50);
  expect(look.columns).toHaveLength(1);
  expect(wheelViewSchema.parse(look.wheel).periodBars).toBeGreaterThan(5);
  expect((look.openTimes.at(-1) ?? 0) + HOUR_MS).toBe(closedAt);
});

it("reads noise with the decision's hash as its seed, so that a second look says the same", async () => {
  const { service, closedAt, asked } = setUp();
  const reading = await service.noise(BTC);
  expect(noiseReadingSchema.parse(reading)).toMatchObject({ closedAt, shuffles: SHUFFLES });
  expect(await service.noise(BTC)).toEqual(reading);
  expect(asked[0]).toMatchObject({ kind: "noise", seed: "ab".repeat(32) });
});

it("refuses a market that was not read, a name that is no feature, and too few bars", async () => {
  const { service, asked } = setUp({ bars: 257 });
  const eth = marketSymbolSchema.parse("ETH/USD");
  await expect(service.features({ symbol: eth, names: [], bars: 1 })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: "The strategies have not read ETH/USD yet. Read so far: BTC/USD.",
  });
  await expect(service.features({ symbol: BTC, names: ["sma_20", "made_up"], bars: 1 })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    data: { path: "names.1" },
  });
  await expect(service.noise(BTC)).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: expect.stringContaining("256 are known"),
  });
  expect(asked).toEqual([]);
});

it("tells a stop from a failure", async () => {
  const { service } = setUp({ look: () => ({ kind: "failed", why: "Stopped.", givenUp: true }) });
  await expect(service.noise(BTC)).rejects.toMatchObject({ code: "SYSTEM_CANCELED", message: "Stopped." });
});

it("says what the worker says where it failed", async () => {
  const { service } = setUp({ look: () => ({ kind: "failed", why: "It hangs." }) });
  await expect(service.noise(BTC)).rejects.toMatchObject({ code: "SYSTEM_INTERNAL", message: "It hangs." });
});
