// What does a seal of the journal say, and what did its check find?
import { z } from "zod";

/** A seal vouches for entry `seq` and all before it: whoever writes them anew needs its key. */
export const journalSealSchema = z.strictObject({
  seq: z.number().int().min(1),
  /** The hash of that entry. */
  hash: z.string(),
  /** Which key made it; the key itself is nowhere near the journal. */
  keyId: z.string(),
  /** HMAC-SHA-256, lower-case hexadecimal. */
  mac: z.string(),
  /** Set where an earlier seal vouched for an entry that the journal no longer had: it was cut, or an old copy was put back. */
  lostSeq: z.number().int().min(1).optional(),
});
export type JournalSeal = z.infer<typeof journalSealSchema>;

export const sealReportSchema = z.strictObject({
  /**
   * `sound`: every seal fits. `none`: nothing was sealed yet. `unchecked`: not every seal could be checked. `broken`: one does not fit.
   * `restored`: every seal fits but those of what a backup that was put back does not have; the detail names that.
   */
  state: z.enum(["sound", "none", "unchecked", "restored", "broken"]),
  /** Last entry that a seal vouches for; 0 where none does. */
  sealedTo: z.number().int().min(0),
  /** In words, with what could not be checked and why. */
  detail: z.string(),
});
export type SealReport = z.infer<typeof sealReportSchema>;

/** What is kept in the keychain or the vault: the key, and the newest seal made with it. */
export const sealKeySchema = z.strictObject({
  v: z.literal(1),
  key: z.string().min(32),
  last: z.strictObject({ seq: z.number().int().min(1), hash: z.string() }).nullable(),
});
export type SealKey = z.infer<typeof sealKeySchema>;
