// What may the window ask about going live? Each line of the checklist is computed.
import { z } from "zod";
import { modeSchema } from "#shared/domain/account.ts";
import { decimalStringSchema } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { rampSchema } from "#shared/domain/profile.ts";
import { forProfile, nothing, procedure } from "./base.ts";
import { profileSummarySchema } from "./profiles.ts";

export const checklistLineSchema = z.strictObject({
  id: z.enum(["rights", "targets", "limits", "alerts", "doctor", "paperRebalance", "feeds"]),
  label: z.string(),
  /** `open`: not fulfilled yet, or its part of the program does not exist yet; may be accepted. `failed`: must be mended first. */
  state: z.enum(["ok", "open", "failed"]),
  detail: z.string(),
});

export const goingLiveSchema = z.strictObject({
  mode: modeSchema,
  /** Modes that this profile may be switched to, live apart. */
  sandboxPossible: z.boolean(),
  lines: z.array(checklistLineSchema),
  /** Why live cannot be unlocked whatever the lines say; null where it can. */
  blocked: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  ramp: rampSchema.nullable(),
});

/** All live profiles together. Money in `currency`; shares of the value. */
export const overallSchema = z.strictObject({
  currency: assetSchema,
  /** Names of the profiles that count. */
  profiles: z.array(z.string()),
  value: decimalStringSchema.nullable(),
  /** Why there is no value; null where there is. */
  unknown: z.string().nullable(),
  /** The coin that most is held of. */
  largest: z.strictObject({ asset: assetSchema, share: decimalStringSchema }).nullable(),
  /** Since midnight UTC, and since the highest gain; both from the last arming after such a halt. */
  dayLoss: decimalStringSchema,
  drawdown: decimalStringSchema,
});

export const liveContract = {
  /** How near all live profiles together are to the limits that are set for them. */
  overall: procedure.input(nothing).output(overallSchema),
  checklist: procedure.input(forProfile).output(goingLiveSchema),
  /**
   * Unlocks live for one profile. `typedName` is the profile's name; `acceptedOpen` names the open lines that the person accepts.
   * LIVE_NOT_READY against a real venue in this version; LIVE_CHECKLIST while a line failed or an open one was not accepted.
   */
  unlock: procedure
    .input(
      forProfile.extend({ typedName: z.string().max(64), acceptedOpen: z.array(checklistLineSchema.shape.id).max(16) }),
    )
    .output(profileSummarySchema),
  /** How much of its value a live plan may turn over; raised by hand, one step at a time. */
  setRamp: procedure.input(forProfile.extend({ ramp: rampSchema })).output(profileSummarySchema),
  /** To paper, or to the venue's own sandbox. Live only by `unlock`. Refused while a plan is under way. */
  setMode: procedure.input(forProfile.extend({ mode: z.enum(["paper", "sandbox"]) })).output(profileSummarySchema),
};
