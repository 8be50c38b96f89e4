// What may the window ask about signals?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { assetSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { signalSchema } from "#shared/domain/signal.ts";
import { positionReadingSchema } from "#shared/domain/signal-position.ts";
import { targetTiltLineSchema } from "#shared/domain/target-tilt.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { forProfile, procedure, stream } from "./base.ts";
import { previewSchema } from "./rebalancing.ts";

/** Stops are the program's own: the venue knows nothing of them, and they work only while it runs. */
export const positionsSchema = z.strictObject({
  /** Oldest first. */
  open: z.array(positionReadingSchema),
  /** Most that may be open. */
  most: z.number().int().min(0),
  /** Sold by a stop and kept in cash until re-armed. */
  parked: z.array(assetSchema),
  note: z.string(),
});

/** A preview like any other, and how its size came about in one plain sentence part: "a fixed 0.05 of the value, divided by 1.2". */
export const signalPlanSchema = previewSchema.extend({ because: z.string() });

/** How signals tilt the profile's targets now. All are shares of the portfolio. */
export const tiltViewSchema = z.strictObject({
  /** Only what is moved. `until`: when the signal ends; null for what makes room for others. */
  lines: z.array(targetTiltLineSchema.extend({ until: unixMsSchema.nullable() })),
  /** Most that may be moved at a time, and what is. 0: signals tilt nothing. */
  budget: nonNegativeDecimalSchema,
  used: nonNegativeDecimalSchema,
  /** Most that tilts may turn over in 30 days, and what those of the last 30 did; what ends a tilt counts and is never held up. */
  turnoverPerMonth: nonNegativeDecimalSchema,
  turnoverSpent: decimalStringSchema,
});

const onAsset = forProfile.extend({ asset: assetSchema });

export const signalsContract = {
  /** Newest first, at most `limit`. */
  list: procedure.input(forProfile.extend({ limit: z.number().int().min(1).max(500) })).output(z.array(signalSchema)),
  /** State: the latest 200, newest first; change: one signal, new or updated. */
  /** Previews the one trade that a signal asks for, as `rebalancing.preview` does. INPUT_INVALID; PLAN_IMPOSSIBLE says why not. */
  plan: procedure.input(forProfile.extend({ signalId: signalIdSchema })).output(signalPlanSchema),
  /** Positions opened from signals. */
  positions: procedure.input(forProfile).output(positionsSchema),
  watchPositions: procedure.input(forProfile).output(stream(positionsSchema, positionsSchema)),
  /** Previews what is due of a position now, or all of it where nothing is. */
  planExit: procedure.input(onAsset).output(signalPlanSchema),
  /** Lets the asset's target be served again; the reason is kept in the journal. INPUT_INVALID where it is not parked. */
  rearm: procedure.input(onAsset.extend({ reason: z.string().trim().min(1).max(200) })).output(positionsSchema),
  /** What open signals make of the targets, and the budgets for it. */
  tilt: procedure.input(forProfile).output(tiltViewSchema),
  watchTilt: procedure.input(forProfile).output(stream(tiltViewSchema, tiltViewSchema)),
  watch: procedure.input(forProfile).output(stream(z.array(signalSchema), signalSchema)),
};
