// Where is what is owned, and how free is it?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { accountIdSchema, assetSchema, venueIdSchema } from "./ids.ts";
import { feeTierSchema } from "./instrument.ts";
import { keyPermissionsSchema } from "./key-permissions.ts";
import { unixMsSchema } from "./time.ts";

export const modeSchema = z.enum(["paper", "sandbox", "live"]);
/** `paper`: simulated exchange, same code path; `sandbox`: the venue's own; `live`. */
export type Mode = z.infer<typeof modeSchema>;

/** Which servers an account's key belongs to: the venue's, the venue's sandbox, or a test server on this computer. */
export const endpointKindSchema = z.enum(["production", "sandbox", "loopback"]);
export type EndpointKind = z.infer<typeof endpointKindSchema>;

export const secretPlaceSchema = z.enum(["keychain", "vault"]);
export type SecretPlace = z.infer<typeof secretPlaceSchema>;

/** How an `exchange` account reaches its venue. The secret itself is never part of it. */
export const accountConnectionSchema = z.strictObject({
  endpoint: endpointKindSchema,
  connectedAt: unixMsSchema,
  /** Names the stored bundle in use: a new key is stored beside the old one, then this number moves. */
  generation: z.number().int().min(1),
  /** When the key in use was stored here. */
  keyStoredAt: unixMsSchema,
  storedIn: secretPlaceSchema,
  /** First 12 hex digits of the SHA-256 of the API key: tells keys apart without showing one. */
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/),
  permissions: keyPermissionsSchema,
  /** The person has confirmed that the key cannot move money out, where the venue cannot tell. */
  confirmedNoTransfer: z.boolean(),
  /** A paused account is not contacted. */
  paused: z.boolean(),
});
export type AccountConnection = z.infer<typeof accountConnectionSchema>;

export const accountSchema = z.strictObject({
  id: accountIdSchema,
  name: z.string().min(1).max(64),
  kind: z.enum(["exchange", "paper", "manual"]),
  venue: venueIdSchema,
  fees: feeTierSchema,
  /** Of an `exchange` account; absent for the others. */
  connection: accountConnectionSchema.optional(),
});
export type Account = z.infer<typeof accountSchema>;

/** What one account holds of one asset. total = free + inOrders + earn + locked. */
export const balanceSchema = z.strictObject({
  accountId: accountIdSchema,
  asset: assetSchema,
  free: nonNegativeDecimalSchema,
  inOrders: nonNegativeDecimalSchema,
  earn: nonNegativeDecimalSchema,
  locked: nonNegativeDecimalSchema,
});
export type Balance = z.infer<typeof balanceSchema>;
