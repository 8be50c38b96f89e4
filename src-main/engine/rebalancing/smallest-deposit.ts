// What is the smallest deposit with which the plan reaches every target? Found by planning a bounded number of times.
import type { Planner } from "#engine/ports/planner.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { SmallestDeposit } from "#shared/domain/feasibility.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import type { RiskLimits } from "#shared/domain/policy.ts";
import { computeDepositPlaces, type DepositPlace, type DepositWindow } from "./compute-deposit-windows.ts";
import { computeInputWith } from "./compute-hypothetical.ts";
import { planWithinLimits } from "./plan-limits.ts";

/** Places that are tried, and plans made for each. */
const PLACES = 3;
const PLANS_PER_PLACE = 24;

/** Lots below the one found that are tried until so many in a row do not do. */
const NEAR_MISSES = 4;

export interface DepositRequest {
  /** Before the limits of the profile were added: they grow with the portfolio. */
  readonly input: PlannerInput;
  readonly limits: RiskLimits;
  readonly planner: Planner;
  /** The plan of these inputs. */
  readonly result: PlannerResult;
}

/** Every target within its tolerance, of a portfolio that has a value. */
function isComplete(result: PlannerResult): boolean {
  return Decimal.parse(result.totalValue).isPositive && result.residuals.every(({ reason }) => reason === "tolerance");
}

/**
 * In the windows where each target alone could be reached (see `compute-deposit-windows.ts`), from the least on in growing
 * steps up to the first deposit that completes the plan; then the last step is halved until no lot is left in it. Rejects
 * with what the planner rejects with.
 */
export async function findSmallestDeposit(
  request: DepositRequest,
  options: { readonly signal?: AbortSignal },
): Promise<SmallestDeposit> {
  const { input, result } = request;
  const zero = Decimal.ZERO.toString();
  const none = { asset: input.valuationAsset, accountId: null, venue: null, lot: zero, plans: 0 };
  if (isComplete(result)) return { ...none, amount: zero, detail: "The plan reaches every target as it is." };
  const { goal } = input.policy;
  if (goal === "raiseCash" || goal === "liquidate")
    return { ...none, amount: null, detail: "The goal of this plan is to sell: a deposit is no part of it." };
  const places = computeDepositPlaces(planWithinLimits(input, request.limits, null), result).slice(0, PLACES);
  let plans = 0;
  let best: Found | null = null;
  for (const place of places) {
    const search = new Search(request, place, options);
    const lots = await search.run();
    plans += search.plans;
    if (lots === null) continue;
    const value = place.lot.mul(Decimal.of(lots, 0)).mul(Decimal.parse(input.prices[place.asset] ?? "1"));
    if (best === null || value.lt(best.value)) best = { place, lots, value, isProven: search.isNext };
  }
  return best === null ? { ...none, plans, amount: null, detail: refusal(places) } : told(best, plans);
}

interface Found {
  readonly place: DepositPlace;
  readonly lots: bigint;
  readonly value: Decimal;
  /** One lot less was tried, or is known not to do. */
  readonly isProven: boolean;
}

class Search {
  plans = 0;
  /** Whether the deposit found is one lot above one that does not do. */
  isNext = false;
  readonly #failed = new Set<bigint>();
  readonly #request: DepositRequest;
  readonly #place: DepositPlace;
  readonly #options: { readonly signal?: AbortSignal };

  constructor(request: DepositRequest, place: DepositPlace, options: { readonly signal?: AbortSignal }) {
    this.#request = request;
    this.#place = place;
    this.#options = options;
  }

  /** The smallest number of lots found; null where none was within the budget of plans. */
  async run(): Promise<bigint | null> {
    for (const window of this.#place.windows) {
      const lots = await this.#in(window);
      if (lots !== null) return lots;
    }
    return null;
  }

  async #in({ from, to }: DepositWindow): Promise<bigint | null> {
    let does = await this.#first(from, to);
    if (does === null) return null;
    for (let fails = this.#failedBelow(does, from); does - fails > 1n && this.#hasPlans; ) {
      const middle: bigint = fails + (does - fails) / 2n;
      if (await this.#completes(middle)) does = middle;
      else fails = middle;
    }
    // Lots round: what does not do may lie above what does, mostly by little.
    for (let lots = does - 2n, misses = 0; lots >= from && misses < NEAR_MISSES && this.#hasPlans; lots -= 1n) {
      misses = (await this.#completes(lots)) ? 0 : misses + 1;
      if (misses === 0) does = lots;
    }
    this.isNext = does === from || this.#failed.has(does - 1n);
    return does;
  }

  /** The first that does, in growing steps; the last try is the end of the window. */
  async #first(from: bigint, to: bigint): Promise<bigint | null> {
    let lots = from;
    for (let step = 1n; this.#hasPlans && lots <= to; step *= 2n) {
      if (await this.#completes(lots)) return lots;
      lots = lots < to && lots + step > to ? to : lots + step;
    }
    return null;
  }

  /** Below the window is known not to do. */
  #failedBelow(lots: bigint, from: bigint): bigint {
    return [...this.#failed].reduce((most, one) => (one < lots && one > most ? one : most), from - 1n);
  }

  get #hasPlans(): boolean {
    return this.plans < PLANS_PER_PLACE;
  }

  async #completes(lots: bigint): Promise<boolean> {
    const { input, limits, planner } = this.#request;
    const { accountId, asset, lot } = this.#place;
    const amount = lot.mul(Decimal.of(lots, 0)).toString();
    this.plans += 1;
    const richer = planWithinLimits(computeInputWith(input, [{ accountId, asset, amount }]), limits, null);
    const completes = isComplete(await planner.plan(richer, this.#options));
    if (!completes) this.#failed.add(lots);
    return completes;
  }
}

function told({ place, lots, isProven }: Found, plans: number): SmallestDeposit {
  const { accountId, venue, asset, lot } = place;
  const amount = lot.mul(Decimal.of(lots, 0)).toString();
  const less = isProven ? "; one step less does not do" : "; a smaller one may do";
  const made = `${plans} ${plans === 1 ? "plan was" : "plans were"} made`;
  const detail = `With ${amount} ${asset} more at ${venue} every target is reached: ${made}, in steps of ${lot} ${asset}${less}.`;
  return { amount, asset, accountId, venue, lot: lot.toString(), plans, detail };
}

function refusal(places: readonly DepositPlace[]): string {
  if (places.length === 0) return "No account of this profile can take cash that buys something.";
  if (places.every(({ windows }) => windows.length === 0))
    return "No deposit helps: a target cannot be reached at any size, since it can be neither bought nor sold as it would have to.";
  return "None of the deposits that were tried, up to a hundred times the portfolio, reaches every target.";
}
