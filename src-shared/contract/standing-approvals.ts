// What may the window ask about automatic rebalancing: what is allowed, for how long, and who stops it?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { nonceSchema, standingApprovalIdSchema } from "#shared/domain/ids.ts";
import { standingProposalSchema, standingRecordSchema, standingTermsSchema } from "#shared/domain/standing-approval.ts";
import { forProfile, procedure, stream } from "./base.ts";

export const standingViewSchema = z.strictObject({
  /** The newest 20, newest first; at most one is live. */
  records: z.array(standingRecordSchema),
  /** What automatic plans came to since midnight UTC, in the profile's currency. */
  today: z.strictObject({ turnover: nonNegativeDecimalSchema, cost: nonNegativeDecimalSchema }),
});

const onApproval = forProfile.extend({ approvalId: standingApprovalIdSchema });

export const standingApprovalsContract = {
  list: procedure.input(forProfile).output(standingViewSchema),
  /** Each change is the whole view. */
  watch: procedure.input(forProfile).output(stream(standingViewSchema, standingViewSchema)),
  /**
   * What would be allowed, with a one-time value that lives a minute. Nothing is written. INPUT_INVALID naming the field,
   * STANDING_EXISTS, STANDING_SUSPENDED.
   */
  propose: procedure.input(forProfile.extend({ terms: standingTermsSchema })).output(standingProposalSchema),
  /**
   * Allows exactly what was proposed. `typedName`: the profile's name, asked for in live mode. STANDING_NONCE,
   * STANDING_EXPIRED, STANDING_EXISTS, STANDING_SUSPENDED, INPUT_INVALID.
   */
  create: procedure
    .input(onApproval.extend({ nonce: nonceSchema, typedName: z.string().max(48).nullable() }))
    .output(standingRecordSchema),
  /** Ends it at once: orders under way go on to their end, nothing new is sent. STANDING_NOT_FOUND, STANDING_STATE. */
  revoke: procedure.input(onApproval).output(standingRecordSchema),
};
