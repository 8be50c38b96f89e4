// What does a person see of a profile's strategies: the last cycle, what each says of each market, and what came of it?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import { decisionRecordSchema } from "./decision.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "./ids.ts";
import { paperEntryRecordSchema } from "./paper-entry.ts";
import { strategyNameSchema } from "./strategy-name.ts";
import { unixMsSchema } from "./time.ts";

/** The steps of a cycle, in their order. */
export const cycleModuleSchema = z.enum(["sync", "value", "inject", "evaluate", "signal"]);
export type CycleModule = z.infer<typeof cycleModuleSchema>;

/** `stale`: it failed now, and what it said last still stands. `failed`: it failed and never said anything. `waiting`: not run yet. */
export const moduleStateSchema = z.strictObject({
  module: cycleModuleSchema,
  state: z.enum(["ok", "stale", "failed", "waiting"]),
  /** When it last went well; null: never. */
  goodAt: unixMsSchema.nullable(),
  /** What went wrong, or what is waited for; null where nothing is to be said. */
  detail: z.string().nullable(),
});
export type ModuleState = z.infer<typeof moduleStateSchema>;

export const cycleReportSchema = z.strictObject({
  at: unixMsSchema,
  durationMs: z.number().min(0),
  /** `degraded`: some module rests on an older state. */
  outcome: z.enum(["success", "degraded", "failed"]),
  modules: z.array(moduleStateSchema),
  decisions: z.number().int().min(0),
  signals: z.number().int().min(0),
});
export type CycleReport = z.infer<typeof cycleReportSchema>;

/** Where the dominant cycle stands: 0 degrees is the trough. */
export const wheelViewSchema = z.strictObject({
  angle: z.number().min(0).max(360),
  /** Twelve positions of 30 degrees. */
  position: z.number().int().min(0).max(11),
  phase: z.enum(["trough", "ascent", "crest", "descent"]),
  periodBars: z.number().positive(),
  /** False in trend mode: then nothing is read from the wheel. */
  cycleMode: z.boolean(),
});
export type WheelView = z.infer<typeof wheelViewSchema>;

export const hitRateViewSchema = z.strictObject({
  /** Null: the strategies together. */
  strategy: strategyNameSchema.nullable(),
  n: z.number().int().min(0),
  hits: z.number().int().min(0),
  /** 95 % (Wilson); null without signals. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
});
export type HitRateView = z.infer<typeof hitRateViewSchema>;

export const strategySymbolViewSchema = z.strictObject({
  symbol: marketSymbolSchema,
  venue: venueIdSchema,
  /** Closed hourly bars that are known. */
  bars: z.number().int().min(0),
  /** Newest decision; null before the first. */
  decision: decisionRecordSchema.nullable(),
  wheel: wheelViewSchema.nullable(),
  /** Filtered probabilities of the three regimes, calm first; null before the first fit. */
  regime: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  hitRates: z.array(hitRateViewSchema),
});
export type StrategySymbolView = z.infer<typeof strategySymbolViewSchema>;

/** Of signals and proposals followed on paper from their price, taken or not. Money is in `currency`; a loss is negative. */
export const paperResultViewSchema = z.strictObject({
  /** A strategy, a rule, or `proposals`. */
  group: z.string(),
  currency: assetSchema,
  closed: z.number().int().min(0),
  open: z.number().int().min(0),
  wins: z.number().int().min(0),
  gross: decimalStringSchema,
  costs: nonNegativeDecimalSchema,
  /** After costs. */
  result: decimalStringSchema,
  /** Of those that a person made something of. */
  takenResult: decimalStringSchema,
  taken: z.number().int().min(0),
});
export type PaperResultView = z.infer<typeof paperResultViewSchema>;

export const paperLedgerViewSchema = z.strictObject({
  /** When this profile's ledger began. */
  since: unixMsSchema,
  /** By strategy or rule; also of entries that are no longer kept one by one. */
  results: z.array(paperResultViewSchema),
  /** Newest first. */
  entries: z.array(paperEntryRecordSchema),
});
export type PaperLedgerView = z.infer<typeof paperLedgerViewSchema>;

export const strategiesViewSchema = z.strictObject({
  lastCycle: cycleReportSchema.nullable(),
  nextCycleAt: unixMsSchema.nullable(),
  cycles: z.strictObject({
    success: z.number().int().min(0),
    degraded: z.number().int().min(0),
    failed: z.number().int().min(0),
  }),
  /** `results`: of this market alone. */
  symbols: z.array(strategySymbolViewSchema.extend({ results: z.array(paperResultViewSchema) })),
  results: z.array(paperResultViewSchema),
});
export type StrategiesView = z.infer<typeof strategiesViewSchema>;

/** What the health page tells of a profile's strategies. */
export const strategyHealthSchema = z.strictObject({
  on: z.boolean(),
  /** Of the latest cycles, a week of hours at most: how many went well, as a fraction; null before the first. */
  successRate: z.number().min(0).max(1).nullable(),
  recentCycles: z.number().int().min(0),
  /** Since the profile began. */
  cycles: strategiesViewSchema.shape.cycles,
  /** Made by cycles since the profile began. */
  signals: z.number().int().min(0),
  lastCycleAt: unixMsSchema.nullable(),
  nextCycleAt: unixMsSchema.nullable(),
  modules: z.array(moduleStateSchema),
});
export type StrategyHealth = z.infer<typeof strategyHealthSchema>;
