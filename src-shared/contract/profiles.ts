// What may the window ask about profiles?
import { z } from "zod";
import { decimalStringSchema } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { planStateSchema } from "#shared/domain/plan.ts";
import { policyPatchSchema, riskLimitsPatchSchema, targetsSchema } from "#shared/domain/policy.ts";
import { profileSchema, tradingStateSchema } from "#shared/domain/profile.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { forProfile, nothing, procedure, stream } from "./base.ts";

export const profileSummarySchema = z.strictObject({
  profile: profileSchema,
  tradingState: tradingStateSchema,
  /** Why it is halted or reducing. */
  stateReason: z.string().nullable(),
  /** Why nothing new is sent although it is not halted: orders and venues do not agree yet. Null while trading is open. */
  readOnlyReason: z.string().nullable(),
  value: decimalStringSchema.nullable(),
  /** Whether it rests on a price that may be old or wrong. */
  valueInDoubt: z.boolean(),
  dayPnl: decimalStringSchema.nullable(),
  dayPnlShare: decimalStringSchema.nullable(),
  openSuggestions: z.number().int().min(0),
  openSignals: z.number().int().min(0),
  /** State of the plan that is not over yet. */
  openPlan: planStateSchema.nullable(),
  /** Until when the profile rebalances by itself under a live standing approval; null where a person approves every plan. */
  automaticUntil: unixMsSchema.nullable(),
});

const changes = z
  .strictObject({
    name: profileSchema.shape.name,
    priority: profileSchema.shape.priority,
    currency: assetSchema,
    /** Must sum to 1 within 1e-9. */
    targets: targetsSchema,
    policy: policyPatchSchema,
    limits: riskLimitsPatchSchema,
  })
  .partial();

export const profilesContract = {
  list: procedure.input(nothing).output(z.array(profileSummarySchema)),
  watch: procedure.input(nothing).output(stream(z.array(profileSummarySchema), z.array(profileSummarySchema))),
  /** Makes the two demo profiles on the simulated market with 15 days of seeded history. PROFILE_EXISTS when they are there. */
  createDemo: procedure.input(nothing).output(z.array(profileSchema)),
  update: procedure.input(z.strictObject({ profileId: forProfile.shape.profileId, changes })).output(profileSchema),
  /** Stops new orders of one profile. */
  halt: procedure.input(forProfile.extend({ reason: z.string().trim().min(1).max(200) })).output(profileSummarySchema),
  /** Lets a halted profile trade again; the reason is journaled. */
  arm: procedure.input(forProfile.extend({ reason: z.string().trim().min(1).max(200) })).output(profileSummarySchema),
};
