// At which markets may each target be traded, and how much of each asset must stay?
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { Policy } from "#shared/domain/policy.ts";
import type { Conversion, PlanGroup, PlanMarket, PlanModel } from "./plan-model.ts";

const NONE: readonly PlanMarket[] = [];

/** Markets that may trade an asset: against cash; where there is none, against another target that is sold or bought in turn. */
export function tradingMarkets(
  policy: Policy,
  groups: readonly PlanGroup[],
  cash: readonly Asset[],
  markets: readonly PlanMarket[],
): PlanModel["trading"] {
  const byBase = new Map<Asset, PlanMarket[]>();
  for (const market of markets) {
    if (policy.allowedQuotes !== undefined && !policy.allowedQuotes.includes(market.quote)) continue;
    const list = byBase.get(market.base);
    if (list === undefined) byBase.set(market.base, [market]);
    else list.push(market);
  }
  const targeted = new Set(groups.map((group) => group.asset));
  const raised = policy.goal === "raiseCash" ? policy.raise?.asset : undefined;
  const pick = (all: readonly PlanMarket[], side: Side): readonly PlanMarket[] => {
    const blocked = side === "buy" ? policy.neverSell : policy.neverBuy;
    const open = all.filter((market) => !blocked.includes(market.quote));
    const direct = open.filter((market) =>
      raised === undefined ? cash.includes(market.quote) : market.quote === raised,
    );
    if (direct.length > 0 || raised !== undefined || policy.goal === "liquidate") return direct;
    return open.filter((market) => targeted.has(market.quote));
  };
  const buy = new Map<Asset, readonly PlanMarket[]>();
  const sell = new Map<Asset, readonly PlanMarket[]>();
  for (const asset of targeted) {
    const all = byBase.get(asset);
    if (all === undefined) continue;
    buy.set(asset, pick(all, "buy"));
    sell.set(asset, pick(all, "sell"));
  }
  return { buy, sell };
}

/** Per account: the markets that turn a cash coin into each coin in which something can be paid. */
export function cashConversions(
  policy: Policy,
  accounts: number,
  cash: readonly Asset[],
  markets: readonly PlanMarket[],
): PlanModel["conversions"] {
  const { neverBuy, neverSell } = policy;
  const coins = new Set(markets.map((market) => market.quote).filter((coin) => !neverBuy.includes(coin)));
  const sources = new Set(cash.filter((coin) => !neverSell.includes(coin)));
  const ways = Array.from({ length: accounts }, () => new Map<Asset, Conversion[]>());
  for (const market of markets) {
    const add = (coin: Asset, source: Asset, side: Side) => {
      if (!coins.has(coin) || !sources.has(source)) return;
      const own = ways[market.accountIndex];
      own?.set(coin, [...(own.get(coin) ?? []), { market, side }]);
    };
    add(market.base, market.quote, "buy");
    add(market.quote, market.base, "sell");
  }
  return ways;
}

export function marketsFor(model: PlanModel, asset: Asset, side: Side): readonly PlanMarket[] {
  return model.trading[side].get(asset) ?? NONE;
}

/**
 * Amounts that stay over all accounts: cash reserves and pinned amounts, the larger of both; and of the cash, where only so
 * much of one coin may be invested, all the rest.
 */
export function keptAmounts(
  policy: Policy,
  cash: readonly Asset[],
  owned: ReadonlyMap<Asset, Decimal>,
): ReadonlyMap<Asset, Decimal> {
  const keep = new Map<Asset, Decimal>();
  const raise = (asset: Asset, amount: Decimal) =>
    keep.set(asset, Decimal.max(keep.get(asset) ?? Decimal.ZERO, amount));
  // Keys were checked to be asset codes when the input was parsed.
  for (const amounts of [policy.cashReserve, policy.pinned])
    for (const [asset, amount] of Object.entries(amounts) as [Asset, DecimalString][]) raise(asset, decimal(amount));
  const { invest } = policy;
  if (policy.goal !== "cashFlow" || invest === undefined) return keep;
  for (const coin of cash) {
    const spent = coin === invest.asset ? decimal(invest.amount) : Decimal.ZERO;
    raise(coin, Decimal.max(Decimal.ZERO, (owned.get(coin) ?? Decimal.ZERO).sub(spent)));
  }
  return keep;
}
