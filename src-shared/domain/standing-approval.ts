// What may the program rebalance without asking, within which limits, and until when?
import { z } from "zod";
import { modeSchema } from "./account.ts";
import { Decimal, nonNegativeDecimalSchema } from "./decimal.ts";
import { accountIdSchema, assetSchema, nonceSchema, profileIdSchema, standingApprovalIdSchema } from "./ids.ts";
import { targetsSchema } from "./policy.ts";
import { suggestionTypeSchema } from "./suggestion.ts";
import { DAY_MS, unixMsSchema } from "./time.ts";

/** Longest life of a standing approval. */
export const STANDING_APPROVAL_DAYS = 30;
export const STANDING_APPROVAL_MS = STANDING_APPROVAL_DAYS * DAY_MS;

const positive = nonNegativeDecimalSchema.refine((text) => Decimal.parse(text).isPositive, "expected more than zero");

/** In the profile's currency, or a share of its value when the plan was made (`0.1` is 10 %, at most `3`). */
export const standingLimitSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("money"), amount: positive }),
  z.strictObject({
    kind: z.literal("share"),
    share: positive.refine((text) => Decimal.parse(text).lte(Decimal.fromInteger(3)), "expected at most 3 (300 %)"),
  }),
]);
export type StandingLimit = z.infer<typeof standingLimitSchema>;

const limits = z.strictObject({ perPlan: standingLimitSchema, perDay: standingLimitSchema });

/** What a person sets. Days are those of UTC. */
export const standingTermsSchema = z.strictObject({
  accounts: z.array(accountIdSchema).min(1).max(50),
  /** The rules whose suggestions are carried out. */
  triggers: z.array(suggestionTypeSchema).min(1),
  /** All that may be bought, sold or paid with. */
  assets: z.array(assetSchema).min(2).max(200),
  turnover: limits,
  /** Fees, spread and slippage together. */
  cost: limits,
  endsAt: unixMsSchema,
});
export type StandingTerms = z.infer<typeof standingTermsSchema>;

/** The terms, and what they were given for: when that changes it is suspended for good. `approvalId` covers every other field. */
export const standingApprovalSchema = standingTermsSchema.extend({
  profileId: profileIdSchema,
  /** Place among those of the profile, from 1: the same terms given again are another one. */
  number: z.number().int().min(1),
  mode: modeSchema,
  currency: assetSchema,
  targets: targetsSchema,
  /** Fingerprint of the key of each account of the profile; null where an account has none. */
  keys: z.record(accountIdSchema, z.string().nullable()),
  /** What the profile held or had as a target. */
  knownAssets: z.array(assetSchema),
  createdAt: unixMsSchema,
  approvalId: standingApprovalIdSchema,
});
export type StandingApproval = z.infer<typeof standingApprovalSchema>;

/** `suspended`, `revoked` and `expired` are final: a person makes a new one. */
export const standingStatusSchema = z.enum(["live", "suspended", "revoked", "expired"]);
export type StandingStatus = z.infer<typeof standingStatusSchema>;

/** Which standing approval a plan was approved under, and the rule that asked for the plan. */
export const standingUseSchema = z.strictObject({
  approvalId: standingApprovalIdSchema,
  trigger: suggestionTypeSchema,
});
export type StandingUse = z.infer<typeof standingUseSchema>;

export const standingRecordSchema = z.strictObject({
  approval: standingApprovalSchema,
  status: standingStatusSchema,
  /** Why it is not live any more. */
  reason: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** Since when it has this status. */
  since: unixMsSchema,
});
export type StandingRecord = z.infer<typeof standingRecordSchema>;

/** Shown to a person before they give it. */
export const standingProposalSchema = z.strictObject({
  approval: standingApprovalSchema,
  /** One-time value that its approval must bring back. */
  nonce: nonceSchema,
  expiresAt: unixMsSchema,
});
export type StandingProposal = z.infer<typeof standingProposalSchema>;
