import { expect, it } from "vitest";
import { accountSchema } from "#shared/domain/account.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { strategySettingsSchema } from "#shared/domain/strategy-settings.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeStartDelay } from "./compute-start-delay.ts";

const AT = { mostMs: 60_000, now: unixMs(1_767_571_200_000) };

const at = (venue: string) =>
  accountSchema.parse({ id: venue, name: venue, kind: "paper", venue, fees: { maker: "0", taker: "0" } });
const trader = (id: string, mode: "live" | "paper" = "live", venue = "kraken") => ({
  ...{ id: profileIdSchema.parse(id), seed: "7", mode, accounts: [at(venue)] },
  ...{ identity: undefined, targets: {}, strategies: strategySettingsSchema.parse({}) },
});

it("is the same for a profile within an epoch, within the most, and spread over profiles", () => {
  const all = Array.from({ length: 40 }, (_, index) => trader(`profile-${index}`));
  const delays = all.map((profile) => computeStartDelay(profile, all, AT));
  expect(delays).toEqual(all.map((profile) => computeStartDelay(profile, all, AT)));
  const later = { ...AT, now: unixMs(AT.now + 3_600_000) };
  expect(all.map((profile) => computeStartDelay(profile, all, later))).not.toEqual(delays);
  for (const delay of delays) {
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThanOrEqual(60_000);
  }
  expect(new Set(delays).size).toBe(40);
  // A tenth of the range without anybody in it would be one chance in 70 for even spreading; all of it is used.
  expect(new Set(delays.map((delay) => Math.floor(delay / 15_001))).size).toBe(4);
});

it("is nothing where no other profile is met", () => {
  const own = trader("own");
  expect(computeStartDelay(own, [own], AT)).toBe(0);
  expect(computeStartDelay(own, [own, trader("other", "paper")], AT)).toBe(0);
  expect(computeStartDelay(own, [own, trader("other", "live", "binance")], AT)).toBe(0);
  expect(computeStartDelay(trader("own", "paper"), [trader("other", "paper")], AT)).toBe(0);
  expect(computeStartDelay(own, [own, trader("other")], AT)).toBeGreaterThan(0);
});
