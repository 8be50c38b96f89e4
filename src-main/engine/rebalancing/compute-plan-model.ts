// How do a planner's inputs become exact numbers in a fixed order?

import { computeBand } from "#shared/domain/compute-band.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { computeBarredPolicy } from "./compute-barred.ts";
import { slippedBy } from "./compute-book-walk.ts";
import { compareText, computePlanMarkets } from "./compute-plan-markets.ts";
import { cashConversions, keptAmounts, tradingMarkets } from "./compute-plan-routes.ts";
import type { PlanGroup, PlanModel } from "./plan-model.ts";

/** Places of a target that is scaled up because a held asset without a price is left aside. */
const SCALED_PLACES = 30;

export function computePlanModel(input: PlannerInput): PlanModel {
  const warnings: string[] = [];
  const prices = readPrices(input);
  const accounts = [...input.accounts].sort((left, right) => compareText(left.id, right.id));
  const free = accounts.map((account) => {
    // A manual account is counted, never traded.
    const tradable = account.kind === "manual" ? [] : account.balances;
    return new Map(tradable.map((balance) => [balance.asset, decimal(balance.free)] as const));
  });
  const owned = new Map<Asset, Decimal>();
  for (const account of accounts)
    for (const balance of account.balances) {
      const parts = [balance.free, balance.inOrders, balance.earn, balance.locked];
      const sum = Decimal.sum(parts.map((part) => decimal(part)));
      owned.set(balance.asset, (owned.get(balance.asset) ?? Decimal.ZERO).add(sum));
    }
  const unpriced = [...owned.keys()].filter((asset) => !prices.has(asset) && owned.get(asset)?.isPositive).sort();
  const { cash, targets } = readTargets(input, unpriced, warnings);
  const held = [...owned.keys()].filter((asset) => prices.has(asset) && owned.get(asset)?.isPositive);
  const untargeted = held.filter((asset) => !targets.has(asset) && !cash.includes(asset)).sort();
  const liquidated = input.policy.goal === "liquidate" ? input.policy.liquidate : undefined;
  const ticked = input.policy.includeUntargeted ? untargeted : untargeted.filter((asset) => asset === liquidated);
  const aside = untargeted.filter((asset) => !ticked.includes(asset));
  if (aside.length > 0)
    warnings.push(
      `${aside.join(", ")}: held but not among the targets, left untouched; weights are shares of the rest.`,
    );
  const groups = buildGroups(input, [...targets.keys(), ...ticked], targets, cash, owned, prices);
  const weighed = [...groups.filter((group) => !group.isCash).map((group) => group.asset), ...cash];
  const totalValue = Decimal.sum(groups.map((group) => group.value));
  const policy = computeBarredPolicy(input.policy);
  const rules = {
    slipped: slippedBy(decimal(policy.slippageTolerance)),
    minTrade: decimal(policy.minTradeValue),
    orderCap: policy.maxOrderFraction === undefined ? null : decimal(policy.maxOrderFraction).mul(totalValue),
  };
  const assets = new Set<Asset>([...groups.map((group) => group.asset), ...cash]);
  const markets = computePlanMarkets({ input, accounts, prices, rules, assets }, warnings);
  return {
    ...rules,
    input,
    policy,
    cash,
    prices,
    free,
    owned,
    kept: keptAmounts(policy, cash, owned),
    markets,
    trading: tradingMarkets(policy, groups, cash, markets),
    conversions: cashConversions(policy, accounts.length, cash, markets),
    groups,
    weighed,
    totalValue,
    unpriced,
    warnings,
  };
}

function readPrices(input: PlannerInput): ReadonlyMap<Asset, Decimal> {
  const prices = new Map<Asset, Decimal>();
  // Keys were checked to be asset codes when the input was parsed.
  for (const [asset, price] of Object.entries(input.prices)) prices.set(asset as Asset, decimal(price));
  prices.set(input.valuationAsset, Decimal.ONE);
  return prices;
}

/** One cash coin among the targets stands for all of them; of two or more, the first is the till and the others are targets of their own. */
function readTargets(
  input: PlannerInput,
  unpriced: readonly Asset[],
  warnings: string[],
): { readonly cash: readonly Asset[]; readonly targets: ReadonlyMap<Asset, Decimal> } {
  const rest = [...new Set(input.cashAssets)].filter((coin) => coin !== input.valuationAsset).sort(compareText);
  const coins = input.cashAssets.includes(input.valuationAsset) ? [input.valuationAsset, ...rest] : rest;
  const entries = Object.entries(input.targets) as [Asset, DecimalString][]; // keys checked by the schema
  const named = coins.filter((coin) => Object.hasOwn(input.targets, coin));
  const own = new Set(named.slice(1));
  const cash = coins.filter((coin) => !own.has(coin));
  const lost = entries.filter(([asset]) => unpriced.includes(asset));
  const kept = Decimal.ONE.sub(Decimal.sum(lost.map(([, weight]) => decimal(weight))));
  const targets = new Map<Asset, Decimal>();
  const till = named[0];
  if (lost.length > 0)
    warnings.push(
      `${lost.map(([asset]) => asset).join(", ")}: held, but no price is known; left untouched, and the other targets are scaled to the rest.`,
    );
  for (const [asset, weight] of entries.sort(([left], [right]) => compareText(left, right))) {
    if (unpriced.includes(asset)) continue;
    const share = decimal(weight);
    const scaled = lost.length === 0 || !kept.isPositive ? share : share.div(kept, SCALED_PLACES, "halfEven");
    targets.set(asset === till ? (cash[0] ?? asset) : asset, scaled);
  }
  return { cash, targets };
}

function buildGroups(
  input: PlannerInput,
  assets: readonly Asset[],
  targets: ReadonlyMap<Asset, Decimal>,
  cash: readonly Asset[],
  owned: ReadonlyMap<Asset, Decimal>,
  prices: ReadonlyMap<Asset, Decimal>,
): readonly PlanGroup[] {
  const till = cash[0] ?? input.valuationAsset;
  const worthOf = (asset: Asset) => (owned.get(asset) ?? Decimal.ZERO).mul(prices.get(asset) ?? Decimal.ZERO);
  const half = (asset: Asset, target: Decimal): Decimal => {
    if (input.policy.goal === "bandEdge") return computeBand(asset, target, input.policy);
    return input.policy.goal === "cashFlow" ? Decimal.ZERO : decimal(input.policy.tolerance);
  };
  const groups = assets
    .filter((asset) => asset !== till)
    .sort(compareText)
    .map((asset): PlanGroup => {
      const target = targets.get(asset) ?? Decimal.ZERO;
      return { asset, isCash: false, target, half: half(asset, target), value: worthOf(asset) };
    });
  const target = targets.get(till) ?? Decimal.ZERO;
  const value = Decimal.sum(cash.map(worthOf));
  return [...groups, { asset: till, isCash: true, target, half: half(till, target), value }];
}
