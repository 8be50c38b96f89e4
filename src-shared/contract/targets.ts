// What may the window ask about how a profile's targets are made?
import { z } from "zod";
import { targetsSchema } from "#shared/domain/policy.ts";
import { computedTargetsSchema, targetMethodSchema } from "#shared/domain/target-method.ts";
import { forProfile, procedure, stream } from "./base.ts";

/** The targets in force, which everything else uses, and where they come from. */
export const targetsViewSchema = z.strictObject({
  method: targetMethodSchema,
  targets: targetsSchema,
  /**
   * `fixed`: set by hand. `current`: computed from the last closed day. `stale`: they could not be computed anew, and those from before
   * go on. `missing`: they could never be computed, and what was set before goes on.
   */
  state: z.enum(["fixed", "current", "stale", "missing"]),
  /** Why they are stale or missing, in one sentence. */
  reason: z.string().nullable(),
  /** Lines and period of the last computation; null where there was none. */
  computed: computedTargetsSchema.nullable(),
});

/** What a method would give now. */
export const targetsPreviewSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("computed"), computed: computedTargetsSchema }),
  /** It cannot be computed now, and why: too few returns, or an asset that does not move. */
  z.strictObject({ kind: z.literal("failed"), reason: z.string() }),
]);

const withMethod = forProfile.extend({ method: targetMethodSchema });

export const targetsContract = {
  read: procedure.input(forProfile).output(targetsViewSchema),
  watch: procedure.input(forProfile).output(stream(targetsViewSchema, targetsViewSchema)),
  /** Computes with this method and stores nothing. INPUT_INVALID for limits that contradict each other, naming them. */
  preview: procedure.input(withMethod).output(targetsPreviewSchema),
  /**
   * Makes this the profile's method and computes by it at once. INPUT_INVALID as above. Where they cannot be computed now the method is
   * kept all the same and the answer says `stale` or `missing`. Targets set by hand later make the method `fixed` again.
   */
  setMethod: procedure.input(withMethod).output(targetsViewSchema),
};
