// What may the window ask about a profile's strategies?
import { z } from "zod";
import { timeframeSchema } from "#shared/domain/candle.ts";
import { decisionHashSchema, marketSymbolSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { cycleReportSchema, strategiesViewSchema } from "#shared/domain/strategies-view.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { forProfile, procedure, stream } from "./base.ts";

export const featureColumnsSchema = z.strictObject({
  /** Open times of closed bars, oldest first. */
  times: z.array(unixMsSchema),
  closes: z.array(z.number()),
  /** By feature name, one value per time; null while it warms up. */
  columns: z.record(z.string(), z.array(z.number().nullable())),
});

const byEntropy = z.strictObject({ shannon: z.number(), permutation: z.number() });

/** The entropy gate's readings among those of 1,000 shuffles of the same returns, which hold no order at all. */
export const noiseReadingSchema = z.strictObject({
  symbol: marketSymbolSchema,
  shuffles: z.number().int().min(1),
  /** As a share of the maximum. */
  entropy: byEntropy,
  /** How likely so low a reading is where order means nothing. */
  chance: byEntropy,
  /** Both chances are at most 5 %. */
  toldFromNoise: z.boolean(),
  because: z.string(),
});

export const replayViewSchema = z.strictObject({
  same: z.boolean(),
  decisionHash: decisionHashSchema,
  /** What differs, in sentences; empty when all is the same. */
  differences: z.array(z.string()),
});

export const strategiesContract = {
  read: procedure.input(forProfile).output(strategiesViewSchema),
  /** State and each change: the whole view. */
  watch: procedure.input(forProfile).output(stream(strategiesViewSchema, strategiesViewSchema)),
  /** Runs one cycle now. */
  cycle: procedure.input(forProfile).output(cycleReportSchema),
  /** Features over the newest `limit` closed bars. INPUT_INVALID names a feature that there is not. */
  features: procedure
    .input(
      forProfile.extend({
        symbol: marketSymbolSchema,
        timeframe: timeframeSchema,
        names: z.array(z.string().min(1).max(64)).min(1).max(12),
        limit: z.number().int().min(1).max(2_000),
      }),
    )
    .output(featureColumnsSchema),
  noise: procedure.input(forProfile.extend({ symbol: marketSymbolSchema })).output(noiseReadingSchema),
  /** Makes a past signal again from its stored inputs. INPUT_INVALID: no such signal, or one of a rule, which has no stored inputs. */
  replay: procedure.input(forProfile.extend({ signalId: signalIdSchema })).output(replayViewSchema),
};
