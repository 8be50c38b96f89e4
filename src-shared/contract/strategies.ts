// What may the window ask about a profile's strategies?
import { z } from "zod";
import { decisionHashSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { cycleReportSchema, paperLedgerViewSchema, strategiesViewSchema } from "#shared/domain/strategies-view.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { forProfile, procedure, stream } from "./base.ts";

const replayViewSchema = z.strictObject({
  same: z.boolean(),
  decisionHash: decisionHashSchema,
  /** What differs, in sentences; empty when all is the same. */
  differences: z.array(z.string()),
});

const paperQuery = forProfile.extend({
  /** Only entries that came before it. Absent: from the newest on. */
  before: unixMsSchema.optional(),
  limit: z.number().int().min(1).max(500),
});

export const strategiesContract = {
  read: procedure.input(forProfile).output(strategiesViewSchema),
  /** State and each change: the whole view. */
  watch: procedure.input(forProfile).output(stream(strategiesViewSchema, strategiesViewSchema)),
  /** Runs one cycle now. */
  cycle: procedure.input(forProfile).output(cycleReportSchema),
  /** What every signal and proposed plan would have earned after costs, taken or not. */
  paper: procedure.input(paperQuery).output(paperLedgerViewSchema),
  /** Makes a past signal again from its stored inputs. INPUT_INVALID: no such signal, or one of a rule, which has no stored inputs. */
  replay: procedure.input(forProfile.extend({ signalId: signalIdSchema })).output(replayViewSchema),
};
