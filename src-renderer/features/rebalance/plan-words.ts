// How do plans, their states and what they leave undone read in plain words?
import type { ErrorCode } from "#shared/contract/errors.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { isTerminal } from "#shared/domain/order.ts";
import type { PlanRecord, PlanState, RebalancePlan, ResidualReason } from "#shared/domain/plan.ts";

export interface ReasonWords {
  /** For a narrow line. */
  readonly short: string;
  /** One sentence. */
  readonly long: string;
}

const RESIDUAL: Readonly<Record<ResidualReason, ReasonWords>> = {
  tolerance: { short: "Within tolerance", long: "It is near enough: inside the tolerance of the goal." },
  lotStep: { short: "Under one lot", long: "The rest is smaller than the market's lot step." },
  minNotional: { short: "Under minimum", long: "The rest is smaller than the least order that is worth sending." },
  venueBalance: { short: "Not at this venue", long: "The money or the coins for it lie at another venue." },
  noMarket: { short: "No market", long: "No venue of this profile has a market for it." },
  costBudget: { short: "Cost limit", long: "More would cost more than a plan may." },
  bookDepth: { short: "Book too thin", long: "The order books hold no more inside the slippage tolerance." },
  volatilityCeiling: {
    short: "Volatility ceiling",
    long: "It would raise the portfolio's volatility above its ceiling.",
  },
  noPrice: { short: "No price", long: "There is no price, so it is left untouched." },
  orderCap: { short: "Size limit", long: "More would break the limit of an order's or a plan's size." },
  dailyTrades: { short: "Orders of the day", long: "The orders allowed for this day are used up." },
  neverSell: { short: "Not sold", long: "The goal or the policy says that it is not sold." },
  neverBuy: { short: "Not bought", long: "The policy says that it is not bought." },
  pinned: { short: "Pinned", long: "Its amount is pinned." },
  edited: { short: "Changed by you", long: "You changed the orders of this plan by hand." },
};

/** For what is under its target when nothing may be sold. */
const UNPAID: ReasonWords = { short: "No sale pays for it", long: "Nothing is sold for it, so no money is left." };

/** Reports carry the planner's reason code or a sentence of their own. `weight` is what is left, in shares. */
export function residualWords(reason: string, weight: string): ReasonWords {
  if (reason === "neverSell" && Decimal.parse(weight).isNegative) return UNPAID;
  // The lookup may miss: then it is a sentence already.
  return (RESIDUAL as Readonly<Record<string, ReasonWords>>)[reason] ?? { short: reason, long: reason };
}

export const STATE_WORDS: Readonly<
  Record<PlanState, { readonly word: string; readonly tone: "muted" | "ok" | "over" | "you" }>
> = {
  DRAFT: { word: "Draft", tone: "muted" },
  PREVIEWED: { word: "Not approved", tone: "muted" },
  APPROVED: { word: "Approved", tone: "you" },
  EXECUTING: { word: "Executing", tone: "you" },
  RECONCILING: { word: "Reading results", tone: "you" },
  DONE: { word: "Done", tone: "ok" },
  DONE_PARTIAL: { word: "Done in part", tone: "over" },
  ABORTED: { word: "Ended", tone: "over" },
  PAUSED: { word: "Held", tone: "over" },
};

export function countOrders(count: number): string {
  return count === 1 ? "1 order" : `${count} orders`;
}

/** Why a plan without orders has none: the verdict first, then what stands behind it. */
export function emptyPlanWords(plan: Pick<RebalancePlan, "residuals" | "policy">): {
  readonly title: string;
  readonly detail: string;
} {
  const binding = plan.residuals.filter(({ reason }) => reason !== "tolerance");
  const { goal, tolerance } = plan.policy;
  if (binding.length === 0) {
    const points = Decimal.parse(tolerance).mul(Decimal.fromInteger(100)).toFixed(1, "halfEven");
    return {
      title: "Nothing needs doing.",
      detail:
        goal === "bandEdge"
          ? "Every weight is inside its band."
          : `Every weight is within ${points} points of its target, which is near enough.`,
    };
  }
  const names = binding.map(({ asset }) => asset).join(", ");
  if (goal === "cashFlow") {
    return {
      title: "No cash can be placed.",
      detail: `With cash alone nothing can be brought nearer to its target: ${names}. To sell too, choose "To target".`,
    };
  }
  return {
    title: "No order is worth sending.",
    detail: `${names} ${binding.length === 1 ? "is" : "are"} off target, but something stands in the way: it is named under "What is left".`,
  };
}

/** The engine's message starts with what the title says already. */
const RECOVERED_START = /^The program ended while this plan was under way\.\s*/;

export interface HeldWords {
  readonly title: string;
  readonly meaning: string;
  readonly next: string;
}

/** A plan that is held: what happened, what is known of the money, what can be done. */
export function heldWords(record: Pick<PlanRecord, "reason" | "orders">): HeldWords {
  const code = record.reason?.code ?? "";
  const message = record.reason?.message ?? "No reason was written down.";
  switch (code) {
    case "PAUSED_BY_USER":
      return {
        title: "You paused this plan.",
        meaning: "The order under way goes on to its end; nothing new is sent.",
        next: "Resume it, or stop here and keep what is filled.",
      };
    case "RECOVERED":
      return {
        title: "The program ended while this plan was under way.",
        meaning: `${message.replace(RECOVERED_START, "")} ${
          record.orders.some((order) => !isTerminal(order.state))
            ? "What the venues have not told yet is still being asked for."
            : "Every order was looked up at its venue, so what the table shows is proven."
        }`,
        next: "Resume sends the rest of the orders. Stop here keeps what is filled and writes the report.",
      };
    case "PRICE_MOVED":
      return {
        title: "A price left what you approved.",
        meaning: `${message} Nothing is sent at a worse price than the approved one.`,
        next: "Resume when the price is back, or stop here and plan again.",
      };
    case "PRICE_MISSING":
      return {
        title: "A price is missing.",
        meaning: `${message} Nothing is traded without a live price.`,
        next: "Resume when prices arrive again, or stop here.",
      };
    case "FAILED":
    case "INVARIANT_BROKEN":
      return {
        title: "Something unforeseen happened, so the plan was held.",
        meaning: `${message} Nothing was guessed and nothing new is sent.`,
        next: "Look at the orders below, then resume or stop here.",
      };
    default:
      return {
        title: "A safety check said no.",
        meaning: `${message} The order was not sent.`,
        next: "Resume when the cause is gone, or stop here and keep what is filled.",
      };
  }
}

/** Refusals that another plan mends: the key is R. */
const MENDED_BY_PLANNING: ReadonlySet<ErrorCode | "CONNECTION_LOST"> = new Set<ErrorCode | "CONNECTION_LOST">([
  "PLAN_EXPIRED",
  "PLAN_STALE",
  "PLAN_HASH_MISMATCH",
  "PLAN_NONCE_USED",
  "PLAN_STATE",
  "PLAN_NOT_FOUND",
  "CONNECTION_LOST",
]);

export function isMendedByPlanning(code: ErrorCode | "CONNECTION_LOST"): boolean {
  return MENDED_BY_PLANNING.has(code);
}
