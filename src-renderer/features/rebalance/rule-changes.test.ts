import { expect, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { policySchema } from "#shared/domain/policy.ts";
import { toPolicyChange } from "./rule-changes.ts";

const [BTC, ETH] = [assetSchema.parse("BTC"), assetSchema.parse("ETH")];
const policy = policySchema.parse({ neverSell: ["ETH"], bandsByAsset: { ETH: "0.02" }, pinned: { ETH: "3" } });

test("each rule changes its own key, and only for its asset", () => {
  expect(toPolicyChange(policy, { rule: "neverSell", asset: BTC, on: true })).toEqual({ neverSell: ["BTC", "ETH"] });
  expect(toPolicyChange(policy, { rule: "neverSell", asset: ETH, on: false })).toEqual({ neverSell: [] });
  expect(toPolicyChange(policy, { rule: "neverBuy", asset: ETH, on: true })).toEqual({ neverBuy: ["ETH"] });
  expect(toPolicyChange(policy, { rule: "band", asset: BTC, value: decimalString("0.1") })).toEqual({
    bandsByAsset: { BTC: "0.1", ETH: "0.02" },
  });
  expect(toPolicyChange(policy, { rule: "band", asset: ETH, value: null })).toEqual({ bandsByAsset: {} });
  expect(toPolicyChange(policy, { rule: "pin", asset: ETH, value: decimalString("2") })).toEqual({
    pinned: { ETH: "2" },
  });
});
