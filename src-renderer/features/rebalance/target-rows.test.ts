import { describe, expect, test } from "vitest";
import { targetsSchema } from "#shared/domain/policy.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { heldWeights, markWords, outOfBandAssets, toTargetRows } from "./target-rows.ts";
import { samplePolicy, samplePortfolio, sampleRecord, sampleSummary } from "./testing-samples.ts";

const { profile } = sampleSummary();
const { plan } = sampleRecord();
const portfolio = samplePortfolio();
const rowsOf = (changes: Partial<Parameters<typeof toTargetRows>[0]> = {}) =>
  toTargetRows({ profile, policy: profile.policy, targets: profile.targets, portfolio, plan, ...changes });

describe("rows of the target table", () => {
  test("by target, cash last; a single cash coin stands for all of them, now and after", () => {
    expect(
      rowsOf().map(({ asset, members, current, projected, left }) => [asset, members, current, projected, left]),
    ).toEqual([
      ["BTC", ["BTC"], "0.5", "0.55", "-0.005"],
      ["SOL", ["SOL"], "0.3", "0.2", "0"],
      ["USDC", ["USDC", "USD"], "0.2", "0.25", "0.005"],
    ]);
  });

  test("with two cash targets each coin is its own", () => {
    const targets = targetsSchema.parse({ ...profile.targets, USD: "0" });
    expect(rowsOf({ targets }).map(({ asset, members }) => [asset, members.length])).toEqual([
      ["BTC", 1],
      ["SOL", 1],
      ["USDC", 1],
      ["USD", 1],
    ]);
  });

  test("an added asset stands before cash, can go again, and has none of it yet", () => {
    const targets = targetsSchema.parse({ ...profile.targets, ADA: "0" });
    const added = rowsOf({ targets })[2];
    expect(added).toMatchObject({ asset: "ADA", removable: true, current: "0", projected: null, left: null });
  });

  test("without a portfolio the plan's own weights stand in; without both nothing is made up", () => {
    expect(rowsOf({ portfolio: null }).map(({ current }) => current)).toEqual(["0.5", "0.3", "0.2"]);
    expect(rowsOf({ portfolio: null, plan: null }).map(({ current }) => current)).toEqual([null, null, null]);
  });

  test("rows keep their order while a target is edited, and out of band follows the edit", () => {
    const targets = targetsSchema.parse({ BTC: "0.1", SOL: "0.3", USDC: "0.6" });
    const rows = rowsOf({ targets });
    expect(rows.map(({ asset, outOfBand }) => [asset, outOfBand])).toEqual([
      ["BTC", true],
      ["SOL", false],
      ["USDC", true],
    ]);
  });

  test("weights held now, for taking them over", () => {
    expect(heldWeights(rowsOf()).map(([asset, weight]) => [asset, weight.toString()])).toEqual([
      ["BTC", "0.5"],
      ["SOL", "0.3"],
      ["USDC", "0.2"],
    ]);
  });
});

test("rules of the policy in words", () => {
  const held = profileSchema.parse({
    ...profile,
    policy: samplePolicy({ neverSell: ["BTC"], neverBuy: ["SOL"], pinned: { BTC: "0.5" } }),
  });
  expect(rowsOf({ profile: held, policy: held.policy }).map(markWords)).toEqual([
    ["0.5 BTC are pinned", "never sold"],
    ["never bought"],
    [],
  ]);
});

test("assets out of their bands", () => {
  expect(outOfBandAssets(portfolio)).toEqual(["BTC", "SOL"]);
  expect(outOfBandAssets(null)).toEqual([]);
});
