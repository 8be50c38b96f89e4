import { expect, it } from "vitest";
import { accountSchema } from "#shared/domain/account.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { computeStartDelay } from "./compute-start-delay.ts";

const at = (venue: string) =>
  accountSchema.parse({ id: venue, name: venue, kind: "paper", venue, fees: { maker: "0", taker: "0" } });
const trader = (id: string, mode: "live" | "paper" = "live", venue = "kraken") => ({
  ...{ id: profileIdSchema.parse(id), seed: "7", mode, accounts: [at(venue)] },
});

it("is the same for a profile always, within the most, and spread over profiles", () => {
  const all = Array.from({ length: 40 }, (_, index) => trader(`profile-${index}`));
  const delays = all.map((profile) => computeStartDelay(profile, all, 60_000));
  expect(delays).toEqual(all.map((profile) => computeStartDelay(profile, all, 60_000)));
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
  expect(computeStartDelay(own, [own], 60_000)).toBe(0);
  expect(computeStartDelay(own, [own, trader("other", "paper")], 60_000)).toBe(0);
  expect(computeStartDelay(own, [own, trader("other", "live", "binance")], 60_000)).toBe(0);
  expect(computeStartDelay(trader("own", "paper"), [trader("other", "paper")], 60_000)).toBe(0);
  expect(computeStartDelay(own, [own, trader("other")], 60_000)).toBeGreaterThan(0);
});
