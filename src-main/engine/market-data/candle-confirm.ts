// What does the venue itself say about a stretch of a market's past? Its candles and its gaps take the place of ours.
import type { CandleRepository } from "#engine/ports/repositories.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { floorTime, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { TimeRange } from "#shared/domain/time-range.ts";
import type { CandleMarket } from "./candle-market.ts";
import { mergeParts } from "./candle-parts.ts";
import { REQUEST_LIMIT, SETTLE_MS, SURE_REACH } from "./candle-policy.ts";
import type { ClosedCandle } from "./candle-series.ts";

export interface Confirmation {
  /** What the venue has told; shorter than what was asked where its history ends. */
  readonly range: TimeRange;
  /** Stored candles that the venue told otherwise, and longer ones that change with them. */
  readonly corrected: readonly ClosedCandle[];
}

/**
 * Asks for a range of at most `REQUEST_LIMIT` candles on the timeframe's grid and stores the answer. Null when the venue's history
 * ends after it. Rejects with FEED_, VENUE_ or STORE_ codes.
 */
export async function confirmCandles(
  market: CandleMarket,
  timeframe: Timeframe,
  asked: TimeRange,
  repository: CandleRepository,
  options: { readonly now: UnixMs; readonly signal?: AbortSignal | undefined },
): Promise<Confirmation | null> {
  const { venue, symbol } = market.ticker.instrument;
  const length = TIMEFRAME_MS[timeframe];
  const limit = Math.min(REQUEST_LIMIT, (asked.until - asked.from) / length);
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const told = (await market.feed.fetchCandles({ symbol, timeframe, before: asked.until, limit, ...signal })).filter(
    ({ openTime, closed }) => closed && openTime >= asked.until - limit * length && openTime < asked.until,
  );
  const from = unixMs(asked.until - limit * length);
  const until = floorTime(unixMs(Math.min(asked.until, options.now - SETTLE_MS)), length);
  const range = toldRange({ from, until }, told, floorTime(options.now, length) - SURE_REACH * length);
  if (range === null || range.from >= range.until) return null;
  const settled = told.filter(({ openTime }) => openTime < range.until);
  const corrected = await repository.confirm(venue, symbol, timeframe, range, settled);
  // What has only just ended is the venue's, but may still change.
  if (settled.length < told.length)
    await repository.save(venue, symbol, timeframe, told.slice(settled.length), "venue");
  market.noteConfirmed(timeframe, range);
  const found = corrected.map((candle): ClosedCandle => ({ timeframe, candle }));
  if (timeframe !== "1m") return { range, corrected: found };
  market.series.learn(range, settled);
  return { range, corrected: [...found, ...(await rollConfirmed(market, range, found, repository))] };
}

/**
 * Where nothing is told at the beginning, it is a gap as far as the venue certainly reaches; before that its history may have ended.
 * Null when a venue that was asked for more than that tells nothing at all.
 */
function toldRange(asked: TimeRange, told: readonly Candle[], sureFrom: number): TimeRange | null {
  if (asked.from >= sureFrom) return asked;
  const first = told[0]?.openTime;
  if (first === undefined) return null;
  return { from: unixMs(Math.min(first, Math.max(asked.from, sureFrom))), until: asked.until };
}

/**
 * Longer candles that were stored as rolled from our own minutes are rolled again from the confirmed ones. The venue's own longer
 * candles, where they are stored, stay.
 */
async function rollConfirmed(
  market: CandleMarket,
  range: TimeRange,
  corrected: readonly ClosedCandle[],
  repository: CandleRepository,
): Promise<readonly ClosedCandle[]> {
  const { venue, symbol } = market.ticker.instrument;
  const known = market.confirmed?.get("1m") ?? range;
  const changed: ClosedCandle[] = [];
  for (const timeframe of timeframeSchema.options) {
    if (timeframe === "1m") continue;
    const length = TIMEFRAME_MS[timeframe];
    const from = floorTime(range.from, length);
    const start = from >= known.from ? from : unixMs(from + length);
    const until = floorTime(range.until, length);
    if (start >= until) continue;
    const minutes = await repository.list(venue, symbol, "1m", {
      from: start,
      before: until,
      limit: (until - start) / TIMEFRAME_MS["1m"],
    });
    const rolled = rollMinutes(minutes, length);
    await repository.replaceOwn(venue, symbol, timeframe, { from: start, until }, rolled);
    const touched = new Set(corrected.map(({ candle }) => floorTime(candle.openTime, length)));
    for (const candle of rolled) if (touched.has(candle.openTime)) changed.push({ timeframe, candle });
  }
  return changed;
}

function rollMinutes(minutes: readonly Candle[], length: number): readonly Candle[] {
  const groups = new Map<Candle["openTime"], Candle[]>();
  for (const minute of minutes) {
    const openTime = floorTime(minute.openTime, length);
    const group = groups.get(openTime);
    if (group === undefined) groups.set(openTime, [minute]);
    else group.push(minute);
  }
  return [...groups].flatMap(([openTime, group]) => {
    const candle = mergeParts(
      group.map((minute) => ({ candle: minute, told: true })),
      openTime,
      true,
    );
    return candle === null ? [] : [candle];
  });
}
