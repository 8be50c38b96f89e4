// What is a profile?
import { z } from "zod";
import { accountSchema, modeSchema } from "./account.ts";
import { assetChoiceAnswerSchema } from "./asset-choice-answer.ts";
import { costBasisSchema, DEFAULT_COST_BASIS } from "./books.ts";
import { assetSchema, profileIdSchema } from "./ids.ts";
import { policySchema, riskLimitsSchema, targetsSchema } from "./policy.ts";
import { positionRulesSchema } from "./position-rules.ts";
import { profileIdentitySchema } from "./profile-identity.ts";
import { profileOperationSchema } from "./profile-operation.ts";
import { strategySettingsSchema } from "./strategy-settings.ts";
import { computedTargetsSchema, targetMethodSchema } from "./target-method.ts";
import { unixMsSchema } from "./time.ts";
import { triggerSettingsSchema } from "./trigger-settings.ts";

/** `active` may trade, `reducing` only lowers risk, `halted` sends nothing new. */
export const tradingStateSchema = z.enum(["active", "reducing", "halted"]);
export type TradingState = z.infer<typeof tradingStateSchema>;

/** Where a profile's prices and fills come from; set at its creation and never changed. */
export const marketSourceSchema = z.enum(["simulated", "replay", "real"]);
export type MarketSource = z.infer<typeof marketSourceSchema>;

/** Most that a live plan may turn over, as a share of the profile's value: raised by hand, one step at a time. */
export const rampSchema = z.enum(["0.02", "0.1", "none"]);
export type Ramp = z.infer<typeof rampSchema>;

/** Everything a person sets for one profile. Its data carries its id; its keys live in its own vault namespace. */
export const profileSchema = z.strictObject({
  id: profileIdSchema,
  name: z.string().trim().min(1).max(48),
  priority: z.number().int().min(1).max(99),
  mode: modeSchema,
  source: marketSourceSchema,
  currency: assetSchema,
  /** Coins that together count as cash. */
  cashAssets: z.array(assetSchema).min(1),
  accounts: z.array(accountSchema),
  /** Those in force, wherever they come from. */
  targets: targetsSchema,
  targetMethod: targetMethodSchema.prefault({}),
  /** How the targets came about when they were computed last. */
  computedTargets: computedTargetsSchema.optional(),
  policy: policySchema.omit({ heldBack: true }),
  limits: riskLimitsSchema,
  triggers: triggerSettingsSchema.prefault({}),
  costBasis: costBasisSchema.default(DEFAULT_COST_BASIS),
  strategies: strategySettingsSchema.prefault({}),
  positions: positionRulesSchema.prefault({}),
  /** Assets that a stop sold: their targets stay in cash until a person re-arms them. Absent: none. */
  parked: z.array(assetSchema).max(100).optional(),
  /** The last answer to an asset of the pool that was proposed. Absent: none was proposed yet. */
  assetChoice: assetChoiceAnswerSchema.optional(),
  operation: profileOperationSchema.prefault({}),
  /** Its own; absent: made of the profile's id and seed. */
  identity: profileIdentitySchema.optional(),
  createdAt: unixMsSchema,
  /** Seed of the simulated market or identity, as text. */
  seed: z.string().max(64),
  /** When the mode last changed: what the accounts held from then on is another venue's word. Absent before the first change. */
  modeSince: unixMsSchema.optional(),
  /** Since when it is put away: it does not run, cannot trade and keeps its history and keys. */
  archivedAt: unixMsSchema.optional(),
  /** Set while live is unlocked. */
  live: z.strictObject({ unlockedAt: unixMsSchema, ramp: rampSchema }).optional(),
});
export type Profile = z.infer<typeof profileSchema>;
