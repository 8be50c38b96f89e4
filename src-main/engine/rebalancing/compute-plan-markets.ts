// Which markets can each account trade for this plan, as exact numbers?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { type FeeTier, isFeeInBase } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { type Level, nextLevel, protectiveLimit, type Slipped } from "./compute-book-walk.ts";
import { maximumQuantity, minimumQuantity } from "./plan-lots.ts";
import type { OrderRules, PlanMarket } from "./plan-model.ts";

type PlannerInstrument = PlannerInput["instruments"][number];
type Account = PlannerInput["accounts"][number];

/** Stands for a book without end where only the best quote is known. */
const ENDLESS = Decimal.of(10n ** 30n, 0);

export interface MarketsRequest {
  readonly input: PlannerInput;
  /** In sorted order. */
  readonly accounts: readonly Account[];
  readonly prices: ReadonlyMap<Asset, Decimal>;
  readonly rules: OrderRules;
  /** Assets that a leg may change: targets and cash. */
  readonly assets: ReadonlySet<Asset>;
}

/** Markets by venue and symbol, once for each account of the venue. Only those are read in full that a leg may use. */
export function computePlanMarkets(request: MarketsRequest, warnings: string[]): readonly PlanMarket[] {
  const { input, accounts, prices } = request;
  const venues = input.policy.allowedVenues;
  const traders = new Map<string, { readonly account: Account; readonly index: number }[]>();
  accounts.forEach((account, index) => {
    if (account.kind === "manual") return;
    const list = traders.get(account.venue);
    if (list === undefined) traders.set(account.venue, [{ account, index }]);
    else list.push({ account, index });
  });
  const instruments = input.instruments
    .filter((instrument) => instrument.status === "online" || instrument.status === "limitOnly")
    .filter((instrument) => venues === undefined || venues.includes(instrument.venue))
    .filter((instrument) => prices.has(instrument.base) && prices.has(instrument.quote))
    .filter((instrument) => traders.has(instrument.venue))
    .sort((left, right) => compareText(left.venue, right.venue) || compareText(left.symbol, right.symbol));
  const bookless = instruments.filter((instrument) => instrument.book === null);
  if (bookless.length > 0) {
    const names = bookless.map((instrument) => `${instrument.symbol} at ${instrument.venue}`).join(", ");
    warnings.push(`No order book of ${names}: the best quote is taken as infinitely deep.`);
  }
  return usedInstruments(instruments, request.assets).flatMap((instrument) => {
    const shared = readInstrument(instrument, request);
    return (traders.get(instrument.venue) ?? []).map(({ account, index }) => toMarket(shared, account, index, request));
  });
}

/** A market of an asset that no leg changes, nor pays with, is never asked. */
function usedInstruments(
  instruments: readonly PlannerInstrument[],
  assets: ReadonlySet<Asset>,
): readonly PlannerInstrument[] {
  const bases = new Set(assets);
  for (const { base, quote } of instruments) if (assets.has(base)) bases.add(quote);
  return instruments.filter((instrument) => bases.has(instrument.base));
}

type SharedMarket = Omit<PlanMarket, "accountIndex" | "accountId" | "feeRate" | "feePlace" | "units" | "factors">;

function toMarket(
  shared: SharedMarket,
  account: Account,
  accountIndex: number,
  { prices, rules }: MarketsRequest,
): PlanMarket {
  const feeRate = decimal(account.fees.taker);
  const feePlace = readFeePlace(account.fees.feeAsset, shared, prices);
  const more = Decimal.ONE.add(feeRate);
  const less = Decimal.ONE.sub(feeRate);
  const inBase = { buy: isFeeInBase(feePlace, "buy"), sell: isFeeInBase(feePlace, "sell") };
  return {
    ...shared,
    accountIndex,
    accountId: account.id,
    feeRate,
    feePlace,
    units: { buy: inBase.buy ? less : Decimal.ONE, sell: inBase.sell ? more : Decimal.ONE },
    factors: {
      value: { buy: more.mul(shared.quotePrice), sell: less.mul(shared.quotePrice) },
      spend: inBase.buy ? rules.slipped.buy : rules.slipped.buy.mul(more),
    },
  };
}

function readInstrument(instrument: PlannerInstrument, { prices, rules }: MarketsRequest): SharedMarket {
  const priceStep = decimal(instrument.priceStep);
  const asks = readSide(instrument.book?.asks, decimal(instrument.ask), "buy", rules.slipped, priceStep);
  const bids = readSide(instrument.book?.bids, decimal(instrument.bid), "sell", rules.slipped, priceStep);
  const optional = (text: PlannerInstrument["costMin"]) => (text === null ? null : decimal(text));
  const filters = {
    venue: instrument.venue,
    symbol: instrument.symbol,
    base: instrument.base,
    quote: instrument.quote,
    bookKey: `${instrument.venue} ${instrument.symbol}`,
    levels: { buy: asks.levels, sell: bids.levels },
    best: { buy: asks.best, sell: bids.best },
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
  return {
    ...filters,
    least: {
      buy: minimumQuantity(rules, filters, "buy", asks.bound),
      sell: minimumQuantity(rules, filters, "sell", bids.bound),
    },
    most: { buy: maximumQuantity(rules, filters, "buy"), sell: maximumQuantity(rules, filters, "sell") },
  };
}

/**
 * Levels that an order can reach whose limit lies within the tolerance of its average price. The average is never better
 * than the best price, so the bound is that of the best price, on the tick. Best price first: what follows the first level
 * beyond the bound is not read.
 */
function readSide(
  side: readonly (readonly [string, string])[] | undefined,
  quoted: Decimal,
  direction: Side,
  slipped: Slipped,
  priceStep: Decimal,
): { readonly levels: readonly Level[]; readonly best: Decimal; readonly bound: Decimal } {
  const top = side?.[0];
  // A side without a level offers nothing; its quote still tells what a unit is worth there.
  if (side !== undefined && top === undefined) return { levels: [], best: quoted, bound: quoted };
  const best = top === undefined ? quoted : decimal(top[0]);
  const bound = protectiveLimit(best, Decimal.ONE, direction, slipped, priceStep);
  const reachable = (price: Decimal) => (direction === "buy" ? price.lte(bound) : price.gte(bound));
  const levels: Level[] = [];
  if (side === undefined) {
    if (reachable(best)) levels.push(nextLevel(levels, best, ENDLESS));
    return { levels, best, bound };
  }
  for (const [priceText, size] of side) {
    const price = decimal(priceText);
    if (!reachable(price)) break;
    levels.push(nextLevel(levels, price, decimal(size)));
  }
  return { levels, best, bound };
}

function readFeePlace(
  feeAsset: FeeTier["feeAsset"],
  { quote }: { readonly quote: Asset },
  prices: ReadonlyMap<Asset, Decimal>,
): PlanMarket["feePlace"] {
  if (feeAsset === quote) return "quote";
  if (feeAsset === "quote" || feeAsset === "base" || feeAsset === "received") return feeAsset;
  return prices.get(feeAsset)?.isPositive ? feeAsset : "quote";
}

function placesOf(step: string): number {
  const point = step.indexOf(".");
  return point === -1 ? 0 : step.length - point - 1;
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
