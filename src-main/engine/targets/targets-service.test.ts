// When are targets computed anew, and what becomes of them when they cannot be?
import { describe, expect, it } from "vitest";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { TargetsView } from "#shared/contract/views.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { type TargetMethod, targetMethodSchema } from "#shared/domain/target-method.ts";
import { DAY_MS, floorTime, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { TargetsService } from "./targets-service.ts";

const method = (settings: object): TargetMethod => targetMethodSchema.parse(settings);
const EQUAL_RISK = method({ method: "equalRisk", assets: ["BTC", "ETH"], cashShare: "0.1" });

/** A service over markets whose assets move by these sizes; `missing` first days have no price. */
function serviceOn(profile: Profile) {
  const clock = new ManualClock();
  const market = {
    asked: [] as string[],
    missing: 0,
    down: false,
    sizes: { BTC: 0.02, ETH: 0.04 } as Record<string, number>,
  };
  const saved: Profile[] = [];
  const seen: TargetsView[] = [];
  let stored = profile;
  const service: TargetsService = new TargetsService({
    profile,
    clock,
    logger: silentLogger,
    market: {
      returnSeries: async (asset: Asset, currency: Asset, timeframe: "1d", { bars }: { readonly bars: number }) => {
        market.asked.push(`${asset}/${currency} ${bars}`);
        if (market.down) throw new Error("no candles");
        const size = market.sizes[asset] ?? 0;
        const returns = Float64Array.from({ length: bars - 1 }, (_, day) =>
          day < market.missing
            ? Number.NaN
            : size * Math.sin(day * (asset === "BTC" ? 1.3 : 2.1) + clock.now() / DAY_MS),
        );
        const start = unixMs(floorTime(clock.now(), DAY_MS) - bars * DAY_MS);
        return {
          asset,
          currency,
          timeframe,
          start,
          returns,
          closes: new Float64Array(bars),
          missing: 0,
          assumedPar: false,
        } satisfies ReturnSeries;
      },
    },
    changeProfile: async (change) => {
      stored = profileSchema.parse(change(stored));
      saved.push(stored);
      service.setProfile(stored);
    },
  });
  service.changes.subscribe((view) => seen.push(view));
  return { service, clock, market, saved, seen, stored: () => stored };
}

describe("targets by a method", () => {
  it("targets set by hand ask for no prices", async () => {
    const { service, clock, market } = serviceOn(testProfile());
    service.start();
    await clock.advance(2 * DAY_MS);
    expect(market.asked).toEqual([]);
    expect(service.view()).toMatchObject({ state: "fixed", reason: null, computed: null });
  });

  it("choosing a method computes at once and makes the targets the profile's own, under the cash coin in use", async () => {
    const { service, market, stored, seen } = serviceOn(testProfile());
    const view = await service.setMethod(EQUAL_RISK);
    expect(market.asked).toEqual(["BTC/USD 91", "ETH/USD 91"]);
    expect(view).toMatchObject({ state: "current", reason: null, method: EQUAL_RISK });
    expect(Object.keys(stored().targets)).toEqual(["BTC", "ETH", "USDC"]);
    expect(stored().computedTargets?.targets).toEqual(stored().targets);
    expect(view.computed?.period).toMatchObject({ returns: 90, missing: 0 });
    expect(seen.at(-1)).toEqual(view);
  });

  it("are computed anew two minutes after each day's end, not before, and once", async () => {
    const { service, clock, market, saved } = serviceOn(testProfile());
    await clock.advance(DAY_MS / 2);
    await service.setMethod(EQUAL_RISK);
    service.start();
    market.asked.length = 0;
    await clock.advance(DAY_MS / 2 + MINUTE_MS);
    expect(market.asked).toEqual([]);
    await clock.advance(MINUTE_MS);
    expect(market.asked).toHaveLength(2);
    expect(saved).toHaveLength(2);
    await clock.advance(DAY_MS / 2);
    expect(market.asked).toHaveLength(2);
    expect(service.view().state).toBe("current");
  });

  it("too few returns: the last good ones stay, stale with the reason, and it is tried again less and less often", async () => {
    const { service, clock, market, stored, seen } = serviceOn(testProfile());
    await service.setMethod(EQUAL_RISK);
    const good = stored().targets;
    service.start();
    market.missing = 70;
    market.asked.length = 0;
    await clock.advance(DAY_MS + 10 * MINUTE_MS);
    // Due at 2 minutes after midnight; again after 1, 2 and 4 minutes.
    expect(market.asked).toHaveLength(2 * 4);
    expect(stored().targets).toEqual(good);
    expect(service.view()).toMatchObject({
      state: "stale",
      reason:
        "There are 20 daily returns of all assets (70 are missing, for want of prices of BTC, ETH); 30 are needed.",
      targets: good,
    });
    expect(seen.at(-1)?.state).toBe("stale");
    market.missing = 0;
    await clock.advance(10 * MINUTE_MS);
    expect(service.view()).toMatchObject({ state: "current", reason: null });
    expect(stored().targets).not.toEqual(good);
  });

  it("a method that never could be computed is kept, and what was set before goes on", async () => {
    const { service, market, stored } = serviceOn(testProfile());
    const before = stored().targets;
    market.down = true;
    const view = await service.setMethod(EQUAL_RISK);
    expect(view).toMatchObject({
      state: "missing",
      reason: "The daily prices could not be read: no candles",
      targets: before,
      method: EQUAL_RISK,
      computed: null,
    });
  });

  it("after a restart the last ones are there, with their lines, and are made anew", async () => {
    const first = serviceOn(testProfile());
    await first.service.setMethod(EQUAL_RISK);
    const again = serviceOn(first.stored());
    await again.clock.advance(DAY_MS + 10 * MINUTE_MS);
    expect(again.service.view()).toMatchObject({ state: "stale", reason: "They are being computed." });
    expect(again.service.view().computed?.lines).toHaveLength(3);
    again.service.start();
    await flushAsync();
    expect(again.service.view().state).toBe("current");
  });

  it("settings that contradict each other are refused by name, and nothing changes", async () => {
    const { service, saved } = serviceOn(testProfile());
    const wrong = method({ method: "equal", assets: ["BTC", "ETH"], caps: { BTC: "0.4", ETH: "0.5" } });
    const refusal = {
      code: "INPUT_INVALID",
      message: expect.stringContaining("The caps sum to 0.9"),
      data: { path: "method.caps" },
    };
    await expect(service.setMethod(wrong)).rejects.toMatchObject(refusal);
    await expect(service.preview(wrong, {})).rejects.toMatchObject(refusal);
    expect(saved).toEqual([]);
  });

  it("a preview stores nothing; back to fixed the last ones stay", async () => {
    const { service, saved, stored } = serviceOn(testProfile());
    const preview = await service.preview(EQUAL_RISK, {});
    expect(preview).toMatchObject({ kind: "computed" });
    expect(saved).toEqual([]);
    await service.setMethod(EQUAL_RISK);
    const { targets } = stored();
    const view = await service.setMethod({ ...EQUAL_RISK, method: "fixed" });
    expect(view).toMatchObject({ state: "fixed", targets, computed: null });
    expect(stored().targetMethod.assets).toEqual(EQUAL_RISK.assets);
  });

  it("another method chosen while prices are read wins", async () => {
    const { service, clock, stored } = serviceOn(testProfile());
    await service.setMethod(EQUAL_RISK);
    await clock.advance(DAY_MS + 10 * MINUTE_MS);
    const equal = method({ method: "equal", assets: ["BTC", "ETH"] });
    await Promise.all([service.refresh(), service.setMethod(equal)]);
    expect(stored().targetMethod).toEqual(equal);
    expect(stored().targets).toEqual({ BTC: "0.5", ETH: "0.5" });
  });
});
