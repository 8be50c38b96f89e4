import { describe, expect, it } from "vitest";
import { NO_TILT } from "#engine/targets/compute-signal-tilt.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { computeProfileInForce } from "./compute-profile-in-force.ts";

describe("computeProfileInForce", () => {
  it("is the profile itself where nothing is parked and no band follows volatility", () => {
    const profile = testProfile();
    expect(computeProfileInForce(profile, "0.4" as DecimalString, NO_TILT)).toBe(profile);
  });

  it("meets parked assets at 0 and keeps what the person set for the time after", () => {
    const profile = testProfile({ parked: ["ETH"] });
    expect(computeProfileInForce(profile, null, NO_TILT).targets).toEqual({ BTC: "0.5", ETH: "0", USDC: "0.5" });
    expect(profile.targets).toEqual({ BTC: "0.5", ETH: "0.3", USDC: "0.2" });
  });

  it("meets targets as signals tilt them, but for what is parked", () => {
    const signal = (asset: string) => ({
      asset,
      action: "buy",
      strength: "1",
      source: "strategy",
      ts: 1,
      expiresAt: 9,
    });
    const signals = [signal("BTC"), signal("ETH")] as never;
    const tilt = { signals, now: unixMs(5), taken: {}, turnoverLeft: Decimal.ONE };
    const profile = testProfile({ parked: ["ETH"], strategies: { tiltBudget: "0.1" } });
    expect(computeProfileInForce(profile, null, tilt).targets).toEqual({ BTC: "0.55", ETH: "0", USDC: "0.45" });
  });
});
