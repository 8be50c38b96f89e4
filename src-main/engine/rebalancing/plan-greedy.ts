// Which legs bring the weights into their bands at little cost? One pass over the targets, repeated until its own costs
// are counted in. Pure: same model, same legs.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { ResidualReason } from "#shared/domain/plan.ts";
import { computeLegCost } from "./compute-leg-cost.ts";
import {
  type AmountLimits,
  type AmountsRequest,
  type Band,
  computeBands,
  computePlanAmounts,
} from "./compute-plan-amounts.ts";
import type { FillOutcome } from "./plan-fill-asset.ts";
import { type FrameAsset, type PlanFrame, planFrame } from "./plan-frame.ts";
import { type FundingWants, fundAccounts, wantFunds } from "./plan-funding.ts";
import { KnownFills } from "./plan-known-fills.ts";
import { PlanLedger } from "./plan-ledger.ts";
import type { PlannedLeg } from "./plan-leg-drafts.ts";
import type { PlanModel } from "./plan-model.ts";
import type { Reach } from "./plan-reach.ts";

/** Rounds in which costs and side effects settle, and tries that a budget may take. */
const MAX_ROUNDS = 24;
const SETTLE_ROUNDS = 6;
const MAX_BUDGET_TRIES = 12;
const SCALE_PLACES = 6;

export interface GreedyPlan {
  readonly legs: readonly PlannedLeg[];
  /** All of each asset after the legs. */
  readonly after: ReadonlyMap<Asset, Decimal>;
  readonly reasons: ReadonlyMap<Asset, ResidualReason>;
  /** The budget that cut the plan, if one did. */
  readonly cutBy: "cost" | "turnover" | null;
}

export function planGreedy(model: PlanModel): GreedyPlan {
  const { policy, totalValue } = model;
  const costBudget = decimal(policy.maxCostFraction).mul(totalValue);
  const turnoverBudget =
    policy.maxTurnoverFraction === undefined ? null : decimal(policy.maxTurnoverFraction).mul(totalValue);
  const frame = planFrame(model);
  let scale = Decimal.ONE;
  let cutBy: GreedyPlan["cutBy"] = null;
  for (let attempt = 0; attempt < MAX_BUDGET_TRIES; attempt += 1) {
    const plan = settle(frame, scale);
    const cost = Decimal.sum(plan.legs.map((leg) => computeLegCost(model, leg).total));
    const turnover = Decimal.sum(plan.legs.map((leg) => leg.notional.mul(leg.market.quotePrice)));
    const byCost = cost.gt(costBudget) ? scale.mul(costBudget).div(cost, SCALE_PLACES, "down") : null;
    const byTurnover = turnoverBudget?.lt(turnover)
      ? scale.mul(turnoverBudget).div(turnover, SCALE_PLACES, "down")
      : null;
    if (byCost === null && byTurnover === null) return { ...plan, cutBy };
    const turnoverBinds = byTurnover !== null && (byCost === null || byTurnover.lt(byCost));
    cutBy = turnoverBinds ? "turnover" : "cost";
    scale = (turnoverBinds ? byTurnover : byCost) ?? scale;
    // Cutting in proportion can land on the same lots again: then a little more.
    if (attempt > 2) scale = scale.mul(decimal("0.9")).roundTo(12, "down");
    if (!scale.isPositive) break;
  }
  return { legs: [], after: model.owned, reasons: new Map(), cutBy };
}

interface RoundState {
  total: Decimal;
  gap: Decimal;
  readonly sideEffects: Map<Asset, Decimal>;
  readonly reach: Map<Asset, Reach>;
  readonly fills: KnownFills;
  readonly funding: FundingWants;
  readonly reasons: Map<Asset, ResidualReason>;
}

