// What does a change of one asset's rules change in the policy? Pure.
import type { Asset } from "#shared/domain/ids.ts";
import type { Policy, PolicyPatch } from "#shared/domain/policy.ts";
import type { PolicyRuleChange } from "./row-rules.tsx";

export function toPolicyChange(policy: Policy, change: PolicyRuleChange): PolicyPatch {
  const { asset } = change;
  switch (change.rule) {
    case "neverSell":
      return { neverSell: withOrWithout(policy.neverSell, asset, change.on) };
    case "neverBuy":
      return { neverBuy: withOrWithout(policy.neverBuy, asset, change.on) };
    case "band":
      return { bandsByAsset: withValue(policy.bandsByAsset, asset, change.value) };
    case "pin":
      return { pinned: withValue(policy.pinned, asset, change.value) };
  }
}

/** In its place where it is in already, so that what is put back is no change. */
function withOrWithout(list: readonly Asset[], asset: Asset, on: boolean): Asset[] {
  if (!on) return list.filter((other) => other !== asset);
  return list.includes(asset) ? [...list] : [...list, asset].sort();
}

function withValue<Value>(record: Readonly<Record<Asset, Value>>, asset: Asset, value: Value | null) {
  const { [asset]: _before, ...others } = record;
  return value === null ? others : { ...others, [asset]: value };
}
