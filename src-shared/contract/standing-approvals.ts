// What may the window ask about trading without a person's word for each plan?
import { z } from "zod";
import { nonceSchema, standingApprovalHashSchema, standingApprovalIdSchema } from "#shared/domain/ids.ts";
import {
  standingApprovalRecordSchema,
  standingApprovalSchema,
  standingApprovalTermsSchema,
} from "#shared/domain/standing-approval.ts";
import { forProfile, procedure, stream } from "./base.ts";

/** What a person is shown before they give it: the exact record, the words to type, and the value to bring back. */
export const standingApprovalProposalSchema = z.strictObject({
  approval: standingApprovalSchema,
  nonce: nonceSchema,
  /** To be typed as they are. */
  words: z.string(),
});

/** Newest first; the live one, if any, is the first. */
const recordsSchema = z.array(standingApprovalRecordSchema);

export const standingApprovalsContract = {
  list: procedure.input(forProfile).output(recordsSchema),
  watch: procedure.input(forProfile).output(stream(recordsSchema, recordsSchema)),
  /** Shows what would be given. Nothing is given yet. INPUT_INVALID names the field. */
  propose: procedure
    .input(forProfile.extend({ terms: standingApprovalTermsSchema }))
    .output(standingApprovalProposalSchema),
  /** Gives exactly what was shown. STANDING_APPROVAL_REFUSED, PROFILE_HALTED, SYSTEM_PAUSED. */
  create: procedure
    .input(forProfile.extend({ hash: standingApprovalHashSchema, nonce: nonceSchema, words: z.string().max(200) }))
    .output(standingApprovalRecordSchema),
  /** Takes it back. A plan under way goes on to the end of its order and sends nothing more. */
  revoke: procedure.input(forProfile.extend({ id: standingApprovalIdSchema })).output(standingApprovalRecordSchema),
};
