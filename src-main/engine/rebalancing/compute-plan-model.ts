// How do a planner's inputs become exact numbers in a fixed order?

import { computeBand } from "#shared/domain/compute-band.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { type Level, reachableLevels } from "./compute-book-walk.ts";
import type { PlanGroup, PlanMarket, PlanModel } from "./plan-model.ts";

type PlannerInstrument = PlannerInput["instruments"][number];

/** Stands for a book without end where only the best quote is known. */
const ENDLESS = Decimal.of(10n ** 30n, 0);
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
  const markets = buildMarkets(input, accounts, prices, warnings);
  const byBase = new Map<Asset, PlanMarket[]>();
  for (const market of markets) {
    const list = byBase.get(market.base);
    if (list === undefined) byBase.set(market.base, [market]);
    else list.push(market);
  }
  const totalValue = Decimal.sum(groups.map((group) => group.value));
  const { policy } = input;
  return {
    input,
    policy,
    cash,
    prices,
    free,
    owned,
    markets,
    marketsByBase: byBase,
    groups,
    weighed,
    totalValue,
    slippage: decimal(policy.slippageTolerance),
    minTrade: decimal(policy.minTradeValue),
    orderCap: policy.maxOrderFraction === undefined ? null : decimal(policy.maxOrderFraction).mul(totalValue),
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

function buildMarkets(
  input: PlannerInput,
  accounts: PlannerInput["accounts"],
  prices: ReadonlyMap<Asset, Decimal>,
  warnings: string[],
): readonly PlanMarket[] {
  const venues = input.policy.allowedVenues;
  const instruments = input.instruments
    .filter((instrument) => instrument.status === "online" || instrument.status === "limitOnly")
    .filter((instrument) => venues === undefined || venues.includes(instrument.venue))
    .filter((instrument) => prices.has(instrument.base) && prices.has(instrument.quote))
    .sort((left, right) => compareText(left.venue, right.venue) || compareText(left.symbol, right.symbol));
  const markets: PlanMarket[] = [];
  const bookless: string[] = [];
  for (const instrument of instruments) {
    const traders = accounts.flatMap((account, index) =>
      account.venue === instrument.venue && account.kind !== "manual" ? [{ account, index }] : [],
    );
    if (traders.length === 0) continue;
    if (instrument.book === null) bookless.push(`${instrument.symbol} at ${instrument.venue}`);
    const shared = readInstrument(instrument, decimal(input.policy.slippageTolerance), prices);
    for (const { account, index } of traders)
      markets.push({
        ...shared,
        index: markets.length,
        accountIndex: index,
        accountId: account.id,
        feeRate: decimal(account.fees.taker),
        feePlace: readFeePlace(account.fees.feeAsset, instrument, prices),
      });
  }
  if (bookless.length > 0)
    warnings.push(`No order book of ${bookless.join(", ")}: the best quote is taken as infinitely deep.`);
  return markets;
}

type SharedMarket = Omit<PlanMarket, "index" | "accountIndex" | "accountId" | "feeRate" | "feePlace">;

function readInstrument(
  instrument: PlannerInstrument,
  slippage: Decimal,
  prices: ReadonlyMap<Asset, Decimal>,
): SharedMarket {
  const priceStep = decimal(instrument.priceStep);
  const bid = decimal(instrument.bid);
  const ask = decimal(instrument.ask);
  const asks = readLevels(instrument.book?.asks, ask);
  const bids = readLevels(instrument.book?.bids, bid);
  const optional = (text: PlannerInstrument["costMin"]) => (text === null ? null : decimal(text));
  return {
    venue: instrument.venue,
    symbol: instrument.symbol,
    base: instrument.base,
    quote: instrument.quote,
    bookKey: `${instrument.venue} ${instrument.symbol}`,
    levels: {
      buy: reachableLevels(asks, "buy", slippage, priceStep),
      sell: reachableLevels(bids, "sell", slippage, priceStep),
    },
    best: { buy: asks[0]?.price ?? ask, sell: bids[0]?.price ?? bid },
    pricePlaces: placesOf(instrument.priceStep),
    priceStep,
    amountStep: decimal(instrument.amountStep),
    amountMin: optional(instrument.amountMin),
    amountMax: optional(instrument.amountMax),
    costMin: optional(instrument.costMin),
    costMax: optional(instrument.costMax),
    basePrice: prices.get(instrument.base) ?? Decimal.ZERO,
    quotePrice: prices.get(instrument.quote) ?? Decimal.ZERO,
  };
}

function readLevels(side: readonly (readonly [string, string])[] | undefined, best: Decimal): readonly Level[] {
  if (side === undefined) return [{ price: best, size: ENDLESS }];
  return side.map(([price, size]) => ({ price: decimal(price), size: decimal(size) }));
}

function readFeePlace(
  feeAsset: "quote" | "base" | Asset,
  instrument: PlannerInstrument,
  prices: ReadonlyMap<Asset, Decimal>,
): PlanMarket["feePlace"] {
  if (feeAsset === "quote" || feeAsset === "base" || feeAsset === instrument.quote) {
    return feeAsset === instrument.quote ? "quote" : feeAsset;
  }
  return prices.get(feeAsset)?.isPositive ? feeAsset : "quote";
}

function placesOf(step: string): number {
  const point = step.indexOf(".");
  return point === -1 ? 0 : step.length - point - 1;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
