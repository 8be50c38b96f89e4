// What may not be bought or sold at all, by a person's word or by the volatility ceiling?
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { ResidualReason } from "#shared/domain/plan.ts";
import type { Policy } from "#shared/domain/policy.ts";

/** The policy with what it holds back among what is never bought or sold. */
export function computeBarredPolicy(policy: Policy): Policy {
  const { heldBack } = policy;
  if (heldBack === undefined) return policy;
  const neverBuy = [...new Set([...policy.neverBuy, ...heldBack.buy])];
  const neverSell = [...new Set([...policy.neverSell, ...heldBack.sell])];
  return { ...policy, neverBuy, neverSell };
}

/** Why an asset may not be bought, or sold; null where it may. Of the policy as it was given to the planner. */
export function computeBar(
  { neverBuy, neverSell, heldBack }: Pick<Policy, "neverBuy" | "neverSell" | "heldBack">,
  asset: Asset,
  side: Side,
): ResidualReason | null {
  if ((side === "buy" ? neverBuy : neverSell).includes(asset)) return side === "buy" ? "neverBuy" : "neverSell";
  return heldBack?.[side].includes(asset) === true ? "volatilityCeiling" : null;
}
