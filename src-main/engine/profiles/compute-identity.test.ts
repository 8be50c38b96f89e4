// Are profiles told apart, is no collision missed, and does the lower priority give way?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeStrategyConfiguration } from "#engine/signals/compute-strategy-configuration.ts";
import { canonicalHash, sha256Hex } from "#shared/domain/canonical-hash.ts";
import { strategyConfigurationSchema } from "#shared/domain/decision.ts";
import { marketSymbolSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { strategySettingsSchema } from "#shared/domain/strategy-settings.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeCollisions, computeIdentity, computePicks, findSameProfile, isSeparated } from "./compute-identity.ts";

const NOW = unixMs(1_767_571_200_000);
const BTC_USD = marketSymbolSchema.parse("BTC/USD");
const RUNS = process.env.SCHWABOT_LONG === "1" ? 20_000 : 1_000;

interface Parts {
  readonly baseHash: string;
  readonly entropySeed: string;
  readonly rotationIntervalS: number;
  readonly assets: readonly string[];
  readonly gate: number;
}

function profileOf(id: string, { baseHash, entropySeed, rotationIntervalS, assets, gate }: Parts, priority = 1) {
  return {
    id: profileIdSchema.parse(id),
    seed: "1",
    priority,
    targets: {},
    identity: { baseHash, entropySeed, rotationIntervalS, complexityFactor: 1.1, trajectoryWeight: 0.85 },
    strategies: strategySettingsSchema.parse({
      baseAssets: assets,
      weights: { entropyGate: gate, volumeMomentum: 1 - gate },
      mode: "pick",
    }),
  };
}

const PARTS: Parts = {
  baseHash: "profile_a_primary_trading",
  entropySeed: "0.42",
  rotationIntervalS: 3600,
  assets: ["ETH", "BTC"],
  gate: 0.25,
};

/** Few values, so that equal ones meet often. */
const parts = fc.record<Parts>({
  baseHash: fc.constantFrom("one", "two"),
  entropySeed: fc.constantFrom("0.4", "0.40", "0.5"),
  rotationIntervalS: fc.constantFrom(60, 3600, 31_622_399, 31_622_400),
  assets: fc.shuffledSubarray(["BTC", "ETH", "SOL"], { minLength: 2 }),
  gate: fc.constantFrom(0.25, 0.5),
});

describe("the hashes", () => {
  it("are those of the definition, written out by hand", () => {
    const staticSeed = sha256Hex('["profile_a_primary_trading","0.42"]');
    const weights = '{"volume_weighted_hash_oscillator":0.75,"zygot_zalgo_entropy_dual_key_gate":0.25}';
    expect(computeIdentity(profileOf("a", PARTS), NOW)).toEqual({
      staticSeed,
      epoch: 490_992,
      rotatingHash: sha256Hex(`["${staticSeed}",490992,["BTC","ETH"],${weights}]`),
      rotatesAt: 490_993 * 3_600_000,
    });
  });

  it("turn at the end of the interval and not before", () => {
    const profile = profileOf("a", PARTS);
    const { rotatingHash, rotatesAt } = computeIdentity(profile, NOW);
    expect(computeIdentity(profile, unixMs(rotatesAt - 1)).rotatingHash).toBe(rotatingHash);
    expect(computeIdentity(profile, rotatesAt).rotatingHash).not.toBe(rotatingHash);
  });

  it("a profile without an identity of its own has the one of its id", () => {
    const own = { ...profileOf("a", PARTS), identity: undefined };
    const other = { ...own, id: profileIdSchema.parse("b") };
    expect(computeIdentity(own, NOW).staticSeed).toBe(canonicalHash(["a 1", "0"]));
    expect(findSameProfile(own, [other])).toBeNull();
  });
});

it(`over ${RUNS} pairs: what is saved beside each other never collides, and every collision is found`, () => {
  let same = 0;
  let collided = 0;
  fc.assert(
    fc.property(parts, parts, fc.integer({ min: 0, max: 4_000_000_000_000 }), (first, second, ms) => {
      const [a, b] = [profileOf("a", first), profileOf("b", second)];
      const now = unixMs(ms);
      const equal = computeIdentity(a, now).rotatingHash === computeIdentity(b, now).rotatingHash;
      expect(computeCollisions([a, b], now)).toEqual(equal ? [["a", "b"]] : []);
      expect(isSeparated(a, b, now)).toBe(!equal);
      const refused = findSameProfile(b, [a]) !== null;
      const sorted = (assets: readonly string[]) => [...assets].sort().join();
      expect(refused).toBe(
        first.baseHash === second.baseHash &&
          first.entropySeed === second.entropySeed &&
          sorted(first.assets) === sorted(second.assets) &&
          first.gate === second.gate,
      );
      if (refused) same += 1;
      if (equal) collided += 1;
      if (equal) expect(refused).toBe(true);
    }),
    { numRuns: RUNS, seed: 8 },
  );
  // The pairs were not all unlike, else nothing was tried.
  expect(same).toBeGreaterThan(RUNS / 200);
  expect(collided).toBeGreaterThan(RUNS / 400);
});

it("strategies depend on the settings and the static seed, and on nothing that turns", () => {
  const configuration = computeStrategyConfiguration(profileOf("a", PARTS));
  expect(strategyConfigurationSchema.parse(configuration)).toMatchObject({
    staticSeed: computeIdentity(profileOf("a", PARTS), NOW).staticSeed,
    ...{ complexityFactor: 1.1, trajectoryWeight: 0.85, mode: "pick", confidenceThreshold: 0.75 },
    weights: { entropyGate: 0.25, volumeMomentum: 0.75 },
  });
  expect(computeStrategyConfiguration(profileOf("b", PARTS, 9))).toEqual(configuration);
});

describe("picks", () => {
  const two = (second: Partial<Parts> = {}) => [
    profileOf("low", { ...PARTS, ...second }, 2),
    profileOf("high", PARTS, 1),
  ];

  it("the lower priority draws again where both drew the same, and takes what is left", () => {
    const [high, low] = computePicks(two(), BTC_USD, NOW);
    expect(high).toMatchObject({ profileId: "high", without: [], exhausted: false });
    expect(low?.without).toEqual([high?.pick]);
    expect(low?.pick).not.toBe(high?.pick);
    expect(low?.exhausted).toBe(false);
  });

  it("says when nothing is left", () => {
    const only = two().map((profile) => ({
      ...profile,
      strategies: { ...profile.strategies, weights: { entropyGate: 1 } },
    }));
    expect(computePicks(only, BTC_USD, NOW)).toEqual([
      { profileId: "high", pick: "entropyGate", without: [], exhausted: false },
      { profileId: "low", pick: "entropyGate", without: ["entropyGate"], exhausted: true },
    ]);
  });

  it("profiles that join their strategies draw nothing", () => {
    const joined = two().map((profile) => ({
      ...profile,
      strategies: { ...profile.strategies, mode: "ensemble" as const },
    }));
    expect(computePicks(joined, BTC_USD, NOW)).toEqual([]);
  });
});
