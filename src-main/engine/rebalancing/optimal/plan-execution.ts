// Which orders do a solution's amounts become, in whole lots, in an order in which each is funded, and what do they bring?

import { computeLegCost } from "#engine/rebalancing/compute-leg-cost.ts";
import { fitLeg } from "#engine/rebalancing/plan-fill-asset.ts";
import { PlanLedger } from "#engine/rebalancing/plan-ledger.ts";
import type { LegDrafts, PlannedLeg } from "#engine/rebalancing/plan-leg-drafts.ts";
import { splitQuantity } from "#engine/rebalancing/plan-lots.ts";
import type { PlanModel } from "#engine/rebalancing/plan-model.ts";
import { paidIn } from "#engine/rebalancing/plan-shares.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { computePlanScore, type PlanScore } from "./compute-plan-score.ts";
import { LOT_NOISE } from "./compute-problem-legs.ts";
import type { PlanProblem, ProblemLeg } from "./plan-problem.ts";

/** Tries to lift a leg over a least cost that deeper levels and ticks moved. */
const MAX_LIFTS = 3;

export interface ExactPlan extends PlanScore {
  readonly legs: readonly PlannedLeg[];
  /** All of each asset after the legs, at expected prices. */
  readonly after: ReadonlyMap<Asset, Decimal>;
}

export interface ExecutedPlan extends ExactPlan {
  /** By position of the account and asset: how much of it orders were cut for. */
  readonly shortages: ReadonlyMap<string, Decimal>;
}

interface Order {
  readonly leg: ProblemLeg;
  readonly quantity: Decimal;
}

/** One order to send. */
interface Part extends Order {
  /** Alone, so that a little more is no less even a split. */
  readonly isLiftable: boolean;
}

/** `amounts`: units by leg of the problem. */
export function executeAmounts(problem: PlanProblem, drafts: LegDrafts, amounts: Float64Array): ExecutedPlan {
  const orders = problem.legs.flatMap((leg, index): Order[] => {
    const quantity = toQuantity(leg, amounts[index] ?? 0);
    return quantity === null ? [] : [{ leg, quantity }];
  });
  const { model } = problem;
  const shortages = new Map<string, Decimal>();
  const ledger = new PlanLedger(model, drafts);
  let waiting: readonly Part[] = inFundedOrder(orders).flatMap(({ leg, quantity }) => {
    const { most, amountStep } = leg.market;
    const parts = splitQuantity(quantity, most[leg.side], amountStep);
    return parts.map((part) => ({ leg, quantity: part, isLiftable: parts.length === 1 }));
  });
  while (waiting.length > 0) {
    // What must stay over all accounts may have to come in elsewhere first; what is never funded shrinks to what is.
    const short = waiting.filter((order) => !bookWhole(model, drafts, ledger, order));
    const [first, ...rest] = short;
    if (short.length < waiting.length || first === undefined) waiting = short;
    else {
      noteShortage(shortages, drafts, ledger, first);
      bookPart(ledger, first);
      waiting = rest;
    }
  }
  return { ...toExactPlan(model, ledger.legs, ledger.after), shortages };
}

export function toExactPlan(
  model: PlanModel,
  legs: readonly PlannedLeg[],
  after: ReadonlyMap<Asset, Decimal>,
): ExactPlan {
  const cost = Decimal.sum(legs.map((leg) => computeLegCost(model, leg).total));
  return { legs, after, ...computePlanScore(model, after, cost) };
}

/** Whole lots, up: what is sold or bought must reach the edge of its band. Null where it is no order at all. */
function toQuantity({ market, side, lot }: ProblemLeg, amount: number): Decimal | null {
  if (!(amount > 0)) return null;
  const lots = amount / lot;
  const nearest = Math.round(lots);
  const whole = Math.abs(lots - nearest) <= LOT_NOISE ? nearest : Math.ceil(lots);
  const least = market.least[side];
  if (whole < 1 || least === null) return null;
  const quantity = Decimal.of(BigInt(whole), 0).mul(market.amountStep);
  return Decimal.max(quantity, least);
}

/** What is paid with must have come in before. Where legs turn in a circle, sales come first. */
function inFundedOrder(orders: readonly Order[]): readonly Order[] {
  const gives = ({ leg }: Order) => `${leg.market.accountIndex} ${paidIn(leg.market, leg.side)}`;
  const gets = ({ leg }: Order) =>
    `${leg.market.accountIndex} ${leg.side === "buy" ? leg.market.base : leg.market.quote}`;
  // Wherever there is a choice the largest comes first: the last one of an account must leave room for a fee that falls back on its quote.
  let open = [...orders].sort((left, right) => worthOf(right).cmp(worthOf(left)));
  const sorted: Order[] = [];
  while (open.length > 0) {
    const coming = new Map<string, number>();
    for (const order of open) coming.set(gets(order), (coming.get(gets(order)) ?? 0) + 1);
    const ready = open.filter((order) => !coming.has(gives(order)));
    const first = ready.find((order) => order.leg.side === "sell") ?? ready[0] ?? open[0];
    if (first === undefined) break;
    const batch = ready.filter((order) => order.leg.side === first.leg.side);
    const next = new Set(batch.length > 0 ? batch : [first]);
    sorted.push(...next);
    open = open.filter((order) => !next.has(order));
  }
  return sorted;
}

function worthOf({ leg, quantity }: Order): Decimal {
  return quantity.mul(leg.market.basePrice);
}

/** Books all of it where there are funds for it, or all that the book has left; false where funds are short. */
function bookWhole(model: PlanModel, drafts: LegDrafts, ledger: PlanLedger, part: Part): boolean {
  const { leg, quantity, isLiftable } = part;
  const { market, side } = leg;
  if (drafts.get(market, side, ledger.taken(market, side), quantity) === null) {
    bookPart(ledger, part);
    return true;
  }
  let wanted = quantity;
  for (let tries = 0; tries < MAX_LIFTS; tries += 1) {
    const quoted = ledger.quote(market, side, wanted);
    if (quoted === null) return false;
    if (quoted.draft.keepsFilters) {
      ledger.book(quoted);
      return true;
    }
    // Short of a least cost by what the walk or the tick took: a little more than that.
    wanted = wanted.mul(model.slipped.buy).roundToStep(market.amountStep, "up").add(market.amountStep);
    if (!isLiftable || market.most[side]?.lt(wanted) === true) return false;
  }
  return false;
}

/** What the whole order would have taken more than there is of what it is paid with. */
function noteShortage(shortages: Map<string, Decimal>, drafts: LegDrafts, ledger: PlanLedger, part: Part): void {
  const { market, side } = part.leg;
  const draft = drafts.get(market, side, ledger.taken(market, side), part.quantity);
  const asset = paidIn(market, side);
  const missing = draft?.need.sub(ledger.available(market.accountIndex, asset));
  const key = `${market.accountIndex} ${asset}`;
  if (missing?.isPositive) shortages.set(key, (shortages.get(key) ?? Decimal.ZERO).add(missing));
}

function bookPart(ledger: PlanLedger, { leg, quantity }: Part): void {
  const quoted = fitLeg(ledger, leg.market, leg.side, quantity);
  if (quoted?.draft.keepsFilters) ledger.book(quoted);
}
