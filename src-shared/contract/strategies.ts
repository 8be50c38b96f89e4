// What may the window ask about a profile's strategies?
import { z } from "zod";
import { decisionHashSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { cycleReportSchema, strategiesViewSchema } from "#shared/domain/strategies-view.ts";
import { forProfile, procedure, stream } from "./base.ts";

const replayViewSchema = z.strictObject({
  same: z.boolean(),
  decisionHash: decisionHashSchema,
  /** What differs, in sentences; empty when all is the same. */
  differences: z.array(z.string()),
});

export const strategiesContract = {
  read: procedure.input(forProfile).output(strategiesViewSchema),
  /** State and each change: the whole view. */
  watch: procedure.input(forProfile).output(stream(strategiesViewSchema, strategiesViewSchema)),
  /** Runs one cycle now. */
  cycle: procedure.input(forProfile).output(cycleReportSchema),
  /** Makes a past signal again from its stored inputs. INPUT_INVALID: no such signal, or one of a rule, which has no stored inputs. */
  replay: procedure.input(forProfile.extend({ signalId: signalIdSchema })).output(replayViewSchema),
};
