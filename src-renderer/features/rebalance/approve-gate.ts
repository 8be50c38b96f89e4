// May the plan on screen be approved now, as far as the window can tell? One sentence against it, and the key that mends it. Pure.
// The engine decides again at the approval; this only saves a press that would be refused.
import { HEALTH_WORDS } from "#renderer/components/health-dot.tsx";
import type { ShownError } from "#shared/contract/shown-error.ts";
import type { GateCheck, Prices } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { checkObstacle } from "./check-words.ts";
import { isMendedByPlanning } from "./plan-words.ts";

export interface ApproveFacts {
  readonly plan: RebalancePlan;
  readonly gates: readonly GateCheck[];
  /** What the venues say of each leg. */
  readonly checks: readonly LegCheck[];
  readonly planning: boolean;
  readonly sumIsWhole: boolean;
  readonly outOfDate: boolean;
  readonly connected: boolean;
  /** Reason of the pause of everything; null when it is off. */
  readonly paused: string | null;
  readonly halted: string | null;
  readonly prices: Prices | null;
  readonly refusal: ShownError | null;
  /** How "Pause everything" is written on this computer's keys. */
  readonly pauseKey: string;
}

export interface ApproveObstacle {
  readonly sentence: string;
  readonly kbd?: string;
}

const AGAIN = "R";

/** Null when nothing is known against it. */
export function findObstacle(facts: ApproveFacts): ApproveObstacle | null {
  const failing = facts.gates.filter(({ ok }) => !ok);
  if (facts.planning) return { sentence: "A new plan is being made." };
  if (!facts.connected) return { sentence: "The engine does not answer. This plan waits." };
  if (!facts.sumIsWhole) return { sentence: "The targets must add up to exactly 100.0%." };
  if (facts.outOfDate) return { sentence: "You changed the plan. Plan again to approve.", kbd: AGAIN };
  if (facts.refusal !== null && isMendedByPlanning(facts.refusal.code)) {
    return { sentence: "Refused. Plan again to approve.", kbd: AGAIN };
  }
  if (facts.paused !== null) return { sentence: "Everything is paused. Release it to approve.", kbd: facts.pauseKey };
  if (facts.halted !== null) return { sentence: "This profile is halted. Let it trade again under Profiles." };
  if (failing.length > 0) {
    const more = failing.length === 1 ? "" : ` and ${failing.length - 1} more`;
    return { sentence: `A check fails: ${failing[0]?.name ?? ""}${more}. Mend it, then plan again.`, kbd: AGAIN };
  }
  const trouble = priceTrouble(facts.plan, facts.prices);
  if (trouble !== null) return { sentence: trouble, kbd: AGAIN };
  const unchecked = checkObstacle(facts.checks);
  if (unchecked === null) return null;
  return { sentence: unchecked.sentence, ...(unchecked.again ? { kbd: AGAIN } : {}) };
}

/** A price that is not live, or one that moved against a leg by more than the tolerance. */
export function priceTrouble(plan: Pick<RebalancePlan, "legs" | "policy">, prices: Prices | null): string | null {
  if (prices === null) return null;
  const tolerance = Decimal.parse(plan.policy.slippageTolerance);
  for (const leg of plan.legs) {
    const quote = prices.quotes.find(({ venue, symbol }) => venue === leg.venue && symbol === leg.symbol);
    // The window is told of quotes as they change; one it has not heard of is the engine's to judge.
    if (quote === undefined) continue;
    if (quote.state !== "live") return `The price of ${leg.symbol} is ${HEALTH_WORDS[quote.state]}. Plan again.`;
    const expected = Decimal.parse(leg.expectedPrice);
    const buys = leg.side === "buy";
    const worse = buys ? Decimal.parse(quote.ask).sub(expected) : expected.sub(Decimal.parse(quote.bid));
    if (expected.isPositive && worse.gt(expected.mul(tolerance))) {
      const percent = worse.div(expected, 6, "halfEven").mul(Decimal.fromInteger(100)).toFixed(2, "halfEven");
      return `${leg.symbol} moved ${percent}% against you. Plan again.`;
    }
  }
  return null;
}
