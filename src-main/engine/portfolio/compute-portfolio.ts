// What does the whole portfolio look like at one moment? Balances, books and prices in, the picture out.
import type { Ledger } from "#engine/books/compute-ledger.ts";
import type { Balance } from "#shared/domain/account.ts";
import { computeBand } from "#shared/domain/compute-band.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio, Position } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import { SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { type Allocation, type AllocationGroup, computeAllocation, WEIGHT_SCALE } from "./compute-allocation.ts";
import { computeGain, computeGainShare, computeTotalPnl, type PnlPoint } from "./compute-pnl.ts";
import { type AssetValuation, computeValuation } from "./compute-valuation.ts";

const UNIT_COST_SCALE = 18;

export interface PortfolioInput {
  readonly profile: Pick<Profile, "id" | "currency" | "cashAssets" | "targets" | "policy"> & {
    readonly operation?: Pick<Profile["operation"], "priceKeptS">;
  };
  readonly ts: UnixMs;
  readonly balances: readonly Balance[];
  /** False until every account was read once: what is owned is then not known. */
  readonly balancesKnown: boolean;
  readonly ledger: Ledger;
  /** Consensus of every asset of {@link computeAssets} in the profile's currency. */
  readonly prices: ReadonlyMap<Asset, ConsensusPrice | null>;
  /** State at 00:00 UTC; null where it is not known. */
  readonly dayStart: PnlPoint | null;
}

/** A portfolio with the groups its targets speak of; no groups while a value is missing. */
export interface PortfolioView {
  readonly portfolio: Portfolio;
  readonly allocation: Allocation | null;
}

/** Assets a portfolio lists: targeted or held; by target, largest first, then by name, cash last. */
export function computeAssets(
  profile: Pick<Profile, "cashAssets" | "targets">,
  balances: readonly Balance[],
): readonly Asset[] {
  const cash = new Set(profile.cashAssets);
  // Keys of a parsed record are assets; Object.keys only knows them as text.
  const assets = new Set<Asset>(Object.keys(profile.targets) as Asset[]);
  for (const balance of balances) {
    const held = [balance.free, balance.inOrders, balance.earn, balance.locked];
    if (held.some((amount) => !Decimal.parse(amount).isZero)) assets.add(balance.asset);
  }
  const targetOf = (asset: Asset): Decimal => Decimal.parse(profile.targets[asset] ?? "0");
  return [...assets].sort((first, second) => {
    if (cash.has(first) !== cash.has(second)) return cash.has(first) ? 1 : -1;
    return targetOf(second).cmp(targetOf(first)) || (first < second ? -1 : 1);
  });
}

const text = (value: Decimal | null): DecimalString | null => value?.toString() ?? null;

function change24h(price: ConsensusPrice | null): Decimal | null {
  if (price === null || price.price24hAgo === null) return null;
  const before = Decimal.parse(price.price24hAgo);
  return before.isPositive ? Decimal.parse(price.price).sub(before).div(before, WEIGHT_SCALE, "halfEven") : null;
}

/** Missing prices of these assets make sums wrong; one of an unknown coin that nobody bought or wants does not. */
function isMaterial({ asset }: AssetValuation, { profile, ledger }: PortfolioInput): boolean {
  const book = ledger.positions.get(asset);
  const inBooks = book?.quantity.isPositive === true && (book.cost.isPositive || !book.costKnown);
  return inBooks || profile.targets[asset] !== undefined || profile.cashAssets.includes(asset);
}

