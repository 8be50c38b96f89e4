// What is missed when amounts become whole lots, and how is it made good? The bands are tightened by it and the same legs solved again.

import { groupValues } from "#engine/rebalancing/compute-plan-result.ts";
import type { LegDrafts } from "#engine/rebalancing/plan-leg-drafts.ts";
import type { PlanModel } from "#engine/rebalancing/plan-model.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { LOT_NOISE, toNumber } from "./compute-problem-legs.ts";
import { amountsOf, type Candidate } from "./plan-amounts-of.ts";
import { spendsWhatItConverts } from "./plan-conversions.ts";
import { type ExactPlan, type ExecutedPlan, executeAmounts } from "./plan-execution.ts";
import type { PlanProblem, ProblemLeg } from "./plan-problem.ts";
import type { PlanProgram } from "./plan-program.ts";

const REPAIR_ROUNDS = 5;
/** How much more than what was missed a band or budget is tightened by, and how that grows: lots may swallow a little. */
const TIGHTENING = 1.3;
const TIGHTER = 3;
/** In units: what a solver takes for zero, so that less than that cannot be asked of it. */
const NOISE = 1e-6;

export function isWithinBudgets(model: PlanModel, plan: ExactPlan): boolean {
  const over = overBudget(model, plan);
  return !over.cost.isPositive && !over.turnover.isPositive;
}

/** Whether rounding left a plan of the solver within its budgets, and its conversions for something. */
export function isSound(model: PlanModel, plan: ExactPlan): boolean {
  return isWithinBudgets(model, plan) && spendsWhatItConverts(model, plan.legs);
}

/** All plans that the rounds brought, the first one with the amounts as they are. */
export function repairPlan(program: PlanProgram, drafts: LegDrafts, candidate: Candidate): readonly ExecutedPlan[] {
  const { problem } = program;
  const plans = [executeAmounts(problem, drafts, candidate.amounts)];
  // Coarse lots were chosen whole: there is nothing to make good.
  if (problem.legs.some((leg, index) => leg.coarse && (candidate.amounts[index] ?? 0) > 0)) return plans;
  const tightened = new Float64Array(problem.linear.rowCount);
  const factors = new Map<number, number>();
  let values = candidate.values;
  for (let round = 0; round < REPAIR_ROUNDS; round += 1) {
    const last = plans.at(-1);
    if (last === undefined || !tighten(problem, last, values, tightened, factors)) break;
    if (round === 0) holdLegs(program, candidate);
    tightened.forEach((by, row) => {
      if (by === 0) return;
      const { rowLower, rowUpper } = problem.linear;
      program.setRow(row, (rowLower[row] ?? 0) + by, (rowUpper[row] ?? 0) - by);
    });
    const solution = program.solve();
    if (solution === null) break;
    values = solution.values;
    plans.push(executeAmounts(problem, drafts, amountsOf(problem, values)));
  }
  return plans;
}

/** Only the legs of the candidate, each with its minimum, and the bands as they were. */
function holdLegs(program: PlanProgram, { amounts, values }: Candidate): void {
  program.reset();
  amounts.forEach((amount, leg) => {
    const own = program.problem.legs[leg];
    if (amount > 0 && own !== undefined) holdLeg(program, leg, own, amount);
    else program.close(leg);
  });
  program.problem.switches.forEach(({ column }, index) => {
    const on = Math.round(values[column] ?? 0);
    program.turn(index, on, on);
  });
}

/** As many orders as it takes now, each with its minimum. */
function holdLeg(program: PlanProgram, leg: number, { minimum, most, cap }: ProblemLeg, amount: number): void {
  const orders = Math.max(1, Math.ceil(amount / most - LOT_NOISE));
  program.bound(leg, orders * minimum, Math.min(cap, orders * most));
}

/** Adds what the plan missed against the solution to each row; false where it missed nothing. */
function tighten(
  problem: PlanProblem,
  plan: ExecutedPlan,
  values: Float64Array,
  tightened: Float64Array,
  factors: Map<number, number>,
): boolean {
  let missed = false;
  const by = (row: number, units: number, room = Number.POSITIVE_INFINITY) => {
    if (!(units > 0)) return;
    missed = true;
    // What was missed again although it was tightened is tightened by more.
    const factor = factors.get(row) ?? TIGHTENING;
    factors.set(row, factor * TIGHTER);
    tightened[row] = (tightened[row] ?? 0) + Math.max(0, Math.min((units + NOISE) * factor, room));
  };
  const over = overBudget(problem.model, plan);
  by(problem.costRow, toNumber(over.cost) * problem.scale);
  if (problem.turnoverRow !== null) by(problem.turnoverRow, toNumber(over.turnover) * problem.scale);
  const held = groupValues(problem.model, plan.after);
  const total = Decimal.sum(held);
  // A raise counts its bands without what is taken out; they are no goal of their own.
  const bands = problem.model.policy.goal === "raiseCash" ? [] : problem.bands;
  for (const band of bands) {
    const group = problem.model.groups[band.group];
    if (group === undefined) continue;
    const off = (held[band.group] ?? Decimal.ZERO).sub(group.target.mul(total));
    const outside = toNumber(off.abs().sub(group.half.mul(total))) * problem.scale;
    const row = off.isPositive ? band.above : band.below;
    const room = (toNumber(group.half.mul(total)) * problem.scale) / 2 - (tightened[row] ?? 0);
    // Where the band is too narrow for lots, tightening it would only carry it elsewhere.
    const known = values[band.column] ?? 0;
    by(row, known > NOISE ? outside - known - NOISE : outside, room);
  }
  if (!missed) return false;
  for (const [key, missing] of plan.shortages) {
    const row = problem.balances.get(key);
    const price = problem.model.prices.get(key.slice(key.indexOf(" ") + 1) as Asset); // made of an asset
    if (row !== undefined && price !== undefined) by(row, toNumber(missing.mul(price)) * problem.scale);
  }
  return missed;
}

function overBudget(model: PlanModel, plan: ExactPlan): { readonly cost: Decimal; readonly turnover: Decimal } {
  const { maxCostFraction, maxTurnoverFraction } = model.policy;
  const turnover = Decimal.sum(plan.legs.map((leg) => leg.notional.mul(leg.market.quotePrice)));
  return {
    cost: plan.cost.sub(decimal(maxCostFraction).mul(model.totalValue)),
    turnover:
      maxTurnoverFraction === undefined
        ? Decimal.ZERO
        : turnover.sub(decimal(maxTurnoverFraction).mul(model.totalValue)),
  };
}