function settle(frame: PlanFrame, scale: Decimal): Omit<GreedyPlan, "cutBy"> {
  const state: RoundState = {
    total: frame.model.totalValue,
    gap: Decimal.ZERO,
    sideEffects: new Map(),
    reach: new Map(frame.reach),
    fills: new KnownFills(),
    funding: new Map(),
    reasons: new Map(),
  };
  let plan = runRound(frame, state, scale);
  let settling = 0;
  for (let round = 1; round < MAX_ROUNDS; round += 1) {
    const steady = plan.total.eq(state.total) && plan.gap.eq(state.gap) && !plan.sideEffectsMoved;
    const stuck = steady || settling >= SETTLE_ROUNDS;
    // What a market could not take is asked of it no more; the others then share it.
    const narrowed = stuck && !plan.fundingGrew && narrow(state, plan.shortfalls);
    if (steady && !narrowed && !plan.fundingGrew) break;
    settling = narrowed || plan.fundingGrew ? 0 : settling + 1;
    if (stuck && !narrowed && !plan.fundingGrew) break;
    state.total = plan.total;
    state.gap = plan.gap;
    plan = runRound(frame, state, scale);
  }
  return { legs: plan.legs, after: plan.after, reasons: state.reasons };
}

interface Round {
  readonly legs: readonly PlannedLeg[];
  readonly after: ReadonlyMap<Asset, Decimal>;
  readonly total: Decimal;
  readonly gap: Decimal;
  readonly shortfalls: ReadonlyMap<Asset, Reach>;
  readonly sideEffectsMoved: boolean;
  readonly fundingGrew: boolean;
}

function runRound(frame: PlanFrame, state: RoundState, scale: Decimal): Round {
  const { model, assets } = frame;
  const limits = assets.map((asset) => limitsOf(state, asset));
  const bands = computeBands(model.groups, state.total);
  const { values, tooSmall } = computePlanAmounts({
    groups: model.groups,
    bands,
    limits,
    total: state.total,
    cashFloor: frame.cashKept.add(state.gap),
    goal: goalOf(frame, state),
    scale,
  });
  const ledger = new PlanLedger(model, frame.drafts);
  const wants: Want[] = [];
  state.reasons.clear();
  for (const asset of assets) {
    const limit = limits[asset.index];
    const value = values[asset.index];
    const band = bands[asset.index];
    if (limit === undefined || value === undefined || band === undefined) continue;
    const change = value.sub(limit.start);
    wants.push({ asset, band, limit, change, size: change.abs() });
    const reason = tooSmall.has(asset.index) ? "minNotional" : bindingReason(state, asset.asset, band, limit, value);
    if (reason !== null) state.reasons.set(asset.asset, reason);
  }
  const own = new Map<Asset, Decimal>();
  const shortfalls = new Map<Asset, Reach>();
  let fundingGrew = false;
  const run = (side: Side) => {
    for (const want of inOrder(wants, side)) {
      const { asset } = want.asset;
      const outcome = state.fills.fill(ledger, want.asset, side, want.size, mostChange(want, side));
      own.set(asset, side === "buy" ? outcome.units : outcome.units.neg());
      if (outcome.reason === null) continue;
      state.reasons.set(asset, outcome.reason);
      if (outcome.reason === "lotStep") continue;
      if (side === "buy" && wantFunds(model, ledger, state.funding, asset, want.change, outcome)) fundingGrew = true;
      shortfalls.set(asset, reached(want, side, outcome));
    }
  };
  run("sell");
  const sells = ledger.legs.length;
  fundAccounts(model, ledger, state.funding);
  run("buy");
  const sideEffectsMoved = updateSideEffects(frame, state, ledger, own);
  const total = Decimal.sum(
    model.weighed.map((asset) =>
      (ledger.after.get(asset) ?? Decimal.ZERO).mul(model.prices.get(asset) ?? Decimal.ZERO),
    ),
  );
  const buysSomething = ledger.legs.slice(sells).some((leg) => leg.side === "buy");
  return {
    legs: ledger.legs,
    after: ledger.after,
    total,
    gap: buysSomething ? ledger.worstGap(model.cash) : Decimal.ZERO,
    shortfalls,
    sideEffectsMoved,
    fundingGrew,
  };
}

interface Want {
  readonly asset: FrameAsset;
  readonly band: Band;
  readonly limit: AmountLimits;
  readonly change: Decimal;
  /** The change without its sign. */
  readonly size: Decimal;
}

