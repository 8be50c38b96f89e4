// Which deposit is the least that could complete a plan, and where could it be paid in?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, VenueId } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { computePlanModel } from "./compute-plan-model.ts";
import { marketsFor } from "./compute-plan-routes.ts";
import type { PlanGroup, PlanModel } from "./plan-model.ts";

/** A place for money, with what the search needs to know of it. */
export interface DepositPlace {
  readonly accountId: AccountId;
  readonly venue: VenueId;
  readonly asset: Asset;
  /** Deposits are whole lots: a power of ten of the coin, about a tenth of the smallest trade. */
  readonly lot: Decimal;
  /** No deposit of fewer lots can complete the plan; null where none of any size can. */
  readonly leastLots: bigint | null;
  /** Beyond so many lots nothing is searched. */
  readonly mostLots: bigint;
  /** How many of the targets that are not reached can be bought there. */
  readonly buys: number;
}

/** A deposit of a hundred times the portfolio is another portfolio. */
const MOST_TIMES = Decimal.of(100n, 0);
const SHARE_OF_TRADE = Decimal.of(10n, 0);
const SHARE_OF_VALUE = Decimal.of(100_000n, 0);
const PLACES = 18;

/** The places that can take cash, best first: those where most of what is missing can be bought. */
export function computeDepositPlaces(input: PlannerInput, result: PlannerResult): readonly DepositPlace[] {
  const model = computePlanModel(input);
  const missing = missingGroups(model, result);
  const least = leastDeposit(model, missing);
  const accounts = [...input.accounts].sort((left, right) => (left.id < right.id ? -1 : 1));
  const places = accounts.flatMap((account, index): readonly DepositPlace[] => {
    const quotes = new Set(
      model.markets.filter(({ accountIndex }) => accountIndex === index).map(({ quote }) => quote),
    );
    const asset = model.cash.find((coin) => quotes.has(coin));
    const price = asset === undefined ? undefined : model.prices.get(asset);
    if (asset === undefined || price === undefined || !price.isPositive) return [];
    const lot = lotOf(model, price);
    const lots = (value: Decimal) => value.div(lot.mul(price), 0, "ceil").coefficient;
    const most = Decimal.max(model.totalValue.mul(MOST_TIMES), model.minTrade.mul(MOST_TIMES));
    const buys = missing.filter(({ group }) =>
      marketsFor(model, group.asset, "buy").some(({ accountIndex }) => accountIndex === index),
    ).length;
    const leastLots = least === null ? null : lots(Decimal.max(least, lot.mul(price)));
    return [{ accountId: account.id, venue: account.venue, asset, lot, leastLots, mostLots: lots(most), buys }];
  });
  return places.sort((left, right) => right.buys - left.buys);
}

interface Missing {
  readonly group: PlanGroup;
  readonly over: boolean;
}

function missingGroups(model: PlanModel, result: PlannerResult): readonly Missing[] {
  // With nothing there everything is missing, and no residual tells so.
  if (!model.totalValue.isPositive)
    return model.groups
      .filter(({ isCash, target }) => !isCash && target.isPositive)
      .map((group) => ({ group, over: false }));
  return result.residuals.flatMap(({ asset, weight, reason }) => {
    const group = model.groups.find((one) => one.asset === asset);
    return reason === "tolerance" || group === undefined ? [] : [{ group, over: decimal(weight).isPositive }];
  });
}

/**
 * What is missing of a target can only be bought, by one order at least, and may not end above its band; what is too much
 * and cannot be sold by even one order stays, and must come to lie inside. Both need a total of at least (what is then
 * there) / (upper edge of the band), and costs only make the total smaller. Null where no total is enough.
 */
function leastDeposit(model: PlanModel, missing: readonly Missing[]): Decimal | null {
  let least = Decimal.ZERO;
  for (const { group, over } of missing) {
    if (group.isCash || (over && canBeSold(model, group))) continue;
    const edge = group.target.add(group.half);
    const order = over ? Decimal.ZERO : leastOrder(model, group.asset, "buy");
    if (order === null || !edge.isPositive) return null;
    const needed = group.value.add(order).div(edge, PLACES, "down").sub(model.totalValue);
    least = Decimal.max(least, needed);
  }
  return least;
}

/** One order of it at least may go without ending below the band. */
function canBeSold(model: PlanModel, { asset, target, half, value }: PlanGroup): boolean {
  const order = leastOrder(model, asset, "sell");
  const low = Decimal.max(Decimal.ZERO, target.sub(half)).mul(model.totalValue);
  return order !== null && value.sub(order).gte(low);
}

/** Value of the smallest order; null without a market. */
function leastOrder(model: PlanModel, asset: Asset, side: Side): Decimal | null {
  const orders = marketsFor(model, asset, side).flatMap((market) => market.least[side]?.mul(market.basePrice) ?? []);
  const [first, ...rest] = orders;
  return first === undefined ? null : Decimal.min(first, ...rest);
}

/** The power of ten, in the coin, at or below a tenth of the smallest trade; more where the portfolio is large. */
function lotOf(model: PlanModel, price: Decimal): Decimal {
  const wish = Decimal.max(
    model.minTrade.div(SHARE_OF_TRADE, PLACES, "down"),
    model.totalValue.div(SHARE_OF_VALUE, PLACES, "down"),
  );
  const [whole = "0", fraction = ""] = (wish.isPositive ? wish : Decimal.ONE)
    .div(price, PLACES, "down")
    .toString()
    .split(".");
  if (whole !== "0") return Decimal.of(10n ** BigInt(whole.length - 1), 0);
  return Decimal.of(1n, Math.max(0, fraction.search(/[1-9]/)) + 1);
}
