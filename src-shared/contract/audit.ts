// What may the window ask about the journal?
import { z } from "zod";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { sealReportSchema } from "#shared/domain/journal-seal.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { procedure, stream } from "./base.ts";

/** A journal entry as people read it. */
export const auditLineSchema = z.strictObject({
  seq: z.number().int().min(1),
  ts: unixMsSchema,
  profileId: profileIdSchema.nullable(),
  kind: z.string(),
  area: z.enum(["system", "profile", "account", "suggestion", "plan", "order", "fill"]),
  /** What happened, in few words, and its figures. */
  title: z.string(),
  detail: z.string(),
  tone: z.enum(["neutral", "good", "attention", "bad"]),
  hash: z.string(),
  /** The event as journaled, as JSON text. */
  json: z.string(),
});

const filter = z.strictObject({
  profileId: profileIdSchema.nullable(),
  areas: z.array(auditLineSchema.shape.area).optional(),
});

export const auditContract = {
  /** Newest first, before `before` (exclusive). A null profile means all. */
  list: procedure
    .input(filter.extend({ before: z.number().int().min(1).optional(), limit: z.number().int().min(1).max(500) }))
    .output(z.array(auditLineSchema)),
  /** State: the latest 100, newest first; change: one new line. */
  watch: procedure.input(filter).output(stream(z.array(auditLineSchema), auditLineSchema)),
  /** Recomputes the whole hash chain and checks its seals. */
  verify: procedure.input(z.strictObject({})).output(
    z.strictObject({
      ok: z.boolean(),
      entries: z.number().int().min(0),
      broken: z.strictObject({ seq: z.number().int(), problem: z.string() }).nullable(),
      seal: sealReportSchema,
    }),
  ),
};
