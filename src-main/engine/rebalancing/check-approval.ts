// May this preview be approved now?
import { Decimal } from "#shared/domain/decimal.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Quote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { PlanStanding } from "./plan-book-of-record.ts";

export interface Refusal {
  readonly code:
    | "PLAN_EXPIRED"
    | "PLAN_HASH_MISMATCH"
    | "PLAN_NONCE_USED"
    | "PLAN_STALE"
    | "PLAN_BUSY"
    | "PLAN_STATE"
    | "PLAN_HYPOTHETICAL"
    | "PLAN_NOT_VALIDATED"
    | "PROFILE_HALTED"
    | "SYSTEM_PAUSED"
    | "STANDING_NOT_LIVE"
    | "STANDING_NOT_COVERED"
    | "STANDING_LIMIT"
    | "VENUE_UNREACHABLE";
  readonly message: string;
}

export interface ApprovalFacts {
  readonly now: UnixMs;
  readonly planHash: string;
  readonly nonce: string | null;
  /** The profile's preview under that hash, and the plan that is under way. */
  readonly named: PlanStanding | undefined;
  readonly underWay: PlanStanding | undefined;
  /** The hash is that of a plan that counts on money that is not there. */
  readonly hypothetical: boolean;
  /** What the venues say of the named plan's legs, one per leg. */
  readonly checks: readonly LegCheck[];
  readonly paused: { readonly on: boolean; readonly reason: string };
  readonly halted: string | null;
  readonly ready: { readonly ok: boolean; readonly reason: string };
  readonly quote: (leg: RebalancePlan["legs"][number]) => Quote | null;
}

const refuse = (code: Refusal["code"], message: string): Refusal => ({ code, message });

/** Null when it may; else the first reason against it. The hash must name a plan of this profile, so another's never does. */
export function checkApproval(facts: ApprovalFacts): Refusal | null {
  const { named, now } = facts;
  if (facts.hypothetical || named?.plan.whatIf !== undefined) {
    return refuse("PLAN_HYPOTHETICAL", "This plan counts on money that is not there: pay it in and plan again.");
  }
  if (named === undefined) return refuse("PLAN_HASH_MISMATCH", "The approval names no plan that was shown here.");
  if (named.nonce !== facts.nonce) {
    return refuse("PLAN_NONCE_USED", "The approval's one-time value does not belong to this plan.");
  }
  if (named.approval !== null) return refuse("PLAN_NONCE_USED", "This plan was approved before.");
  if (named.state !== "PREVIEWED") return refuse("PLAN_STATE", `The plan is ${named.state} and takes no approval.`);
  if (now > named.plan.expiresAt) return refuse("PLAN_EXPIRED", "The plan was shown too long ago: plan again.");
  if (named.plan.legs.length === 0) return refuse("PLAN_STATE", "The plan has no order to send.");
  if (facts.paused.on) return refuse("SYSTEM_PAUSED", `Everything is paused: ${facts.paused.reason}`);
  if (facts.halted !== null) return refuse("PROFILE_HALTED", `Trading of this profile is halted: ${facts.halted}`);
  if (!facts.ready.ok) return refuse("VENUE_UNREACHABLE", `Trading is not enabled yet: ${facts.ready.reason}`);
  if (facts.underWay !== undefined) {
    return refuse("PLAN_BUSY", `Another plan of this profile is ${facts.underWay.state.toLowerCase()}.`);
  }
  return checkPrices(named.plan, facts.quote) ?? checkLegs(named.plan, facts.checks);
}

/** Every leg whose venue can check it was said yes to; the plan's hash stands for its legs. */
function checkLegs({ legs }: RebalancePlan, checks: readonly LegCheck[]): Refusal | null {
  for (const [index, leg] of legs.entries()) {
    const check = checks[index];
    if (check?.state === "ok" || check?.state === "notSupported") continue;
    const why = check === undefined ? "The venue was not asked." : check.detail;
    const name = `Order ${index + 1} (${leg.side} ${leg.quantity} ${leg.symbol} at ${leg.venue})`;
    return refuse("PLAN_NOT_VALIDATED", `${name} may not be sent: ${why}`);
  }
  return null;
}

/** A price that is not live, or that moved against a leg by more than the slippage tolerance, makes the plan stale. */
export function checkPrices(plan: RebalancePlan, quoteOf: ApprovalFacts["quote"]): Refusal | null {
  const tolerance = Decimal.parse(plan.policy.slippageTolerance);
  for (const leg of plan.legs) {
    const quote = quoteOf(leg);
    if (quote === null || quote.state !== "live") {
      return refuse("PLAN_STALE", `The price of ${leg.symbol} at ${leg.venue} is ${quote?.state ?? "missing"}.`);
    }
    const expected = Decimal.parse(leg.expectedPrice);
    const buy = leg.side === "buy";
    const best = Decimal.parse(buy ? quote.ask : quote.bid);
    const slip = expected.mul(tolerance);
    const limit = buy
      ? Decimal.max(expected.add(slip), Decimal.parse(leg.limitPrice))
      : Decimal.min(expected.sub(slip), Decimal.parse(leg.limitPrice));
    if (buy ? best.gt(limit) : best.lt(limit)) {
      return refuse("PLAN_STALE", `The price of ${leg.symbol} moved from ${leg.expectedPrice} to ${best}: plan again.`);
    }
  }
  return null;
}
