// What may the window ask about connected exchanges? A key goes in once, with `check`; nothing ever brings it back.
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { accountSchema, endpointKindSchema, modeSchema } from "#shared/domain/account.ts";
import { decimalStringSchema } from "#shared/domain/decimal.ts";
import { accountIdSchema, assetSchema, profileIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { keyPermissionsSchema } from "#shared/domain/key-permissions.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { nothing, procedure, stream } from "./base.ts";

/** A venue that can be connected. */
export const connectableVenueSchema = z.strictObject({
  venue: venueIdSchema,
  name: z.string(),
  /** False for an exchange that is reached through the general adapter. */
  known: z.boolean(),
  fields: z.array(
    z.strictObject({
      id: z.enum(["apiKey", "secret", "passphrase"]),
      label: z.string(),
      hint: z.string(),
      multiline: z.boolean(),
    }),
  ),
  /** Endpoints that a new account may belong to in this run. */
  endpoints: z.array(endpointKindSchema),
  /** The address of the test server, where the start-up flag names one. */
  loopbackAddress: z.string().nullable(),
  tellsPermissions: z.boolean(),
  keyPage: z.string(),
  steps: z.array(z.string()),
  /** What this program cannot do there, in words. */
  cannot: z.array(z.string()),
  /** Names of environment variables that hold a key of this venue; empty where there are none. Never their values. */
  environment: z.array(z.string()),
});

export const checkStepSchema = z.strictObject({
  step: z.enum(["format", "clock", "permissions", "balances", "order"]),
  state: z.enum(["waiting", "running", "ok", "warning", "failed", "skipped"]),
  /** One plain sentence. */
  message: z.string(),
  /** What it means and how to fix it, where it failed: a lead sentence and numbered steps. */
  meaning: z.string().nullable(),
  fix: z.array(z.string()),
  tookMs: z.number().int().min(0).nullable(),
});

const balanceLine = z.strictObject({ asset: assetSchema, total: decimalStringSchema });

/** All five steps each time; `result` with the last event. */
export const checkEventSchema = z.strictObject({
  steps: z.array(checkStepSchema),
  /** Kind of key, like "ES256", and what was mended; null before the format was read. */
  format: z.string().nullable(),
  permissions: keyPermissionsSchema.nullable(),
  balances: z.array(balanceLine),
  result: z
    .discriminatedUnion("kind", [
      /** May be connected with this id within ten minutes; the key waits in memory. */
      z.strictObject({
        kind: z.literal("passed"),
        checkId: z.string(),
        mustConfirmNoTransfer: z.boolean(),
        canTrade: z.boolean(),
      }),
      /** Nothing was stored and the key was let go. */
      z.strictObject({ kind: z.literal("failed") }),
    ])
    .nullable(),
});

const entered = z.string().max(8_192);
const keySourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("entered"), apiKey: entered, secret: entered, passphrase: entered }),
  /** The variables that `venues` named. */
  z.strictObject({ kind: z.literal("environment") }),
]);

const budgetSchema = z.strictObject({
  scope: z.enum(["key", "ip"]),
  name: z.string(),
  used: z.number().min(0),
  limit: z.number().min(0),
});

/** One connected account with how it is doing. */
export const accountViewSchema = z.strictObject({
  profileId: profileIdSchema,
  profileName: z.string(),
  mode: modeSchema,
  account: accountSchema,
  /**
   * `ok`; `checking`: not answered yet; `paused` by the person; `locked`: the vault asks its passphrase; `noKey`: no key is stored
   * under this account here; `otherServer`: this run speaks to another server than the key belongs to; `failing`: see `problem`;
   * `banned`: the venue asked for silence until `pausedUntil`.
   */
  state: z.enum(["ok", "checking", "paused", "locked", "noKey", "otherServer", "failing", "banned"]),
  /** What is wrong and what to do, in one plain sentence each; null when nothing is. */
  problem: z.strictObject({ code: z.string(), message: z.string(), next: z.string() }).nullable(),
  latencyMs: z.number().min(0).nullable(),
  clockErrorMs: z.number().nullable(),
  lastUsedAt: unixMsSchema.nullable(),
  keyAgeDays: z.number().int().min(0),
  pausedUntil: unixMsSchema.nullable(),
  budgets: z.array(budgetSchema),
  /** Rights that trading needs and the key lacks, in words. */
  missingRights: z.array(z.string()),
});

/** The venue's timer that cancels every order of the account once nothing is heard of this program. */
export const deadManSwitchSchema = z.strictObject({
  supported: z.boolean(),
  allowed: z.boolean(),
  armedUntil: unixMsSchema.nullable(),
});

const forAccount = z.strictObject({ profileId: profileIdSchema, accountId: accountIdSchema });
const accountName = z.string().trim().min(1).max(64);

export const accountsContract = {
  venues: procedure.input(nothing).output(z.array(connectableVenueSchema)),
  /** Every connected account of every profile; at most once a second. */
  watch: procedure.input(nothing).output(stream(z.array(accountViewSchema), z.array(accountViewSchema))),
  /** Checks a key step by step, live. The stream ends with a `result`. Leaving the stream stops the check. */
  check: procedure
    .input(
      z.strictObject({
        venue: venueIdSchema,
        endpoint: endpointKindSchema,
        key: keySourceSchema,
        /** Set when the key is to replace this account's. */
        replaces: forAccount.nullable(),
      }),
    )
    .output(eventIterator(checkEventSchema)),
  /** Stores a checked key and makes its account, in a new profile (null) or an existing one of the real market. */
  connect: procedure
    .input(
      z.strictObject({
        checkId: z.string().max(64),
        name: accountName,
        profileId: profileIdSchema.nullable(),
        /** Name of the new profile, where one is made. */
        profileName: profileSchema.shape.name.nullable(),
        confirmedNoTransfer: z.boolean(),
      }),
    )
    .output(accountViewSchema),
  /** Puts a checked key in the place of an account's: stored and read back first, pointer moved, old one destroyed last. */
  rotate: procedure
    .input(forAccount.extend({ checkId: z.string().max(64), confirmedNoTransfer: z.boolean() }))
    .output(accountViewSchema),
  rename: procedure.input(forAccount.extend({ name: accountName })).output(accountViewSchema),
  /** A paused account is not contacted until it is resumed. */
  setPaused: procedure.input(forAccount.extend({ paused: z.boolean() })).output(accountViewSchema),
  deadManSwitch: procedure.input(forAccount).output(deadManSwitchSchema),
  /** Leave, or its end, for the venue's timer. It cancels every order of the account, also those placed elsewhere. VENUE_NOT_SUPPORTED. */
  allowDeadManSwitch: procedure.input(forAccount.extend({ allowed: z.boolean() })).output(deadManSwitchSchema),
  /** Reads permissions and clock now. */
  recheck: procedure.input(forAccount).output(accountViewSchema),
  /** What removing would lose, in plain sentences; changes nothing. */
  removalNotice: procedure
    .input(forAccount)
    .output(z.strictObject({ lost: z.array(z.string()), kept: z.array(z.string()) })),
  /** Takes the account out of its profile and destroys its key. Refused while a plan is under way. */
  remove: procedure.input(forAccount).output(z.strictObject({ removed: z.literal(true) })),
};
