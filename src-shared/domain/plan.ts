// What is a rebalance plan, and which states can it be in?
import { z } from "zod";
import { accountSchema, balanceSchema, modeSchema } from "./account.ts";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import {
  accountIdSchema,
  assetSchema,
  clientOrderIdSchema,
  inputsHashSchema,
  marketSymbolSchema,
  planHashSchema,
  planIdSchema,
  profileIdSchema,
  venueIdSchema,
} from "./ids.ts";
import { instrumentSchema } from "./instrument.ts";
import { legCheckSchema } from "./leg-check.ts";
import { orderKindSchema, orderSchema, sideSchema } from "./order.ts";
import { planVerdictSchema } from "./plan-verdict.ts";
import { policySchema, targetsSchema } from "./policy.ts";
import { orderBookSchema } from "./quote.ts";
import { standingUseSchema } from "./standing-approval.ts";
import { targetTiltLineSchema } from "./target-tilt.ts";
import { unixMsSchema } from "./time.ts";
import { tradeSchema } from "./trade.ts";

export const planStateSchema = z.enum([
  "DRAFT",
  "PREVIEWED",
  "APPROVED",
  "EXECUTING",
  "RECONCILING",
  "DONE",
  "DONE_PARTIAL",
  "ABORTED",
  "PAUSED",
]);
export type PlanState = z.infer<typeof planStateSchema>;

export function isPlanOver(state: PlanState): boolean {
  return state === "DONE" || state === "DONE_PARTIAL" || state === "ABORTED";
}

/** Approved and not over: at most one plan of a profile. */
export function isPlanUnderWay(state: PlanState): boolean {
  return state !== "DRAFT" && state !== "PREVIEWED" && !isPlanOver(state);
}

/** Everything a plan is computed from. The planner is a pure function of it. */
export const plannerInputSchema = z.strictObject({
  valuationAsset: assetSchema,
  cashAssets: z.array(assetSchema).min(1),
  accounts: z.array(accountSchema.extend({ balances: z.array(balanceSchema.omit({ accountId: true })) })),
  instruments: z.array(
    instrumentSchema.extend({
      bid: nonNegativeDecimalSchema,
      ask: nonNegativeDecimalSchema,
      /** Without a book the best quote is taken as infinitely deep, and the plan says so. */
      book: orderBookSchema.pick({ bids: true, asks: true }).nullable(),
    }),
  ),
  /** Consensus price of each asset in the valuation asset; absent where there is none. */
  prices: z.record(assetSchema, decimalStringSchema),
  targets: targetsSchema,
  policy: policySchema,
});
export type PlannerInput = z.infer<typeof plannerInputSchema>;

export const residualReasonSchema = z.enum([
  "tolerance",
  "lotStep",
  "minNotional",
  "venueBalance",
  "noMarket",
  "costBudget",
  "bookDepth",
  "noPrice",
  "orderCap",
  "dailyTrades",
  /** It would raise the portfolio's volatility above its ceiling. */
  "volatilityCeiling",
  "neverSell",
  "neverBuy",
  "pinned",
  /** A person changed the legs by hand. */
  "edited",
]);
export type ResidualReason = z.infer<typeof residualReasonSchema>;

/** One order to send. notional and fee are in the quote asset (fee in `feeAsset`), spread and slippage cost in the valuation asset. */
export const planLegSchema = z.strictObject({
  accountId: accountIdSchema,
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  base: assetSchema,
  quote: assetSchema,
  side: sideSchema,
  kind: orderKindSchema,
  quantity: nonNegativeDecimalSchema,
  limitPrice: nonNegativeDecimalSchema,
  /** Average price from walking the book for this size. */
  expectedPrice: nonNegativeDecimalSchema,
  notional: nonNegativeDecimalSchema,
  fee: decimalStringSchema,
  feeAsset: assetSchema,
  spreadCost: decimalStringSchema,
  slippageCost: decimalStringSchema,
  /** Value of the notional in the valuation asset. */
  value: nonNegativeDecimalSchema,
  /** How long its first order rests as maker before what is left is sent at once. Absent: sent at once. */
  makerWaitMs: z.number().int().min(1).optional(),
  /** Its numbered parts in order; each is sent `waitMs` after the one before. Absent: sent in one. */
  slices: z
    .array(z.strictObject({ quantity: nonNegativeDecimalSchema, waitMs: z.number().int().min(0) }))
    .min(2)
    .max(5)
    .optional(),
});
export type PlanLeg = z.infer<typeof planLegSchema>;

