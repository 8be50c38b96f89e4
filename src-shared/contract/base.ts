// What do all procedures share? Their errors and the shape of their streams.
import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { ERROR_CODES, type ErrorCode } from "./errors.ts";

/** What comes with every error: where the fault lies, and whether trying again may help. */
export const errorDataSchema = z.object({
  /** Path of the first wrong field, like `targets.BTC`. */
  path: z.string().optional(),
  retryable: z.boolean(),
  /** Codes and numbers behind the message, as text. */
  context: z.record(z.string(), z.string()).optional(),
});
export type ErrorData = z.infer<typeof errorDataSchema>;

type ContractErrors = {
  readonly [Code in ErrorCode]: { readonly message: string; readonly data: typeof errorDataSchema };
};

// Object.fromEntries forgets the keys; they are exactly the registry's.
const contractErrors = Object.fromEntries(
  Object.entries(ERROR_CODES).map(([code, { meaning }]) => [code, { message: meaning, data: errorDataSchema }]),
) as ContractErrors;

/** Start of every procedure. Input objects are strict: unknown keys are refused. */
export const procedure = oc.errors(contractErrors);

/**
 * A stream of changes: the first event holds the full state (`kind: "state"`), later ones what changed (`kind: "change"`).
 * `seq` rises by one per event; a gap means: ask again. Slow readers get the latest state, not a backlog.
 */
export function stream<State extends z.ZodType, Change extends z.ZodType>(state: State, change: Change) {
  const head = { seq: z.number().int().min(0), profileId: profileIdSchema.nullable(), tsInit: unixMsSchema };
  return eventIterator(
    z.discriminatedUnion("kind", [
      z.strictObject({ ...head, kind: z.literal("state"), data: state }),
      z.strictObject({ ...head, kind: z.literal("change"), data: change }),
    ]),
  );
}

export const forProfile = z.strictObject({ profileId: profileIdSchema });
export const nothing = z.strictObject({});
export const done = z.strictObject({ done: z.literal(true) });
