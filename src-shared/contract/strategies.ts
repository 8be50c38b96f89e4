// What may the window ask about a profile's strategies?
import { z } from "zod";
import { decisionHashSchema, marketSymbolSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { featureNameSchema, marketLookSchema, noiseReadingSchema } from "#shared/domain/market-look.ts";
import { cycleReportSchema, paperLedgerViewSchema, strategiesViewSchema } from "#shared/domain/strategies-view.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { forProfile, procedure, stream } from "./base.ts";

const replayViewSchema = z.strictObject({
  same: z.boolean(),
  decisionHash: decisionHashSchema,
  /** What differs, in sentences; empty when all is the same. */
  differences: z.array(z.string()),
});

const paperQuery = forProfile.extend({
  /** Only entries that came before it. Absent: from the newest on. */
  before: unixMsSchema.optional(),
  limit: z.number().int().min(1).max(500),
});

/** Names in one question: each costs a pass over the bars. */
const MOST_FEATURES = 16;
/** What the strategies themselves look back on. */
const MOST_BARS = 3_200;

const wantedFeatures = forProfile.extend({
  symbol: marketSymbolSchema,
  names: z.array(featureNameSchema).max(MOST_FEATURES),
  bars: z.number().int().min(1).max(MOST_BARS),
});

export const strategiesContract = {
  read: procedure.input(forProfile).output(strategiesViewSchema),
  /** State and each change: the whole view. */
  watch: procedure.input(forProfile).output(stream(strategiesViewSchema, strategiesViewSchema)),
  /** Runs one cycle now. */
  cycle: procedure.input(forProfile).output(cycleReportSchema),
  /** What every signal and proposed plan would have earned after costs, taken or not. */
  paper: procedure.input(paperQuery).output(paperLedgerViewSchema),
  /** Closes up to the bar of a market's newest decision, with features over them. INPUT_INVALID: not read yet, or no such feature. */
  features: procedure.input(wantedFeatures).output(marketLookSchema),
  /** The entropies of that bar against those of 1,000 shuffles. INPUT_INVALID: not read yet, or too few bars. */
  noise: procedure.input(forProfile.extend({ symbol: marketSymbolSchema })).output(noiseReadingSchema),
  /** Makes a past signal again from its stored inputs. INPUT_INVALID: no such signal, or one of a rule, which has no stored inputs. */
  replay: procedure.input(forProfile.extend({ signalId: signalIdSchema })).output(replayViewSchema),
};
