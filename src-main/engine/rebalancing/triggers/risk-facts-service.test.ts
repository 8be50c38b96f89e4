// Are daily returns read for those who ask, kept over a failure, and told when they change?
import { afterEach, describe, expect, it } from "vitest";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { volatilityTableSchema } from "#shared/domain/volatility-band.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { RiskFactsService } from "./risk-facts-service.ts";

const TABLE = volatilityTableSchema.parse({});

const running: RiskFactsService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.dispose();
});

async function setUp(profile: Profile) {
  const clock = new ManualClock();
  const state = {
    profile,
    size: { BTC: 0.02, ETH: 0.04 } as Record<string, number>,
    fails: false,
    bars: 91,
    changes: 0,
  };
  const asked: string[] = [];
  const service = new RiskFactsService({
    profile: () => state.profile,
    returns: {
      returnSeries: async (asset: Asset, currency, timeframe, { bars }): Promise<ReturnSeries> => {
        asked.push(`${asset} ${bars - 1}`);
        if (state.fails) throw new Error("no answer");
        const size = state.size[asset] ?? 0;
        // Up and down in turn, of each asset in its own rhythm.
        const rhythm = asset === "BTC" ? 2 : 4;
        const known = Math.min(bars, state.bars) - 1;
        const returns = Float64Array.from({ length: bars - 1 }, (_, index) =>
          index < bars - 1 - known ? Number.NaN : index % rhythm < rhythm / 2 ? size : -size,
        );
        const closes = new Float64Array(bars);
        return { asset, currency, timeframe, start: unixMs(0), closes, returns, missing: 0, assumedPar: false };
      },
    },
    clock,
    logger: silentLogger,
    onChange: () => {
      state.changes += 1;
    },
  });
  service.start();
  running.push(service);
  await flushAsync();
  return { clock, state, service, asked };
}

const scaled = testProfile({ targets: { BTC: "1" }, policy: { bands: { volatility: TABLE } } });

describe("RiskFactsService", () => {
  it("reads nothing while nobody asks", async () => {
    const { service, asked, state } = await setUp(testProfile());
    expect(service.read()).toEqual({
      volatility: { unknown: "no rule or band asks for it" },
      riskTargets: { unknown: "no rule or band asks for it" },
    });
    expect([asked, state.changes]).toEqual([[], 0]);
  });

  it("measures for a band or a rule, each hour, and tells only what changed", async () => {
    const { service, asked, state, clock } = await setUp(scaled);
    // 0.02 x sqrt(365)
    expect(service.read().volatility).toEqual({ value: "0.3821" });
    expect(asked).toEqual(["BTC 30"]);
    const told = state.changes;
    await clock.advance(HOUR_MS);
    expect([asked.length, state.changes]).toEqual([2, told]);
    state.size = { BTC: 0.05 };
    await clock.advance(HOUR_MS);
    expect(service.read().volatility).toEqual({ value: "0.95525" });
    expect(state.changes).toBe(told + 1);
  });

  it("asks anew at once when something else is asked for", async () => {
    const { service, state } = await setUp(scaled);
    state.profile = testProfile({ targets: { ETH: "1" }, triggers: { volatilityBand: { on: true } } });
    service.profileChanged();
    await flushAsync();
    expect(service.read().volatility).toEqual({ value: "0.7642" });
    state.profile = testProfile();
    service.profileChanged();
    await flushAsync();
    expect(service.read().volatility).toEqual({ unknown: "no rule or band asks for it" });
  });

  it("keeps what it knew for two days when markets do not answer, and then says so", async () => {
    const { service, state, clock } = await setUp(scaled);
    state.fails = true;
    await clock.advance(DAY_MS);
    expect(service.read().volatility).toEqual({ value: "0.3821" });
    await clock.advance(DAY_MS + HOUR_MS);
    expect(service.read().volatility).toEqual({ unknown: "the daily prices could not be read" });
    state.fails = false;
    await clock.advance(HOUR_MS);
    expect(service.read().volatility).toEqual({ value: "0.3821" });
  });

  it("computes targets by risk from its own number of days; the cash stays what it is", async () => {
    const { service, asked } = await setUp(
      testProfile({
        targets: { BTC: "0.5", ETH: "0.4", USDC: "0.1" },
        triggers: { riskAdjusted: { on: true, weighting: "inverseVolatility" } },
      }),
    );
    expect(asked).toEqual(["BTC 90", "ETH 90"]);
    const { riskTargets } = service.read();
    const targets = "value" in riskTargets ? riskTargets.value : {};
    const shares = Object.entries(targets).map(([asset, share]) => [asset, Math.round(+share * 100) / 100]);
    // ETH moves twice as much, so BTC gets twice as much of the 90 % that are not cash.
    expect(Object.fromEntries(shares)).toEqual({ BTC: 0.6, ETH: 0.3, USDC: 0.1 });
  });

  it("says why there are no targets by risk", async () => {
    const young = await setUp(testProfile({ targets: { BTC: "1" }, triggers: { riskAdjusted: { on: true } } }));
    young.state.bars = 4;
    await young.clock.advance(3 * DAY_MS);
    expect(young.service.read().riskTargets).toMatchObject({
      unknown: expect.stringMatching(/^there are 3 daily returns/),
    });
    const cash = await setUp(testProfile({ targets: { USD: "1" }, triggers: { riskAdjusted: { on: true } } }));
    expect(cash.service.read().riskTargets).toEqual({ unknown: "no asset but cash has a target" });
  });
});
