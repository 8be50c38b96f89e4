// Has money come in or gone out that no rebalance has followed yet?
import type { AllocationGroup } from "#engine/portfolio/compute-allocation.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { AssetFlow } from "./compute-flows.ts";
import { money, quantity } from "./compute-suggestion-text.ts";
import { type Finding, inOrder, type RuleResult, type Trigger, type TriggerInput } from "./trigger.ts";

const FINEST = 8;

interface Net {
  readonly value: Decimal;
  /** The asset with the largest value that went the way the sum did, and what went of it. */
  readonly asset: Asset;
  readonly quantity: Decimal;
}

function netOf(flows: readonly AssetFlow[]): Net | null {
  const byAsset = new Map<Asset, { readonly value: Decimal; readonly quantity: Decimal }>();
  for (const { asset, value, quantity: amount } of flows) {
    const before = byAsset.get(asset);
    byAsset.set(asset, {
      value: before === undefined ? value : before.value.add(value),
      quantity: before === undefined ? amount : before.quantity.add(amount),
    });
  }
  const value = Decimal.sum([...byAsset.values()].map((sum) => sum.value));
  let largest: Net | null = null;
  for (const [asset, sum] of byAsset) {
    if (sum.value.isZero || sum.value.isNegative !== value.isNegative) continue;
    if (largest === null || sum.value.abs().gt(largest.value.abs())) largest = { ...sum, asset };
  }
  return largest === null ? null : { ...largest, value };
}

/** How far all cash lies over what its targets want; negative: under. */
function cashExcess(groups: readonly AllocationGroup[], total: Decimal): Decimal {
  const cash = groups.filter(({ isCash }) => isCash);
  return Decimal.sum(cash.map(({ value, target }) => value.sub(target.mul(total))));
}

function largestExcess(groups: readonly AllocationGroup[], total: Decimal): Decimal {
  const [first, ...rest] = groups.map(({ value, target }) => value.sub(target.mul(total)).abs());
  return first === undefined ? Decimal.ZERO : Decimal.max(first, ...rest);
}

type Told = Pick<Finding, "title" | "action" | "plan">;

function cashIn(net: Net, { portfolio }: TriggerInput): Told {
  const amount = net.quantity.roundTo(FINEST, "down").toString();
  return {
    title: `${money(net.value, portfolio.currency)} of cash came in`,
    action: `Buy what is under target with ${quantity(net.quantity)} ${net.asset}, and sell nothing.`,
    plan: { policy: { goal: "cashFlow", invest: { asset: net.asset, amount } } },
  };
}

function cashOut(net: Net, lacking: Decimal, { portfolio }: TriggerInput): Told | null {
  const price = portfolio.positions.find(({ asset }) => asset === net.asset)?.price ?? null;
  if (price === null) return null;
  const amount = lacking.div(Decimal.parse(price), FINEST, "up").toString();
  return {
    title: `${money(net.value.abs(), portfolio.currency)} of cash went out`,
    action: `Raise ${money(lacking, portfolio.currency)} of cash.`,
    plan: { policy: { goal: "raiseCash", raise: { asset: net.asset, amount } } },
  };
}

function coinsMoved(net: Net, { portfolio }: TriggerInput): Told {
  const way = net.value.isNegative ? "went out" : "came in";
  return {
    title: `${quantity(net.quantity)} ${net.asset} ${way}`,
    action: `Bring the weights back to their targets after ${money(net.value.abs(), portfolio.currency)} moved.`,
    plan: { policy: {} },
  };
}

function fired(told: Told, net: Net, least: Decimal, { portfolio, facts }: TriggerInput): RuleResult {
  const count = facts.flows.length;
  return {
    quiet: null,
    findings: [
      {
        type: "flow",
        asset: null,
        ...told,
        reason: `${money(net.value.abs(), portfolio.currency)} in ${count} ${count === 1 ? "movement" : "movements"} since the last rebalance, over the least trade of ${money(least, portfolio.currency)}.`,
        priority: "medium",
        measured: net.value.abs(),
        limit: least,
      },
    ],
  };
}

/** A net flow larger than the least trade, while there is something that trading would do about it. */
export const flowTrigger: Trigger = {
  type: "flow",
  version: 1,
  name: "deposit or withdrawal",
  evaluate: (input) => {
    const { allocation, profile, facts, portfolio } = input;
    const least = Decimal.parse(profile.policy.minTradeValue);
    const cash = netOf(facts.flows.filter(({ isCash }) => isCash));
    const coins = netOf(facts.flows.filter(({ isCash }) => !isCash));
    const excess = cashExcess(allocation.groups, allocation.total);
    const moved = [cash, coins].flatMap((net) => (net === null ? [] : [net.value.abs()]));
    const [first, ...rest] = moved;
    if (first === undefined)
      return inOrder(Decimal.ZERO, least, "Nothing came in or went out since the last rebalance.");
    const most = Decimal.max(first, ...rest);
    if (cash?.value.gt(least) && excess.gt(least)) return fired(cashIn(cash, input), cash, least, input);
    if (cash?.value.neg().gt(least) && excess.neg().gt(least)) {
      const told = cashOut(cash, excess.neg(), input);
      if (told !== null) return fired(told, cash, least, input);
    }
    if (coins?.value.abs().gt(least) && largestExcess(allocation.groups, allocation.total).gt(least)) {
      return fired(coinsMoved(coins, input), coins, least, input);
    }
    const amount = money(most, portfolio.currency);
    const why = most.gt(least)
      ? `${amount} came in or went out, and the targets ask for no trade after it.`
      : `${amount} came in or went out, not over the least trade of ${money(least, portfolio.currency)}.`;
    return inOrder(most, least, why);
  },
  severity: (measured) => measured,
};