/** Sales through a third coin come before that coin's own sale; what has the fewest markets is bought first, then the largest. */
function inOrder(wants: readonly Want[], side: Side): readonly Want[] {
  const picked = wants.filter(({ change }) => (side === "buy" ? change.isPositive : change.isNegative));
  const rank = ({ asset }: Want) => (side === "buy" ? asset.buy.markets.length : asset.sell.crosses ? 0 : 1);
  return picked.sort(
    (left, right) => rank(left) - rank(right) || right.size.cmp(left.size) || left.asset.index - right.asset.index,
  );
}

/** Up to where a lot may round: the far edge of the band, never past what the asset can become. */
function mostChange({ band, limit }: Want, side: Side): Decimal {
  const most =
    side === "buy"
      ? Decimal.min(band.high, limit.most).sub(limit.start)
      : limit.start.sub(Decimal.max(band.low, limit.least));
  return most.isNegative ? Decimal.ZERO : most;
}

function limitsOf(state: RoundState, { asset, group, price, buy, sell }: FrameAsset): AmountLimits {
  const effect = state.sideEffects.get(asset);
  const start = effect === undefined ? group.value : group.value.add(effect.mul(price));
  const reach = state.reach.get(asset) ?? { least: start, most: start, sellReason: null, buyReason: null };
  return {
    start,
    least: Decimal.min(reach.least, start),
    most: Decimal.max(reach.most, start),
    minSell: sell.least,
    minBuy: buy.least,
  };
}

/** Why an asset can come no nearer to its band than `value`; null where nothing holds it there. */
function bindingReason(
  state: RoundState,
  asset: Asset,
  band: Band,
  limit: AmountLimits,
  value: Decimal,
): ResidualReason | null {
  const reach = state.reach.get(asset);
  if (reach === undefined) return null;
  if (value.gt(band.high) && value.eq(limit.least)) return reach.sellReason;
  if (value.lt(band.low) && value.eq(limit.most)) return reach.buyReason;
  return null;
}

function goalOf({ model, assets }: PlanFrame, state: RoundState): AmountsRequest["goal"] {
  const { policy } = model;
  if (policy.goal === "liquidate")
    return { kind: "liquidate", index: assets.findIndex(({ asset }) => asset === policy.liquidate) };
  if (policy.goal !== "raiseCash" || policy.raise === undefined) return { kind: "band" };
  const value = decimal(policy.raise.amount).mul(model.prices.get(policy.raise.asset) ?? Decimal.ZERO);
  // Fees and spread come out of the proceeds, so that much more is sold.
  return { kind: "raise", value: value.isZero ? value : value.add(model.totalValue.sub(state.total)) };
}

function reached({ asset, limit }: Want, side: Side, outcome: FillOutcome): Reach {
  const moved = outcome.units.mul(asset.price);
  return side === "buy"
    ? { least: limit.least, most: limit.start.add(moved), sellReason: null, buyReason: outcome.reason }
    : { least: limit.start.sub(moved), most: limit.most, sellReason: outcome.reason, buyReason: null };
}

function narrow(state: RoundState, shortfalls: ReadonlyMap<Asset, Reach>): boolean {
  let narrowed = false;
  for (const [asset, reach] of shortfalls) {
    const before = state.reach.get(asset);
    if (before?.least.eq(reach.least) && before.most.eq(reach.most)) continue;
    state.reach.set(asset, reach);
    narrowed = true;
  }
  return narrowed;
}

/** What legs of other assets did to this one: a coin sold through it, a fee paid in it. */
function updateSideEffects(
  { model, assets }: PlanFrame,
  state: RoundState,
  ledger: PlanLedger,
  own: ReadonlyMap<Asset, Decimal>,
): boolean {
  let moved = false;
  for (const { asset } of assets) {
    const before = model.owned.get(asset) ?? Decimal.ZERO;
    const after = ledger.after.get(asset) ?? Decimal.ZERO;
    const known = state.sideEffects.get(asset);
    // Most assets are touched by no leg at all: then the very same number stands there.
    if (after === before && known === undefined && !own.has(asset)) continue;
    const effect = after.sub(before).sub(own.get(asset) ?? Decimal.ZERO);
    if (effect.eq(known ?? Decimal.ZERO)) continue;
    state.sideEffects.set(asset, effect);
    moved = true;
  }
  return moved;
}
