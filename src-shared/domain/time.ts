// How is time written?
import { z } from "zod";

/** Milliseconds since 1970-01-01T00:00:00Z. */
const LAST_MS = 8_640_000_000_000_000;
export const unixMsSchema = z.number().int().min(0).max(LAST_MS).brand<"UnixMs">();
export type UnixMs = z.infer<typeof unixMsSchema>;

/** A length of time in milliseconds. Names of variables that hold one end in `Ms`. */
export type DurationMs = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Gives a whole number of milliseconds its type. Throws `RangeError` outside the range of dates. */
export function unixMs(value: number): UnixMs {
  // What the schema says, without the cost of asking it: every look at a clock passes here.
  if (!Number.isInteger(value) || value < 0 || value > LAST_MS) {
    throw new RangeError(`Not a time in UTC milliseconds: ${value}`);
  }
  return value as UnixMs;
}

/** Start of the UTC interval of length `intervalMs` that contains `time`. */
export function floorTime(time: UnixMs, intervalMs: DurationMs): UnixMs {
  return unixMs(time - (time % intervalMs));
}
