// What may a profile trade by itself, under a person's word given once and for a while?
import { z } from "zod";
import { modeSchema } from "./account.ts";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import {
  accountIdSchema,
  assetSchema,
  profileIdSchema,
  standingApprovalHashSchema,
  standingApprovalIdSchema,
} from "./ids.ts";
import { suggestionTypeSchema } from "./suggestion.ts";
import { DAY_MS, unixMsSchema } from "./time.ts";

/** Longest life of a standing approval. */
export const STANDING_APPROVAL_MOST_MS = 30 * DAY_MS;

/** What is bound. Money is in the profile's currency; a day is one of UTC. */
export const standingApprovalTermsSchema = z.strictObject({
  accounts: z.array(accountIdSchema).min(1),
  /** Which suggestions may become a plan by themselves. */
  triggers: z.array(suggestionTypeSchema).min(1),
  /** Every asset that a leg may buy, sell or pay with. */
  assets: z.array(assetSchema).min(1),
  maxPlanTurnover: nonNegativeDecimalSchema,
  maxDayTurnover: nonNegativeDecimalSchema,
  maxPlanCost: nonNegativeDecimalSchema,
  maxDayCost: nonNegativeDecimalSchema,
  /** At most 30 days from now. */
  endsAt: unixMsSchema,
});
export type StandingApprovalTerms = z.infer<typeof standingApprovalTermsSchema>;

/** A standing approval as it was given. `hash` covers every field above it; no field ever changes. */
export const standingApprovalSchema = standingApprovalTermsSchema.extend({
  id: standingApprovalIdSchema,
  profileId: profileIdSchema,
  mode: modeSchema,
  createdAt: unixMsSchema,
  hash: standingApprovalHashSchema,
});
export type StandingApproval = z.infer<typeof standingApprovalSchema>;

/** `suspended` never comes back by itself: a person gives a new one. */
export const standingApprovalStateSchema = z.enum(["live", "suspended", "ended", "revoked"]);

/** A standing approval with where it stands. */
export const standingApprovalRecordSchema = z.strictObject({
  approval: standingApprovalSchema,
  state: standingApprovalStateSchema,
  /** Why it is suspended or revoked: a code, and plain words. */
  reason: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** What plans under it traded and were planned to cost since midnight UTC. */
  usedToday: z.strictObject({ turnover: decimalStringSchema, cost: decimalStringSchema }),
});
export type StandingApprovalRecord = z.infer<typeof standingApprovalRecordSchema>;
