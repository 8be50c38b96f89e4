// How does a venue show candles of a length that the simulated market does not have? Joined from shorter ones.
import { type Candle, TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import { type DurationMs, floorTime, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { VenueMarket } from "../core/venue-market.ts";

/** Candles of `lengthMs` that open in [from, until] and not after now, newest first; the newest may still be open. */
export function candlesNewestFirst(
  market: VenueMarket,
  symbol: string,
  lengthMs: DurationMs,
  range: { readonly from: UnixMs; readonly until: UnixMs; readonly now: UnixMs },
): readonly Candle[] {
  const timeframe = longestInside(lengthMs);
  const first = unixMs(Math.ceil(range.from / lengthMs) * lengthMs);
  // The market's last candle is what happened up to the time asked for, so that time lies past the range or is now.
  const upTo = unixMs(Math.min(range.now, range.until + 2 * lengthMs));
  if (upTo < first) return [];
  const groups = new Map<UnixMs, Candle[]>();
  for (const candle of market.candles(symbol, timeframe, first, upTo)) {
    const openTime = floorTime(candle.openTime, lengthMs);
    if (openTime > range.until) continue;
    const group = groups.get(openTime);
    if (group === undefined) groups.set(openTime, [candle]);
    else group.push(candle);
  }
  return [...groups].map(([openTime, group]) => join(group, openTime)).reverse();
}

function longestInside(lengthMs: DurationMs): Timeframe {
  const fitting = timeframeSchema.options.findLast((timeframe) => lengthMs % TIMEFRAME_MS[timeframe] === 0);
  if (fitting === undefined) throw new RangeError(`No candles of ${lengthMs} ms: expected whole minutes`);
  return fitting;
}

function join(group: readonly Candle[], openTime: UnixMs): Candle {
  const [first, ...rest] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("A candle is joined from at least one");
  const extreme = (field: "high" | "low", pick: (left: Decimal, right: Decimal) => Decimal): DecimalString =>
    rest.reduce((best, candle) => pick(best, decimal(candle[field])), decimal(first[field])).toString();
  return {
    openTime,
    open: first.open,
    high: extreme("high", (left, right) => Decimal.max(left, right)),
    low: extreme("low", (left, right) => Decimal.min(left, right)),
    close: last.close,
    volume: Decimal.sum(group.map(({ volume }) => decimal(volume))).toString(),
    closed: last.closed,
  };
}
