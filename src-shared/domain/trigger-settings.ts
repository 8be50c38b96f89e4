// When does a profile want to be told to rebalance? One part per rule, with the defaults of new and of older profiles.
import { z } from "zod";
import { Decimal, type DecimalString, isNonNegativeDecimal, nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema } from "./ids.ts";
import { weightingSchema } from "./target-method.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMsSchema } from "./time.ts";
import { volatilityTableSchema } from "./volatility-band.ts";

const share = nonNegativeDecimalSchema;
const text = (value: string) => value as DecimalString;

/** Least gap between two evaluations by time, and so the shortest period of a schedule. */
export const LEAST_TIMED_GAP_MS = 5 * MINUTE_MS;
/** A check of the number itself; text that is none is told by the schema before it. */
const checked = (passes: (value: Decimal) => boolean, expected: string) =>
  share.refine((value) => !isNonNegativeDecimal(value) || passes(Decimal.parse(value)), expected);

const atMostOne = checked((value) => value.lte(Decimal.ONE), "expected a share from 0 to 1, like 0.05 for 5 %");

/** When a schedule is due. Times of a cron line are wall-clock times in `zone`. */
export const scheduleTimingSchema = z.discriminatedUnion("kind", [
  /** This long after it was set, or after it was last done or dismissed. */
  z.strictObject({
    kind: z.literal("every"),
    everyMs: z
      .number()
      .int()
      .min(LEAST_TIMED_GAP_MS)
      .max(366 * DAY_MS),
  }),
  z.strictObject({
    kind: z.literal("cron"),
    /** Five fields: minute, hour, day of month, month, day of week. `0 9 * * MON` is Mondays at nine. */
    expression: z.string().trim().min(1).max(120),
    /** IANA name, like `Europe/Berlin`; `UTC` where none was chosen. */
    zone: z.string().trim().min(1).max(64).default("UTC"),
  }),
]);
export type ScheduleTiming = z.infer<typeof scheduleTimingSchema>;

/** What a schedule proposes. `profile`: the goal of the profile's own policy. `invest`: a recurring buy of this much cash. */
export const schedulePlanSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("profile") }),
  z.strictObject({ kind: z.literal("target") }),
  z.strictObject({ kind: z.literal("bandEdge") }),
  z.strictObject({
    kind: z.literal("invest"),
    asset: assetSchema,
    amount: checked((value) => value.isPositive, "expected an amount over 0"),
  }),
]);
export type SchedulePlan = z.infer<typeof schedulePlanSchema>;

const parts = {
  /** A rule opens nothing new for this long after a finished rebalance that it had asked for. */
  coolDownMs: z
    .number()
    .int()
    .min(0)
    .max(366 * DAY_MS),
  threshold: z.strictObject({ on: z.boolean().default(true) }),
  schedule: z.strictObject({
    on: z.boolean().default(false),
    timing: scheduleTimingSchema.default({ kind: "every", everyMs: 30 * DAY_MS }),
    plan: schedulePlanSchema.default({ kind: "profile" }),
    /** Since when this timing holds; written by the program. Nothing before it is due. */
    since: unixMsSchema.optional(),
  }),
  riskAdjusted: z.strictObject({
    on: z.boolean().default(false),
    weighting: weightingSchema.default("inverseVolatility"),
    /** Largest and smallest weight of single assets, as shares of the whole portfolio. */
    caps: z.record(assetSchema, atMostOne).default({}),
    floors: z.record(assetSchema, atMostOne).default({}),
    /** How many daily returns are looked at. */
    days: z.number().int().min(10).max(720).default(90),
  }),
  volatilityBand: volatilityTableSchema.extend({ on: z.boolean().default(false) }),
  highCash: z.strictObject({ on: z.boolean().default(true), above: atMostOne.default(text("0.8")) }),
  /** Over this share of the net invested capital lost. */
  loss: z.strictObject({ on: z.boolean().default(true), above: atMostOne.default(text("0.1")) }),
  diversification: z.strictObject({
    on: z.boolean().default(true),
    /** Fewer assets than this, each over `over` of the portfolio. */
    atLeast: z.number().int().min(1).max(100).default(2),
    over: atMostOne.default(text("0.01")),
  }),
  concentration: z.strictObject({ on: z.boolean().default(true), above: atMostOne.default(text("0.7")) }),
  /** Deposits and withdrawals of this long back that no rebalance has followed yet. */
  flow: z.strictObject({
    on: z.boolean().default(true),
    withinMs: z
      .number()
      .int()
      .min(HOUR_MS)
      .max(366 * DAY_MS)
      .default(7 * DAY_MS),
  }),
  /** What is due of positions from signals. */
  positionExit: z.strictObject({ on: z.boolean().default(true) }),
};

/** The settings of every rule that may open a suggestion. Shares are fractions, times milliseconds. */
export const triggerSettingsSchema = z.strictObject({
  coolDownMs: parts.coolDownMs.default(HOUR_MS),
  threshold: parts.threshold.prefault({}),
  schedule: parts.schedule.prefault({}),
  riskAdjusted: parts.riskAdjusted.prefault({}),
  volatilityBand: parts.volatilityBand.prefault({}),
  highCash: parts.highCash.prefault({}),
  loss: parts.loss.prefault({}),
  diversification: parts.diversification.prefault({}),
  concentration: parts.concentration.prefault({}),
  flow: parts.flow.prefault({}),
  positionExit: parts.positionExit.prefault({}),
});
export type TriggerSettings = z.infer<typeof triggerSettingsSchema>;

/** Some rules' settings. A rule that is not named stays as it is; one that is named is given whole, missing keys by default. */
export const triggerSettingsPatchSchema = z
  .strictObject({ ...parts, schedule: parts.schedule.omit({ since: true }) })
  .partial();
export type TriggerSettingsPatch = z.infer<typeof triggerSettingsPatchSchema>;
