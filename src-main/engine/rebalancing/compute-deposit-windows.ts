// Which deposits could complete a plan at all, and where could they be paid in?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, VenueId } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { computePlanModel } from "./compute-plan-model.ts";
import { marketsFor } from "./compute-plan-routes.ts";
import type { PlanGroup, PlanModel } from "./plan-model.ts";

/** A place for money, with the deposits that are worth trying there. */
export interface DepositPlace {
  readonly accountId: AccountId;
  readonly venue: VenueId;
  readonly asset: Asset;
  /** Deposits are whole lots: a power of ten of the coin, about a tenth of the smallest trade. */
  readonly lot: Decimal;
  /** In lots, ascending, both ends included. No deposit outside of them completes the plan. */
  readonly windows: readonly DepositWindow[];
}

export interface DepositWindow {
  readonly from: bigint;
  readonly to: bigint;
}

/** Values of the whole portfolio; `to` null without an end. */
interface Span {
  readonly from: Decimal;
  readonly to: Decimal | null;
}

/** A deposit of a hundred times the portfolio is another portfolio. */
const MOST_TIMES = Decimal.of(100n, 0);
const SHARE_OF_TRADE = Decimal.of(10n, 0);
const SHARE_OF_VALUE = Decimal.of(100_000n, 0);
const PLACES = 18;

/** The places that can take cash, best first: those where most of what the plan leaves undone can be bought. */
export function computeDepositPlaces(input: PlannerInput, result: PlannerResult): readonly DepositPlace[] {
  const model = computePlanModel(input);
  const spans = model.groups
    .filter(({ isCash }) => !isCash)
    .map((group) => reachableTotals(model, group))
    .reduce(intersect, [{ from: Decimal.ZERO, to: null }]);
  const undone = new Set(result.residuals.filter(({ reason }) => reason !== "tolerance").map(({ asset }) => asset));
  const accounts = [...input.accounts].sort((left, right) => (left.id < right.id ? -1 : 1));
  const places = accounts.flatMap((account, index) => {
    const own = model.markets.filter(({ accountIndex }) => accountIndex === index);
    const asset = model.cash.find((coin) => own.some(({ quote }) => quote === coin));
    const price = asset === undefined ? undefined : model.prices.get(asset);
    if (asset === undefined || price === undefined || !price.isPositive) return [];
    const lot = lotOf(model, price);
    const windows = spans.flatMap((span) => windowOf(model, span, lot.mul(price)) ?? []);
    const buys = new Set(own.filter(({ base }) => undone.has(base)).map(({ base }) => base)).size;
    return [{ place: { accountId: account.id, venue: account.venue, asset, lot, windows }, buys }];
  });
  return places.sort((left, right) => right.buys - left.buys).map(({ place }) => place);
}

/**
 * The totals at which one target can lie inside its band: as it is; after selling one order or more; after buying one order or
 * more. Whatever else the plan does, no other total will do.
 */
function reachableTotals(model: PlanModel, group: PlanGroup): readonly Span[] {
  const { value, target, half } = group;
  const high = target.add(half);
  const low = target.sub(half);
  const below = (least: Decimal): Decimal | null => (low.isPositive ? least.div(low, PLACES, "up") : null);
  const spans: Span[] = [];
  const sale = leastOrder(model, group.asset, "sell");
  if (sale !== null && canSell(model, group, sale) && !sale.gt(value))
    spans.push({ from: Decimal.ZERO, to: below(value.sub(sale)) });
  if (value.isZero || high.isPositive)
    spans.push({ from: value.isZero ? Decimal.ZERO : value.div(high, PLACES, "down"), to: below(value) });
  const buy = model.policy.neverBuy.includes(group.asset) ? null : leastOrder(model, group.asset, "buy");
  if (buy !== null && high.isPositive) spans.push({ from: value.add(buy).div(high, PLACES, "down"), to: null });
  return merged(spans);
}

/** Whether one order of it may be sold: allowed, and so much of it is free and not kept. */
function canSell({ policy, free, owned, kept, prices }: PlanModel, { asset }: PlanGroup, sale: Decimal): boolean {
  if (policy.goal === "cashFlow" || policy.neverSell.includes(asset)) return false;
  const price = prices.get(asset) ?? Decimal.ZERO;
  const there = Decimal.sum(free.map((balances) => balances.get(asset) ?? Decimal.ZERO));
  const spare = (owned.get(asset) ?? Decimal.ZERO).sub(kept.get(asset) ?? Decimal.ZERO);
  return Decimal.min(there, spare).mul(price).gte(sale);
}

/** Value of the smallest order; null without a market. */
function leastOrder(model: PlanModel, asset: Asset, side: Side): Decimal | null {
  const orders = marketsFor(model, asset, side).flatMap((market) => market.least[side]?.mul(market.basePrice) ?? []);
  const [first, ...rest] = orders;
  return first === undefined ? null : Decimal.min(first, ...rest);
}

function intersect(left: readonly Span[], right: readonly Span[]): readonly Span[] {
  return merged(
    left.flatMap((one) =>
      right.flatMap((other) => {
        const from = Decimal.max(one.from, other.from);
        const to = one.to === null ? other.to : other.to === null ? one.to : Decimal.min(one.to, other.to);
        return to === null || to.gte(from) ? [{ from, to }] : [];
      }),
    ),
  );
}

/** Ascending, without overlaps. */
function merged(spans: readonly Span[]): readonly Span[] {
  const ordered = [...spans].sort((left, right) => left.from.cmp(right.from));
  const whole: Span[] = [];
  for (const span of ordered) {
    const last = whole.at(-1);
    if (last === undefined || last.to?.lt(span.from)) whole.push(span);
    else whole[whole.length - 1] = { from: last.from, to: furthest(last.to, span.to) };
  }
  return whole;
}

function furthest(left: Decimal | null, right: Decimal | null): Decimal | null {
  return left === null || right === null ? null : Decimal.max(left, right);
}

/** The total after a deposit is what is there, less at most the costs a plan may have. Null where no lot lies in the span. */
function windowOf(
  { totalValue, policy, minTrade }: PlanModel,
  { from, to }: Span,
  unit: Decimal,
): DepositWindow | null {
  const lots = (value: Decimal, rounding: "ceil" | "floor") => value.div(unit, 0, rounding).coefficient;
  const most = lots(Decimal.max(totalValue, minTrade).mul(MOST_TIMES), "floor");
  const left = Decimal.ONE.sub(decimal(policy.maxCostFraction));
  const end = to === null || !left.isPositive ? null : lots(to.div(left, PLACES, "up").sub(totalValue), "floor");
  const start = lots(from.sub(totalValue), "ceil");
  const window = { from: start < 1n ? 1n : start, to: end === null || end > most ? most : end };
  return window.from > window.to ? null : window;
}

/** The power of ten, in the coin, at or below a tenth of the smallest trade; more where the portfolio is large. */
function lotOf(model: PlanModel, price: Decimal): Decimal {
  const wish = Decimal.max(
    model.minTrade.div(SHARE_OF_TRADE, PLACES, "down"),
    model.totalValue.div(SHARE_OF_VALUE, PLACES, "down"),
  );
  const amount = (wish.isPositive ? wish : Decimal.ONE).div(price, PLACES, "down");
  const [whole = "0", fraction = ""] = amount.toString().split(".");
  if (whole !== "0") return Decimal.of(10n ** BigInt(whole.length - 1), 0);
  return Decimal.of(1n, Math.max(0, fraction.search(/[1-9]/)) + 1);
}
