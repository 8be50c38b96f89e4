// How much of the past is read, how often is it looked at again, and how long is it kept?
import type { Timeframe } from "#shared/domain/candle.ts";
import { DAY_MS, type DurationMs, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

const YEAR_MS: DurationMs = 365 * DAY_MS;

/**
 * How long candles are kept; null: for ever. A market's candles take about 4 MB a month as minutes and 0.07 MB as hours, so
 * minutes are kept as long as a chart or a statistic of the last weeks asks for them, hours over a market's whole cycle, and the
 * few longer ones always.
 */
const KEEP_MS: Readonly<Record<Timeframe, DurationMs | null>> = {
  "1m": 30 * DAY_MS,
  "5m": 90 * DAY_MS,
  "15m": 180 * DAY_MS,
  "1h": 3 * YEAR_MS,
  "4h": null,
  "1d": null,
};

/** Candles that open before it may be deleted. */
export function keptFrom(timeframe: Timeframe, now: UnixMs): UnixMs {
  const keepMs = KEEP_MS[timeframe];
  return unixMs(keepMs === null ? 0 : Math.max(0, now - keepMs));
}

/**
 * What is read without anyone looking, and how much must be new before a longer timeframe is asked for again: it is rolled from the
 * confirmed minutes until then. Minutes of one day bridge a night; hours of a quarter and days of two years are what statistics of
 * risk are made of.
 */
export const HISTORY: Readonly<Record<Timeframe, { readonly reachMs: DurationMs; readonly everyMs: DurationMs }>> = {
  "1m": { reachMs: DAY_MS, everyMs: 0 },
  "1h": { reachMs: 90 * DAY_MS, everyMs: 6 * HOUR_MS },
  "1d": { reachMs: 2 * YEAR_MS, everyMs: DAY_MS },
  "5m": { reachMs: DAY_MS, everyMs: HOUR_MS },
  "15m": { reachMs: 2 * DAY_MS, everyMs: 4 * HOUR_MS },
  "4h": { reachMs: 90 * DAY_MS, everyMs: DAY_MS },
};

/** A venue may still correct what it has just closed: the newest minutes are read once more each time. */
export const OVERLAP_MS: DurationMs = 30 * MINUTE_MS;

/** A candle is asked for this long after its end: venues publish it a moment later. */
export const SETTLE_MS: DurationMs = 5_000;

/** Most candles that a venue is asked for at once. */
export const REQUEST_LIMIT = 1_000;

/** So many of the last candles of any length every venue has, so that missing ones are gaps and not beyond its reach. */
export const SURE_REACH = 300;
