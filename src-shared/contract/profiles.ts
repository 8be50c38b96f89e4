// What may the window ask about profiles?
import { z } from "zod";
import { decimalStringSchema } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { planStateSchema } from "#shared/domain/plan.ts";
import { policyPatchSchema, riskLimitsPatchSchema, targetsSchema } from "#shared/domain/policy.ts";
import { positionRulesPatchSchema } from "#shared/domain/position-rules.ts";
import { profileSchema, tradingStateSchema } from "#shared/domain/profile.ts";
import { profileIdentitySchema } from "#shared/domain/profile-identity.ts";
import { importReportSchema } from "#shared/domain/profile-import.ts";
import { profileOperationPatchSchema } from "#shared/domain/profile-operation.ts";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { strategySettingsPatchSchema } from "#shared/domain/strategy-settings.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { assetChoiceViewSchema } from "./asset-choice.ts";
import { forProfile, nothing, procedure, stream } from "./base.ts";
import { togetherViewSchema } from "./together.ts";

export const profileSummarySchema = z.strictObject({
  profile: profileSchema,
  tradingState: tradingStateSchema,
  /** Why it is halted or reducing. */
  stateReason: z.string().nullable(),
  /** Why nothing new is sent although it is not halted: orders and venues do not agree yet. Null while trading is open. */
  readOnlyReason: z.string().nullable(),
  value: decimalStringSchema.nullable(),
  /** Whether it rests on a price that may be old or wrong. */
  valueInDoubt: z.boolean(),
  dayPnl: decimalStringSchema.nullable(),
  dayPnlShare: decimalStringSchema.nullable(),
  openSuggestions: z.number().int().min(0),
  openSignals: z.number().int().min(0),
  /** State of the plan that is not over yet. */
  openPlan: planStateSchema.nullable(),
  /** Until when the profile rebalances by itself under a live standing approval; null where a person approves every plan. */
  automaticUntil: unixMsSchema.nullable(),
});

export const profileChangesSchema = z
  .strictObject({
    name: profileSchema.shape.name,
    priority: profileSchema.shape.priority,
    currency: assetSchema,
    /** Must sum to 1 within 1e-9. */
    targets: targetsSchema,
    policy: policyPatchSchema,
    limits: riskLimitsPatchSchema,
    strategies: strategySettingsPatchSchema,
    positions: positionRulesPatchSchema,
    operation: profileOperationPatchSchema,
    identity: profileIdentitySchema,
  })
  .partial();

const name = profileSchema.shape.name;

/** What tells a profile from the others, now. */
export const identityViewSchema = z.strictObject({
  profileId: profileIdSchema,
  name,
  /** The rotating hash, and when the next one takes its place. */
  identityHash: z.string(),
  rotatesAt: unixMsSchema,
  assets: z.array(assetSchema),
  chosenAsset: assetSchema.nullable(),
  /** Profiles with the same hash now: none, unless something is wrong. */
  collidesWith: z.array(profileIdSchema),
});

const pair = { first: profileIdSchema, second: profileIdSchema };

/** How far the running profiles stand apart, each pair once. */
export const separationViewSchema = z.strictObject({
  /** Most that base assets of two may share. */
  overlapLimit: z.number(),
  /** `base`: Jaccard of the base assets, 0..1. */
  overlaps: z.array(
    z.strictObject({ ...pair, base: z.number().min(0).max(1), sameChosen: z.boolean(), exceeds: z.boolean() }),
  ),
  /** Correlation of daily returns over 30 days; null where fewer than 20 days are common to both, or one earned the same every day. */
  returns: z.array(
    z.strictObject({ ...pair, correlation: z.number().min(-1).max(1).nullable(), days: z.number().int().min(0) }),
  ),
  /** Fewer pairs of values than these give no correlation. */
  leastPairs: z.number().int().min(1),
  /**
   * Correlation of what the strategies of both said, at the hours and of the markets that both have, over 30 days; null where there are
   * fewer than `leastPairs`, or one never changed its mind. `isCopy`: over 0.95.
   */
  directions: z.array(
    z.strictObject({
      ...pair,
      correlation: z.number().min(-1).max(1).nullable(),
      pairs: z.number().int().min(0),
      isCopy: z.boolean(),
    }),
  ),
  /** 1 - the largest correlation of directions with another profile; null where none is known. */
  uniqueness: z.array(z.strictObject({ profileId: profileIdSchema, score: z.number().min(0).max(1).nullable() })),
  /** Since the program started, in `pick` mode: strategies drawn, drawn again because another had the first, and shared in the end. */
  draws: z.array(
    z.strictObject({
      profileId: profileIdSchema,
      drawn: z.number().int().min(0),
      again: z.number().int().min(0),
      exhausted: z.number().int().min(0),
    }),
  ),
  /** What each profile in `pick` mode draws now. `without`: taken before, so it drew again. `exhausted`: none was left, and both have it. */
  picks: z.array(
    z.strictObject({
      profileId: profileIdSchema,
      symbol: marketSymbolSchema,
      pick: strategyNameSchema.nullable(),
      without: z.array(strategyNameSchema),
      exhausted: z.boolean(),
    }),
  ),
});

