// What does a decision of the strategies rest on, and what came out, so that it can be made again?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema, decisionHashSchema, marketSymbolSchema } from "./ids.ts";
import { strategyNameSchema } from "./strategy-name.ts";
import { unixMsSchema } from "./time.ts";

const share = z.number().min(0).max(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const byStrategy = <T extends z.ZodType>(value: T) => z.partialRecord(strategyNameSchema, value);

/** What of a profile its decisions depend on. Shares are fractions. */
export const strategyConfigurationSchema = z.strictObject({
  staticSeed: hash,
  /** Jittered parameters lie within +-(factor - 1). */
  complexityFactor: z.number().min(1).max(1.5),
  /** A parameter is weight x drawn + (1 - weight) x common default. */
  trajectoryWeight: share,
  /** A strategy that is not named is not run; with 0 it is followed and has no say. */
  weights: byStrategy(z.number().min(0)),
  mode: z.enum(["ensemble", "pick"]),
  confidenceThreshold: share,
  signalStrengthThreshold: share,
  entropyThreshold: share,
  driftDeltaRange: z.tuple([z.number().min(0), z.number().min(0)]),
});
export type StrategyConfiguration = z.infer<typeof strategyConfigurationSchema>;

/** Of one epoch: what chooses the strategy in `pick` mode, and which other profiles have taken. */
export const pickDrawSchema = z.strictObject({
  rotatingHash: hash,
  epoch: z.number().int().min(0),
  without: z.array(strategyNameSchema),
});
export type PickDraw = z.infer<typeof pickDrawSchema>;

/** Where a raw score stands: how many bars it was compared with (itself among them), and how many had a smaller one. */
export const rankSchema = z.strictObject({ bars: z.number().int().min(0), smaller: z.number().int().min(0) });
export type Rank = z.infer<typeof rankSchema>;

/** The portfolio that a decision saw; quantities and values exact. */
export const decisionPortfolioSchema = z.strictObject({
  currency: assetSchema,
  totalValue: nonNegativeDecimalSchema.nullable(),
  positions: z.array(
    z.strictObject({
      asset: assetSchema,
      quantity: nonNegativeDecimalSchema,
      value: nonNegativeDecimalSchema.nullable(),
    }),
  ),
});
export type DecisionPortfolio = z.infer<typeof decisionPortfolioSchema>;

/** All that is hashed: no ids and no times, so that the same inputs give the same hash. Doubles have 12 significant digits. */
export const decisionInputsSchema = z.strictObject({
  symbol: marketSymbolSchema,
  /** Close of the bar, in the symbol's quote. */
  price: z.number().positive(),
  /** By timeframe and name, like `1h rsi_14`; null where it was not known. */
  features: z.record(z.string(), z.number().nullable()),
  /** Of each strategy's raw score among its own, and of the mapper's. */
  ranks: byStrategy(rankSchema),
  mapperRank: rankSchema.nullable(),
  configuration: strategyConfigurationSchema,
  pick: pickDrawSchema.nullable(),
  /** The version of each strategy's rule. */
  rules: byStrategy(z.number().int().min(1)),
  /** The version of the way in which they are joined. */
  mapperRules: z.number().int().min(1),
  portfolio: decisionPortfolioSchema.nullable(),
});
export type DecisionInputs = z.infer<typeof decisionInputsSchema>;

const judgementFields = {
  direction: z.number().min(-1).max(1),
  quality: share,
  raw: share,
  confidence: share.nullable(),
  /** Both thresholds are met. */
  passes: z.boolean(),
};

/** What one strategy said, in numbers: what it saw in plain words, and why. */
export const judgementSchema = z.discriminatedUnion("state", [
  z.strictObject({
    state: z.literal("read"),
    ...judgementFields,
    inputs: z.record(z.string(), z.number().nullable()),
    because: z.string(),
  }),
  z.strictObject({
    state: z.literal("abstains"),
    inputs: z.record(z.string(), z.number().nullable()),
    because: z.string(),
  }),
]);
export type Judgement = z.infer<typeof judgementSchema>;

export const decisionOutcomeSchema = z.strictObject({
  strategies: byStrategy(judgementSchema),
  /** What the strategies come to together; `quality` is the share of the voting weight that agrees. */
  mapper: judgementSchema,
});
export type DecisionOutcome = z.infer<typeof decisionOutcomeSchema>;

export const decisionRecordSchema = z.strictObject({
  /** Close of the bar that was decided on. */
  closedAt: unixMsSchema,
  inputs: decisionInputsSchema,
  outcome: decisionOutcomeSchema,
  decisionHash: decisionHashSchema,
});
export type DecisionRecord = z.infer<typeof decisionRecordSchema>;
