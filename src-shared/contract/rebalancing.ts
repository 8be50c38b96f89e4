// What may the window ask about suggestions and plans?
import { z } from "zod";
import { feasibilitySchema, smallestDepositSchema } from "#shared/domain/feasibility.ts";
import { nonceSchema, planHashSchema, planIdSchema, suggestionIdSchema } from "#shared/domain/ids.ts";
import { depositSchema, planRecordSchema } from "#shared/domain/plan.ts";
import { planEditsSchema } from "#shared/domain/plan-edits.ts";
import { planOutcomeSchema } from "#shared/domain/plan-outcome.ts";
import { policyPatchSchema, targetsSchema } from "#shared/domain/policy.ts";
import { evaluationSchema, suggestionSchema } from "#shared/domain/suggestion.ts";
import { tradeSchema } from "#shared/domain/trade.ts";
import { forProfile, procedure, stream } from "./base.ts";

export const suggestionsSchema = z.strictObject({
  open: z.array(suggestionSchema),
  /** Closed within the last seven days, newest first. */
  recent: z.array(suggestionSchema),
  lastEvaluation: evaluationSchema.nullable(),
});

const onSuggestion = forProfile.extend({ suggestionId: suggestionIdSchema });
const onPlan = forProfile.extend({ planId: planIdSchema });

/** Plans of a profile: the one that is not over (if any) and the latest ones. */
export const plansSchema = z.strictObject({ open: planRecordSchema.nullable(), latest: z.array(planRecordSchema) });

/** A gate's verdict on the plan as it stands: shown before Approve, asked again at each send. */
export const gateCheckSchema = z.strictObject({
  name: z.string(),
  ok: z.boolean(),
  code: z.string().nullable(),
  detail: z.string(),
});

export const previewSchema = z.strictObject({
  /** Its checks by the venues go on after this answer: `watchPlans` tells of each. A hypothetical plan's state is DRAFT. */
  record: planRecordSchema,
  /** One-time value that the approval of this preview must bring back; null for a hypothetical plan. */
  nonce: nonceSchema.nullable(),
  gates: z.array(gateCheckSchema),
  feasibility: feasibilitySchema,
});

export const rebalancingContract = {
  suggestions: procedure.input(forProfile).output(suggestionsSchema),
  watchSuggestions: procedure.input(forProfile).output(stream(suggestionsSchema, suggestionsSchema)),
  snooze: procedure.input(onSuggestion.extend({ until: z.enum(["1h", "1d", "doubles"]) })).output(suggestionSchema),
  dismiss: procedure.input(onSuggestion.extend({ reason: z.string().trim().min(1).max(200) })).output(suggestionSchema),
  /** Evaluates the triggers now; `force` skips cool-down and minimum interval. */
  check: procedure.input(forProfile.extend({ force: z.boolean() })).output(evaluationSchema),
  /**
   * Plans with the profile's targets and policy, or with those or the one trade given here for this plan only. Nothing is sent.
   * `whatIf`: as if so much more were there; such a plan can never be approved. `edits` go with none of the others.
   */
  preview: procedure
    .input(
      forProfile.extend({
        targets: targetsSchema.optional(),
        policy: policyPatchSchema.optional(),
        whatIf: z.array(depositSchema).min(1).max(20).optional(),
        edits: planEditsSchema.optional(),
        trade: tradeSchema.omit({ signal: true }).optional(),
      }),
    )
    .output(previewSchema),
  /** Searches the smallest deposit with which the plan (of the latest previews) would be complete; makes some plans. */
  smallestDeposit: procedure.input(onPlan).output(smallestDepositSchema),
  /** The latest plans, approved or not, newest first, and what each would have done since. */
  history: procedure.input(forProfile).output(z.array(planOutcomeSchema)),
  /**
   * Approves exactly the plan that was shown. PLAN_EXPIRED, PLAN_HASH_MISMATCH, PLAN_NONCE_USED, PLAN_STALE, PLAN_BUSY, PROFILE_HALTED, SYSTEM_PAUSED.
   * Waits for venue checks that are under way; PLAN_NOT_VALIDATED unless each venue that can check said yes. PLAN_HYPOTHETICAL.
   * `saveTargets` makes the plan's targets the profile's own.
   */
  approve: procedure
    .input(forProfile.extend({ planHash: planHashSchema, nonce: nonceSchema, saveTargets: z.boolean() }))
    .output(planRecordSchema),
  pause: procedure.input(onPlan).output(planRecordSchema),
  /** PLAN_EXPIRED when the approval is too old: stop it and plan again. */
  resume: procedure.input(onPlan).output(planRecordSchema),
  stopAfterLeg: procedure.input(onPlan).output(planRecordSchema),
  /** Cancels each of the plan's open orders by its id and ends the plan. Also ends a paused or recovered plan. */
  cancelAll: procedure.input(onPlan).output(planRecordSchema),
  plans: procedure.input(forProfile).output(plansSchema),
  /** State: plans; change: one plan's record after any change to it or its orders. */
  watchPlans: procedure.input(forProfile).output(stream(plansSchema, planRecordSchema)),
};
