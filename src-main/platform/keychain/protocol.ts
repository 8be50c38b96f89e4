// What do the program and the keychain's process say to each other? One request, one reply; values are base64 text.
import { z } from "zod";
import { KEYCHAIN_PROBLEMS } from "./keychain-problem.ts";

const base = { id: z.number().int().min(1), service: z.string().min(1) };
const account = z.string().min(1);

export const keychainRequestSchema = z.discriminatedUnion("kind", [
  /** Writes, reads and deletes a canary: does the keychain work? */
  z.strictObject({ ...base, kind: z.literal("probe") }),
  z.strictObject({ ...base, kind: z.literal("read"), account }),
  /** Written and read back. */
  z.strictObject({ ...base, kind: z.literal("write"), account, value: z.string().min(1) }),
  z.strictObject({ ...base, kind: z.literal("remove"), account }),
]);
export type KeychainRequest = z.infer<typeof keychainRequestSchema>;

export const keychainReplySchema = z.discriminatedUnion("ok", [
  z.strictObject({ id: z.number(), ok: z.literal(true), value: z.string().nullable() }),
  z.strictObject({
    id: z.number(),
    ok: z.literal(false),
    problem: z.enum(KEYCHAIN_PROBLEMS),
    detail: z.string().max(200).nullable(),
  }),
]);
export type KeychainReply = z.infer<typeof keychainReplySchema>;
