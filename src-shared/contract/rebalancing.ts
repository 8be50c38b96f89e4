// What may the window ask about suggestions and plans?
import { z } from "zod";
import { nonceSchema, planHashSchema, planIdSchema, suggestionIdSchema } from "#shared/domain/ids.ts";
import { planRecordSchema } from "#shared/domain/plan.ts";
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
  record: planRecordSchema,
  /** One-time value that the approval of this preview must bring back. */
  nonce: nonceSchema,
  gates: z.array(gateCheckSchema),
});

export const rebalancingContract = {
  suggestions: procedure.input(forProfile).output(suggestionsSchema),
  watchSuggestions: procedure.input(forProfile).output(stream(suggestionsSchema, suggestionsSchema)),
  snooze: procedure.input(onSuggestion.extend({ until: z.enum(["1h", "1d", "doubles"]) })).output(suggestionSchema),
  dismiss: procedure.input(onSuggestion.extend({ reason: z.string().trim().min(1).max(200) })).output(suggestionSchema),
  /** Evaluates the triggers now; `force` skips cool-down and minimum interval. */
  check: procedure.input(forProfile.extend({ force: z.boolean() })).output(evaluationSchema),
  /** Plans with the profile's targets and policy, or with those or the one trade given here for this plan only. Nothing is sent. */
  preview: procedure
    .input(
      forProfile.extend({
        targets: targetsSchema.optional(),
        policy: policyPatchSchema.optional(),
        trade: tradeSchema.optional(),
      }),
    )
    .output(previewSchema),
  /**
   * Approves exactly the plan that was shown. PLAN_EXPIRED, PLAN_HASH_MISMATCH, PLAN_NONCE_USED, PLAN_STALE, PLAN_BUSY, PROFILE_HALTED, SYSTEM_PAUSED.
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