function positionOf(
  valuation: AssetValuation,
  total: Decimal | null,
  group: AllocationGroup | undefined,
  input: PortfolioInput,
): Position {
  const { asset, quantity, price } = valuation;
  const { profile, ledger } = input;
  const book = ledger.positions.get(asset);
  const held = book?.costKnown === true && book.quantity.isPositive ? book : null;
  const current = price === null || valuation.unresolved !== null ? null : Decimal.parse(price.price);
  const target = group?.target ?? (profile.targets[asset] === undefined ? null : Decimal.parse(profile.targets[asset]));
  return {
    asset,
    quantity: quantity.toString(),
    balances: [...valuation.balances],
    price: price?.price ?? null,
    priceState: price?.state ?? null,
    priceAgeMs: price?.ageMs ?? null,
    unresolved: valuation.unresolved,
    value: text(valuation.value),
    weight:
      total === null || valuation.value === null || !total.isPositive
        ? null
        : valuation.value.div(total, WEIGHT_SCALE, "halfEven").toString(),
    target: text(target),
    drift: text(group?.drift ?? null),
    band: target === null ? null : (group?.band ?? computeBand(asset, target, profile.policy)).toString(),
    averageCost: text(held?.cost.div(held.quantity, UNIT_COST_SCALE, "halfEven") ?? null),
    cost: text(held?.cost ?? null),
    unrealized: held === null || current === null ? null : held.quantity.mul(current).sub(held.cost).toString(),
    realized: (book?.realized ?? Decimal.ZERO).toString(),
    change24h: text(change24h(price)),
    isCash: profile.cashAssets.includes(asset),
  };
}

/** Sum of value less cost over the books; null while one held pool has no known cost or no price. */
function unrealizedTotal(positions: readonly Position[], ledger: Ledger): Decimal | null {
  const byAsset = new Map(positions.map((position) => [position.asset, position]));
  let sum = Decimal.ZERO;
  for (const book of ledger.positions.values()) {
    if (!book.quantity.isPositive) continue;
    const unrealized = byAsset.get(book.asset)?.unrealized ?? null;
    if (unrealized === null) return null;
    sum = sum.add(Decimal.parse(unrealized));
  }
  return sum;
}

export function computePortfolio(input: PortfolioInput): PortfolioView {
  const { profile, ledger } = input;
  const valuation = computeValuation({
    assets: computeAssets(profile, input.balances),
    balances: input.balances,
    prices: input.prices,
    ...(profile.operation === undefined ? {} : { keptMs: profile.operation.priceKeptS * SECOND_MS }),
  });
  const unresolved =
    !input.balancesKnown || valuation.assets.some((asset) => asset.value === null && isMaterial(asset, input));
  const total = unresolved ? null : valuation.resolvedTotal;
  const values = valuation.assets.flatMap(({ asset, value }) => (value === null ? [] : [{ asset, value }]));
  const allocation = unresolved
    ? null
    : computeAllocation({
        values,
        targets: profile.targets,
        cashAssets: profile.cashAssets,
        policy: profile.policy,
      });
  const groups = new Map(allocation?.groups.map((group) => [group.asset, group]));
  const positions = valuation.assets.map((asset) => positionOf(asset, total, groups.get(asset.asset), input));
  const now = total === null || !ledger.netInvestedKnown ? null : { value: total, netInvested: ledger.netInvested };
  const day = now === null || input.dayStart === null ? null : { start: input.dayStart, end: now };
  const cash = values.filter(({ asset }) => profile.cashAssets.includes(asset)).map(({ value }) => value);
  return {
    allocation,
    portfolio: {
      profileId: profile.id,
      currency: profile.currency,
      ts: input.ts,
      totalValue: text(total),
      cash: Decimal.sum(cash).toString(),
      netInvested: ledger.netInvested.toString(),
      realized: ledger.realized.toString(),
      unrealized: text(unrealizedTotal(positions, ledger)),
      fees: ledger.fees.toString(),
      totalPnl: now === null ? null : computeTotalPnl(now).toString(),
      dayPnl: day === null ? null : computeGain(day.start, day.end).toString(),
      dayPnlShare: day === null ? null : text(computeGainShare(day.start, day.end)),
      oldestPriceAgeMs: valuation.oldestPriceAgeMs,
      state: unresolved ? "unresolved" : valuation.stale ? "stale" : "live",
      positions,
    },
  };
}
