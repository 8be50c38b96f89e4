// What may the window ask about where secrets lie? They go in, never out.
import { z } from "zod";
import { nothing, procedure } from "./base.ts";

export const secretStoreStatusSchema = z.strictObject({
  place: z.enum(["keychain", "vault", "none"]),
  reason: z.string().nullable(),
  state: z.enum(["open", "locked", "needsPassphrase", "unavailable"]),
});

const passphrase = z.strictObject({ passphrase: z.string().min(8).max(256) });

export const secretsContract = {
  status: procedure.input(nothing).output(secretStoreStatusSchema),
  /** Opens the vault. SECRET_WRONG_PASSPHRASE leaves it locked. */
  unlock: procedure.input(passphrase).output(secretStoreStatusSchema),
  /** Makes the vault where no keychain works and there is none yet. */
  choosePassphrase: procedure.input(passphrase).output(secretStoreStatusSchema),
};
