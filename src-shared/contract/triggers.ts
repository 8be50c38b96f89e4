// What may the window ask about the rules that open suggestions: their settings, and why they did or did not fire?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { evaluationRecordSchema } from "#shared/domain/evaluation.ts";
import { suggestionTypeSchema } from "#shared/domain/suggestion.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import {
  scheduleTimingSchema,
  triggerSettingsPatchSchema,
  triggerSettingsSchema,
} from "#shared/domain/trigger-settings.ts";
import { forProfile, procedure } from "./base.ts";

/** The rules of a profile, with what some of them wait for. */
export const triggersViewSchema = z.strictObject({
  settings: triggerSettingsSchema,
  /** The next time of the schedule; null while it is off. In the past: it is due. */
  nextScheduledAt: unixMsSchema.nullable(),
  /** Yearly volatility of the target-weighted portfolio (30-day EWMA), a fraction; null with `volatilityReason`. */
  volatility: nonNegativeDecimalSchema.nullable(),
  volatilityReason: z.string().nullable(),
  /** The half width that the volatility band's table gives for it now. */
  volatilityBand: decimalStringSchema.nullable(),
  /** Rules that open nothing new before this time, after a finished rebalance. */
  cooling: z.array(z.strictObject({ type: suggestionTypeSchema, until: unixMsSchema })),
});

export const evaluationPageSchema = z.strictObject({
  /** Newest first. */
  items: z.array(evaluationRecordSchema),
  /** The `before` of the next page; null when there is nothing older. */
  next: z.number().int().min(1).nullable(),
});

export const triggersContract = {
  read: procedure.input(forProfile).output(triggersViewSchema),
  /**
   * Changes the settings of the rules that are named; each is given whole. INPUT_INVALID names the field, like
   * `triggers.schedule.timing.expression` for a cron line that cannot be read or has no next time.
   */
  update: procedure.input(forProfile.extend({ triggers: triggerSettingsPatchSchema })).output(triggersViewSchema),
  /** The next five times of a timing from now on, for an editor. INPUT_INVALID as above, with `timing.expression` or `timing.zone`. */
  nextTimes: procedure
    .input(z.strictObject({ timing: scheduleTimingSchema }))
    .output(z.strictObject({ times: z.array(unixMsSchema) })),
  /** Why the rules did or did not fire: newest first, of one rule, of those in which it fired or did not. */
  evaluations: procedure
    .input(
      forProfile.extend({
        /** The `next` of the page before. */
        before: z.number().int().min(1).optional(),
        limit: z.number().int().min(1).max(200),
        rule: suggestionTypeSchema.optional(),
        /** Without a rule: whether any rule fired. */
        fired: z.boolean().optional(),
      }),
    )
    .output(evaluationPageSchema),
};
