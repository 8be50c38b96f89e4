// What may the window ask about signals?
import { z } from "zod";
import { signalSchema } from "#shared/domain/signal.ts";
import { forProfile, procedure, stream } from "./base.ts";

export const signalsContract = {
  /** Newest first, at most `limit`. */
  list: procedure.input(forProfile.extend({ limit: z.number().int().min(1).max(500) })).output(z.array(signalSchema)),
  /** State: the latest 200, newest first; change: one signal, new or updated. */
  watch: procedure.input(forProfile).output(stream(z.array(signalSchema), signalSchema)),
};