/** What the planner returns. `after` is exact: before plus legs less fees, as weights. */
export const plannerResultSchema = z.strictObject({
  /** `edited`: a person changed the legs of another plan; nothing is said of its cost against others. */
  solver: z.enum(["proven", "bounded", "greedy", "edited"]),
  /** Distance to the proven bound in valuation money; null where no bound is known. */
  gap: decimalStringSchema.nullable(),
  legs: z.array(planLegSchema),
  before: z.record(assetSchema, decimalStringSchema),
  after: z.record(assetSchema, decimalStringSchema),
  residuals: z.array(z.strictObject({ asset: assetSchema, weight: decimalStringSchema, reason: residualReasonSchema })),
  cost: z.strictObject({
    fees: decimalStringSchema,
    spread: decimalStringSchema,
    slippage: decimalStringSchema,
    total: decimalStringSchema,
  }),
  turnover: decimalStringSchema,
  totalValue: decimalStringSchema,
  warnings: z.array(z.string()),
});
export type PlannerResult = z.infer<typeof plannerResultSchema>;

/** Money that is not there: what a plan would be with it. */
export const depositSchema = z.strictObject({
  accountId: accountIdSchema,
  asset: assetSchema,
  /** More than zero, in the asset. */
  amount: nonNegativeDecimalSchema,
});
export type Deposit = z.infer<typeof depositSchema>;

/** A plan as previewed: what a person approves. `planHash` covers every field above it. */
export const rebalancePlanSchema = plannerResultSchema.extend({
  planId: planIdSchema,
  profileId: profileIdSchema,
  mode: modeSchema,
  currency: assetSchema,
  accounts: z.array(accountIdSchema),
  inputsHash: inputsHashSchema,
  targets: targetsSchema,
  policy: policySchema,
  plannerVersion: z.number().int().min(1),
  createdAt: unixMsSchema,
  expiresAt: unixMsSchema,
  /** De-synchronized start, shown before approval. */
  startDelayMs: z.number().int().min(0),
  // What follows is absent in plans of before it was told.
  /** Act or wait. */
  verdict: planVerdictSchema.optional(),
  /** Amount of each asset that counts, over all accounts, when it was planned. */
  holdings: z.record(assetSchema, nonNegativeDecimalSchema).optional(),
  /** What of the amount that was asked for (raise or invest) is still open once every leg has filled. */
  open: z.strictObject({ asset: assetSchema, amount: nonNegativeDecimalSchema }).optional(),
  /** The targets that were asked for, where signals or a stop made others of them: these become the profile's, never the others. */
  wanted: targetsSchema.optional(),
  /** What open signals moved. */
  tilts: z.array(targetTiltLineSchema).optional(),
  /** The plan whose legs were changed by hand. */
  editedFrom: planIdSchema.optional(),
  /** The one trade that a person asked for; its targets are then only what was read, and never become the profile's. */
  trade: tradeSchema.optional(),
  /** Only in hypothetical plans, which are never journaled and never approved: the money they count on. */
  whatIf: z.array(depositSchema).optional(),
  planHash: planHashSchema,
});
export type RebalancePlan = z.infer<typeof rebalancePlanSchema>;

/** Planned against filled, per leg and over all. Money in the valuation asset unless said. */
export const planReportSchema = z.strictObject({
  finishedAt: unixMsSchema,
  legs: z.array(
    z.strictObject({
      legIndex: z.number().int().min(0),
      plannedQuantity: decimalStringSchema,
      filledQuantity: decimalStringSchema,
      plannedPrice: decimalStringSchema,
      filledPrice: decimalStringSchema.nullable(),
      plannedFee: decimalStringSchema,
      /** In the asset of the planned fee; what was taken in another is converted. */
      filledFee: decimalStringSchema,
      /** Against the planned price, in basis points; positive is worse. */
      slippageBp: decimalStringSchema.nullable(),
      outcome: z.string(),
    }),
  ),
  plannedCost: decimalStringSchema,
  /** Fees at fill values plus price difference against the planned mid. */
  actualCost: decimalStringSchema,
  weights: z.array(
    z.strictObject({
      asset: assetSchema,
      before: decimalStringSchema.nullable(),
      after: decimalStringSchema.nullable(),
      target: decimalStringSchema,
    }),
  ),
  /** Largest distance of a weight from its target after execution, in points (0.01 = 1 point). */
  worstError: decimalStringSchema.nullable(),
  left: z.array(z.strictObject({ asset: assetSchema, weight: decimalStringSchema, reason: z.string() })),
});
export type PlanReport = z.infer<typeof planReportSchema>;

/** A plan with where it stands. */
export const planRecordSchema = z.strictObject({
  plan: rebalancePlanSchema,
  state: planStateSchema,
  /** Why it is paused, aborted or partial: a code, and plain words. */
  reason: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  approvedAt: unixMsSchema.nullable(),
  /** The standing approval that an automatic plan runs under; absent where a person approves. */
  standing: standingUseSchema.optional(),
  orders: z.array(orderSchema),
  /** Client order id per leg in sending order; null before the intent is journaled. */
  legOrders: z.array(clientOrderIdSchema.nullable()),
  stopAfterLeg: z.boolean(),
  /** What the venues say of each leg; empty for a hypothetical plan and where this run asked nothing. */
  checks: z.array(legCheckSchema),
  report: planReportSchema.nullable(),
  updatedAt: unixMsSchema,
});
export type PlanRecord = z.infer<typeof planRecordSchema>;
