// What is a candle?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMsSchema } from "./time.ts";

export const timeframeSchema = z.enum(["1m", "5m", "15m", "1h", "4h", "1d"]);
export type Timeframe = z.infer<typeof timeframeSchema>;

export const TIMEFRAME_MS: Readonly<Record<Timeframe, number>> = {
  "1m": MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "1h": HOUR_MS,
  "4h": 4 * HOUR_MS,
  "1d": DAY_MS,
};

/** Prices over one interval. `openTime` is its start (UTC); volume is in the base asset; `closed` once the interval is over. */
export const candleSchema = z.strictObject({
  openTime: unixMsSchema,
  open: nonNegativeDecimalSchema,
  high: nonNegativeDecimalSchema,
  low: nonNegativeDecimalSchema,
  close: nonNegativeDecimalSchema,
  volume: nonNegativeDecimalSchema,
  closed: z.boolean(),
});
export type Candle = z.infer<typeof candleSchema>;