const importRequest = z.strictObject({
  fileName: z.string().min(1).max(255),
  text: z.string().max(1_000_000),
  /** `practice`: on paper with money of its own on the demo's market. */
  market: z.enum(["real", "practice"]),
});

export const profilesContract = {
  list: procedure.input(nothing).output(z.array(profileSummarySchema)),
  watch: procedure.input(nothing).output(stream(z.array(profileSummarySchema), z.array(profileSummarySchema))),
  /** Makes the two demo profiles on the simulated market with 15 days of seeded history. PROFILE_EXISTS when they are there. */
  createDemo: procedure.input(nothing).output(z.array(profileSchema)),
  update: procedure
    .input(z.strictObject({ profileId: forProfile.shape.profileId, changes: profileChangesSchema }))
    .output(profileSchema),
  /** Stops new orders of one profile. */
  halt: procedure.input(forProfile.extend({ reason: z.string().trim().min(1).max(200) })).output(profileSummarySchema),
  /** Lets a halted profile trade again; the reason is journaled. */
  arm: procedure.input(forProfile.extend({ reason: z.string().trim().min(1).max(200) })).output(profileSummarySchema),
  /** An empty profile on paper. On the demo's market it has paper accounts with money. */
  create: procedure
    .input(z.strictObject({ name, currency: assetSchema, market: z.enum(["real", "practice"]) }))
    .output(profileSchema),
  /** The same settings under another name, on paper, without accounts of exchanges. */
  duplicate: procedure.input(forProfile.extend({ name })).output(profileSchema),
  /** Stops it and keeps its history and keys. PLAN_BUSY, or PROFILE_MODE for a live one. */
  archive: procedure.input(forProfile).output(profileSchema),
  restore: procedure.input(forProfile).output(profileSchema),
  archived: procedure.input(nothing).output(z.array(profileSchema)),
  identities: procedure.input(nothing).output(z.array(identityViewSchema)),
  /** Each reading leaves a line in the journal. */
  separation: procedure.input(nothing).output(separationViewSchema),
  /** Likewise. */
  together: procedure.input(nothing).output(togetherViewSchema),
  /** Which asset of the pool would join the profile, and why; changes nothing. */
  assetChoice: procedure.input(forProfile).output(assetChoiceViewSchema),
  /** `targets` as they were shown, null where they stay. INPUT_INVALID where the proposal is another one by now. */
  answerAssetChoice: procedure
    .input(
      forProfile.extend({ asset: assetSchema, answer: z.enum(["taken", "kept"]), targets: targetsSchema.nullable() }),
    )
    .output(profileSchema),
  /** What an import would do; stores nothing. */
  previewImport: procedure.input(importRequest).output(importReportSchema),
  /** All of a file, or nothing where the report has errors. Never makes a live profile. */
  import: procedure.input(importRequest).output(importReportSchema),
  /** YAML that imports to the same profiles: settings without keys and data. All that run where none is named. */
  export: procedure
    .input(z.strictObject({ profileIds: z.array(profileIdSchema).max(99).nullable() }))
    .output(z.strictObject({ yaml: z.string() })),
};
