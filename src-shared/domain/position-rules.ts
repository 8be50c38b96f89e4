// How large may a position from a signal be, and when is it left?
import { z } from "zod";
import { Decimal, type DecimalString, isNonNegativeDecimal, nonNegativeDecimalSchema } from "./decimal.ts";
import { withoutDefaults } from "./without-defaults.ts";

const HALF = Decimal.parse("0.5");
const share = nonNegativeDecimalSchema;
const text = (value: string) => value as DecimalString;

const atMostHalf = share.refine(
  (value) => !isNonNegativeDecimal(value) || Decimal.parse(value).lte(HALF),
  "expected a share from 0 to 0.5",
);

const sizingSchema = z.enum(["fixedFraction", "volatilityTarget", "kelly"]);

/** Multiplies the volatility target: 0.5, 1, 1.5. */
export const riskLevelSchema = z.enum(["low", "medium", "high"]);
export type RiskLevel = z.infer<typeof riskLevelSchema>;

/** Shares are fractions. Positions are those opened from signals; what is held by target knows no stop. See `resources/docs/tactics.md`. */
export const positionRulesSchema = z.strictObject({
  sizing: sizingSchema.default("fixedFraction"),
  /** Of the profile's value, for `fixedFraction`. */
  fraction: share.default(text("0.05")),
  /** Volatility a year that one position may add, for `volatilityTarget`. */
  volatilityTarget: share.default(text("0.05")),
  riskLevel: riskLevelSchema.default("medium"),
  /** Part of Kelly's fraction that is used, for `kelly`: all of it is the most that growth can bear, and far more than nerves can. */
  kellyCap: atMostHalf.default(text("0.5")),
  /** Most of the profile's value in one position. */
  maxPositionFraction: share.default(text("0.25")),
  /** Divides every suggested size. */
  riskAdjustmentFactor: share.default(text("1.2")),
  /** Volatility of the portfolio a year over which nothing is opened. */
  volatilityCeiling: share.default(text("0.75")),
  maxOpenPositions: z.number().int().min(0).max(100).default(4),
  /** Into how many buys an entry is divided. */
  entries: z.number().int().min(1).max(5).default(1),
  /** Under the entry price. */
  stopLoss: share.default(text("0.025")),
  takeProfit: share.default(text("0.06")),
  /** Under the highest price since the entry; null: off. */
  trailing: share.nullable().default(null),
  /** Hours after which a position is left; null: off. */
  timeStopHours: z.number().int().min(1).max(8_760).nullable().default(null),
  /** Whether exits at a level may run by themselves, where a standing approval names them too; else each is proposed. */
  protectiveExits: z.boolean().default(false),
  /** Whether distances of stops follow the asset's volatility of late. */
  volatilityScaled: z.boolean().default(true),
});
export type PositionRules = z.infer<typeof positionRulesSchema>;

/** Some of the rules; a key that is not named stays as it is. */
export const positionRulesPatchSchema = withoutDefaults(positionRulesSchema);
