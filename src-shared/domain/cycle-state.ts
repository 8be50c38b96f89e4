// What is kept of a profile's cycles over a restart: how they went, what each module said last, and what the strategies said last?
import { z } from "zod";
import { cycleReportSchema, strategySymbolViewSchema } from "./strategies-view.ts";

/** A week of hours. */
export const MOST_OUTCOMES = 168;

const count = z.number().int().min(0);

export const cycleStateSchema = z.strictObject({
  /** Since the profile began. */
  cycles: z.strictObject({ success: count, degraded: count, failed: count }),
  /** Of the latest cycles, oldest first. */
  recent: z.array(cycleReportSchema.shape.outcome).max(MOST_OUTCOMES),
  /** Signals that cycles made since the profile began. */
  signals: count,
  lastCycle: cycleReportSchema.nullable(),
  symbols: z.array(strategySymbolViewSchema),
});
export type CycleState = z.infer<typeof cycleStateSchema>;
