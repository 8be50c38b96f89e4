import { describe, expect, it } from "vitest";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { computeProfileInForce } from "./compute-profile-in-force.ts";

describe("computeProfileInForce", () => {
  it("is the profile itself where nothing is parked and no band follows volatility", () => {
    const profile = testProfile();
    expect(computeProfileInForce(profile, "0.4" as DecimalString)).toBe(profile);
  });

  it("meets parked assets at 0 and keeps what the person set for the time after", () => {
    const profile = testProfile({ parked: ["ETH"] });
    expect(computeProfileInForce(profile, null).targets).toEqual({ BTC: "0.5", ETH: "0", USDC: "0.5" });
    expect(profile.targets).toEqual({ BTC: "0.5", ETH: "0.3", USDC: "0.2" });
  });
});
