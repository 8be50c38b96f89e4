// Who plans the one trade that a person asked for? A planner like any other, so that all that follows is the same.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Planner } from "#engine/ports/planner.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Trade } from "#shared/domain/trade.ts";
import { computeTradePlan } from "./compute-trade-plan.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

/** Raised whenever the rules change what the same inputs give; part of the plan hash. */
const TRADE_PLANNER_VERSION = 2;

export class TradePlanner implements Planner {
  readonly version = TRADE_PLANNER_VERSION;
  readonly #trade: Trade;

  constructor(trade: Trade) {
    this.#trade = trade;
  }

  /** Rejects with PLAN_IMPOSSIBLE that says what stands in the way. */
  async plan(input: PlannerInput, options: { readonly signal?: AbortSignal } = {}): Promise<PlannerResult> {
    options.signal?.throwIfAborted();
    const planned = computeTradePlan(validatePlannerInput(input), this.#trade);
    if (planned.kind === "impossible") throw new EngineError("PLAN_IMPOSSIBLE", planned.message);
    return planned.result;
  }
}

/** What is traded must be priced and read like a target, even where none is meant for it: then at 0, which keeps the sum. */
export function withTraded(targets: Targets, trade: Trade | undefined, cashAssets: readonly Asset[]): Targets {
  if (trade === undefined) return targets;
  // A symbol is two assets by its schema.
  const traded = trade.symbol.split("/") as Asset[];
  const added = traded.filter((asset) => !Object.hasOwn(targets, asset) && !cashAssets.includes(asset));
  return { ...Object.fromEntries(added.map((asset) => [asset, Decimal.ZERO.toString()])), ...targets };
}
