// Which strategies speak for a profile, how loudly, and from when on are they heard?
import { z } from "zod";
import { type DecimalString, nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema } from "./ids.ts";
import { strategyNameSchema } from "./strategy-name.ts";

const share = z.number().min(0).max(1);
const text = (value: string) => value as DecimalString;

/** Weights are typed and rounded by people and programs: this much is forgiven. */
export const WEIGHT_SUM_TOLERANCE = 1e-9;

/** A strategy that is not named is not run; with 0 it is followed and has no say. */
export const strategyWeightsSchema = z.partialRecord(strategyNameSchema, share).refine((weights) => {
  const values = Object.values(weights);
  const sum = values.reduce((all, weight) => all + weight, 0);
  return values.length === 0 || Math.abs(sum - 1) <= WEIGHT_SUM_TOLERANCE;
}, "expected weights that sum to 1");
export type StrategyWeightSettings = z.infer<typeof strategyWeightsSchema>;

const DEFAULT_WEIGHTS: StrategyWeightSettings = {
  volumeMomentum: 0.3,
  entropyGate: 0.25,
  weightTensor: 0.2,
  evidenceCombiner: 0.15,
  executionSchedule: 0.1,
};

const fields = {
  /** Module off: nothing is computed for this profile. */
  on: z.boolean(),
  weights: strategyWeightsSchema,
  /** `ensemble` joins all of them, `pick` draws one for each epoch and symbol. */
  mode: z.enum(["ensemble", "pick"]),
  /** Share of a strategy's own last readings that a signal must beat. */
  confidenceThreshold: share,
  signalStrengthThreshold: share,
  /** How far permutation entropy must lie under its 64-bar maximum. */
  entropyThreshold: share,
  /** Mean absolute hourly return inside which the entropy gate may open, as fractions. */
  driftDeltaRange: z.tuple([share, share]).refine(([low, high]) => low <= high, "expected the smaller number first"),
  /** Always looked at. Empty: those that the profile has targets for. */
  baseAssets: z.array(assetSchema).max(50),
  /** One of these is chosen in addition. */
  assetPool: z.array(assetSchema).max(100),
  /** The one that was chosen; null before the first choice. */
  chosenAsset: assetSchema.nullable(),
  /** Most that signals together may move targets, as a share of the portfolio. 0: they move nothing. */
  tiltBudget: nonNegativeDecimalSchema,
  /** Most that they may turn over in 30 days, as a share of the portfolio. */
  turnoverPerMonth: nonNegativeDecimalSchema,
  /** Most that they may move the target of one asset, up or down, as a share of the portfolio. */
  tiltBound: nonNegativeDecimalSchema,
  /** The same for single assets, in place of `tiltBound`. */
  tiltBounds: z.record(assetSchema, nonNegativeDecimalSchema),
};

export const strategySettingsSchema = z.strictObject({
  on: fields.on.default(true),
  weights: fields.weights.default(DEFAULT_WEIGHTS),
  mode: fields.mode.default("ensemble"),
  confidenceThreshold: fields.confidenceThreshold.default(0.75),
  signalStrengthThreshold: fields.signalStrengthThreshold.default(0.65),
  entropyThreshold: fields.entropyThreshold.default(0.003),
  driftDeltaRange: fields.driftDeltaRange.default([0.001, 0.005]),
  baseAssets: fields.baseAssets.default([]),
  assetPool: fields.assetPool.default([]),
  chosenAsset: fields.chosenAsset.default(null),
  tiltBudget: fields.tiltBudget.default(text("0")),
  turnoverPerMonth: fields.turnoverPerMonth.default(text("0.5")),
  tiltBound: fields.tiltBound.default(text("0.05")),
  tiltBounds: fields.tiltBounds.default({}),
});
export type StrategySettings = z.infer<typeof strategySettingsSchema>;

/** Some of the settings; a key that is not named stays as it is, weights and lists are given whole. */
export const strategySettingsPatchSchema = z.strictObject(fields).partial();
