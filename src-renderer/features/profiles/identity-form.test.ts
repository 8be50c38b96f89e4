// Are typed assets and identities read as they are meant, and wrong ones named by their field?
import { expect, it } from "vitest";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { firstIdentityForm, readIdentityForm } from "./identity-form.ts";

const { profile: plain } = sampleProfileSummary();
const IDENTITY = {
  ...{ baseHash: "mine", entropySeed: "0.420", rotationIntervalS: 3600, complexityFactor: 1.2, trajectoryWeight: 0.5 },
};
const own: Profile = {
  ...plain,
  identity: IDENTITY,
  strategies: { ...plain.strategies, baseAssets: [assetSchema.parse("BTC")], assetPool: [assetSchema.parse("ADA")] },
};

it.each([plain, own])("changes nothing where nothing was typed", (profile) => {
  expect(readIdentityForm(firstIdentityForm(profile), profile)).toEqual({ problem: null, changes: {} });
});

it("tells only what differs; lists may be typed with commas, spaces, small letters and twice the same", () => {
  const form = { ...firstIdentityForm(own), baseAssets: "btc, eth  ETH", entropySeed: "0.42" };
  expect(readIdentityForm(form, own)).toEqual({
    problem: null,
    changes: { strategies: { baseAssets: ["BTC", "ETH"] }, identity: { ...IDENTITY, entropySeed: "0.42" } },
  });
});

it("takes the usual values for what is left empty in a first identity", () => {
  const form = { ...firstIdentityForm(plain), baseHash: "mine", entropySeed: "0" };
  expect(readIdentityForm(form, plain)).toEqual({
    problem: null,
    changes: { identity: { ...IDENTITY, entropySeed: "0", complexityFactor: 1.1, trajectoryWeight: 0.85 } },
  });
});

it.each([
  ["baseAssets", "BTC, $$$"],
  ["assetPool", "!"],
  ["baseHash", ""],
  ["entropySeed", "1.5"],
  ["entropySeed", "half"],
  ["rotationIntervalS", "59"],
  ["complexityFactor", "2"],
  ["trajectoryWeight", "x"],
] as const)("names %s where it is %j", (key, text) => {
  expect(readIdentityForm({ ...firstIdentityForm(own), [key]: text }, own)).toMatchObject({ problem: key });
});
