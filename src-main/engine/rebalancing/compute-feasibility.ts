// What can a plan not reach at this size at these venues, why, and what is too small to be sold at all?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Feasibility, UnreachableReason } from "#shared/domain/feasibility.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlannerInput, PlannerResult, ResidualReason } from "#shared/domain/plan.ts";
import { computePlanModel } from "./compute-plan-model.ts";
import type { PlanModel } from "./plan-model.ts";

type Account = PlannerInput["accounts"][number];
type Dust = Feasibility["dust"]["assets"][number];
type Elsewhere = Feasibility["unreachable"][number]["elsewhere"][number];

const REASONS: Readonly<Record<Exclude<ResidualReason, "tolerance">, UnreachableReason>> = {
  lotStep: "step",
  minNotional: "minimum",
  venueBalance: "otherVenue",
  noMarket: "noMarket",
  costBudget: "costBudget",
  bookDepth: "bookDepth",
  noPrice: "noPrice",
  orderCap: "orderCap",
  dailyTrades: "dailyTrades",
  volatilityCeiling: "volatilityCeiling",
  neverSell: "neverSell",
  neverBuy: "neverBuy",
  pinned: "pinned",
  edited: "edited",
};

const WORDS: Readonly<Record<UnreachableReason, string>> = {
  dust: "All of it is less than any order of it may be.",
  minimum: "The change is smaller than the least order.",
  step: "The change is smaller than one lot.",
  noMarket: "No venue of this profile has an open market for it.",
  otherVenue: "What it needs lies where it cannot be traded, and coins never move between venues.",
  bookDepth: "The order books hold no more inside the slippage tolerance.",
  costBudget: "More would cost more than a plan may.",
  orderCap: "More would break the limit of an order's or a plan's size.",
  dailyTrades: "The orders allowed for this day are used up.",
  volatilityCeiling: "It would raise the portfolio's volatility above its ceiling.",
  noPrice: "No price is known.",
  neverSell: "The goal or the policy says that it is not sold.",
  neverBuy: "The policy says that it is not bought.",
  pinned: "Its amount is pinned.",
  edited: "The orders were changed by hand.",
};

/** Of a plan and the inputs it was made from. */
export function computeFeasibility(
  input: PlannerInput,
  result: Pick<PlannerResult, "residuals" | "totalValue" | "cost">,
): Feasibility {
  // Every market that could sell something, whatever this plan may touch.
  const policy = { ...input.policy, goal: "target" as const, includeUntargeted: true };
  const model = computePlanModel({ ...input, policy });
  const accounts = [...input.accounts].sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
  const dust = accounts.flatMap((account, index) => dustOf(model, account, index));
  const total = decimal(result.totalValue).sub(decimal(result.cost.total));
  const unreachable = result.residuals.flatMap(({ asset, weight, reason }) => {
    if (reason === "tolerance") return [];
    const over = decimal(weight).isPositive;
    const named = REASONS[reason];
    const isDust = named === "minimum" && over && isOnlyDust(model, asset, dust);
    const why: UnreachableReason = isDust ? "dust" : named;
    const elsewhere = why === "otherVenue" ? elsewhereOf(model, accounts, asset, over) : [];
    const value = decimal(weight).mul(total).toString();
    return [{ asset, reason: why, weight, value, elsewhere, detail: [WORDS[why], ...elsewhere.map(place)].join(" ") }];
  });
  return {
    complete: total.isPositive && unreachable.length === 0,
    unreachable,
    dust: {
      value: Decimal.sum(dust.map(({ value }) => decimal(value ?? Decimal.ZERO.toString()))).toString(),
      assets: dust,
    },
  };
}

/** What of an account is less than the smallest order that could sell it there. Cash is money, never dust. */
function dustOf(model: PlanModel, account: Account, index: number): Dust[] {
  return account.balances.flatMap(({ asset }) => {
    const amount = model.free[index]?.get(asset);
    const price = model.prices.get(asset);
    if (amount === undefined || !amount.isPositive || price === undefined || model.cash.includes(asset)) return [];
    const least = leastSale(model, index, asset);
    if (least === null || amount.gte(least)) return [];
    const { id: accountId, venue } = account;
    const value = amount.mul(price).toString();
    return [{ accountId, venue, asset, amount: amount.toString(), value, least: least.mul(price).toString() }];
  });
}

function leastSale(model: PlanModel, accountIndex: number, asset: Asset): Decimal | null {
  const sales = model.markets.flatMap((market) =>
    market.accountIndex === accountIndex && market.base === asset ? (market.least.sell ?? []) : [],
  );
  const [first, ...rest] = sales;
  return first === undefined ? null : Decimal.min(first, ...rest);
}

function isOnlyDust(model: PlanModel, asset: Asset, dust: readonly Dust[]): boolean {
  const sum = Decimal.sum(dust.filter((row) => row.asset === asset).map(({ amount }) => decimal(amount)));
  return sum.isPositive && sum.eq(model.owned.get(asset) ?? Decimal.ZERO);
}

/** Too much of it: where it lies and cannot be sold. Too little: where money lies that cannot buy it. */
function elsewhereOf(model: PlanModel, accounts: readonly Account[], asset: Asset, over: boolean): Elsewhere[] {
  const assets = over ? [asset] : model.cash;
  return accounts.flatMap(({ id: accountId, venue, kind, balances }, index) => {
    const side = over ? "sell" : "buy";
    const trades =
      kind !== "manual" && model.trading[side].get(asset)?.some((market) => market.accountIndex === index) === true;
    if (trades && !over) return [];
    return balances.flatMap((balance) => {
      if (!assets.includes(balance.asset)) return [];
      const parts = trades ? [] : [balance.free];
      // What earns, is locked or waits in an order cannot be traded anywhere.
      const stuck = over ? [balance.inOrders, balance.earn, balance.locked] : [];
      const amount = Decimal.sum([...parts, ...stuck].map((part) => decimal(part)));
      if (!amount.isPositive) return [];
      const price = model.prices.get(balance.asset);
      const value = price === undefined ? null : amount.mul(price).toString();
      return [{ accountId, venue, asset: balance.asset, amount: amount.toString(), value }];
    });
  });
}

function place({ amount, asset, venue }: Elsewhere): string {
  return `${amount} ${asset} at ${venue}.`;
}
