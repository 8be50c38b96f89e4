// What may a venue's key do, and is that what we want of it?
import { z } from "zod";
import { unixMsSchema } from "./time.ts";

/** `yes` and `no` as the venue told; `unknown` where it has no way to tell. */
const grantSchema = z.enum(["yes", "no", "unknown"]);
export type Grant = z.infer<typeof grantSchema>;

/**
 * One right of a key. `need`: `needed` to connect at all, `trading` to send orders (without it: tracking, plans and paper),
 * `mustBeOff` moves money out and is refused, `notNeeded` changes nothing here.
 */
export const keyRightSchema = z.strictObject({
  /** The venue's own word, like `enableWithdrawals`. */
  id: z.string().max(80),
  /** The same in plain words. */
  label: z.string().max(120),
  granted: grantSchema,
  need: z.enum(["needed", "trading", "mustBeOff", "notNeeded"]),
});
export type KeyRight = z.infer<typeof keyRightSchema>;

/** What a key may do, as read from its venue at one moment. */
export const keyPermissionsSchema = z.strictObject({
  /** False where the venue cannot tell (Coinbase Exchange): then the person has to confirm it. */
  readable: z.boolean(),
  rights: z.array(keyRightSchema).max(64),
  /** Whether the venue takes this key from named addresses only; null where it does not say. */
  ipRestricted: z.boolean().nullable(),
  /** The key's own name at the venue; null where it does not say. */
  keyName: z.string().max(200).nullable(),
  /** When the venue lets the key end; null for never or not said. */
  expiresAt: unixMsSchema.nullable(),
  readAt: unixMsSchema,
});
export type KeyPermissions = z.infer<typeof keyPermissionsSchema>;

const withNeed = (permissions: KeyPermissions, need: KeyRight["need"], granted: Grant): readonly KeyRight[] =>
  permissions.rights.filter((right) => right.need === need && right.granted === granted);

/** Rights that move money out and are on: such a key is refused. */
export function dangerousRights(permissions: KeyPermissions): readonly KeyRight[] {
  return withNeed(permissions, "mustBeOff", "yes");
}

/** Rights without which the account cannot even be read. */
export function missingToView(permissions: KeyPermissions): readonly KeyRight[] {
  return withNeed(permissions, "needed", "no");
}

/** Rights without which no order may be sent. */
export function missingToTrade(permissions: KeyPermissions): readonly KeyRight[] {
  return [...missingToView(permissions), ...withNeed(permissions, "trading", "no")];
}
