// What is one market of a replay, ready to be played?

import { EngineError } from "#engine/core/engine-error.ts";
import { findMisplaced, findTimeframe } from "#engine/market-data/compute-candle-csv.ts";
import type { CandleFiles } from "#engine/ports/candle-files.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { KNOWN_QUOTES } from "#shared/domain/market-name.ts";
import { fault, faultError, parseCandles } from "./parse-candles.ts";
import { parseSymbol } from "./parse-symbol.ts";

export interface ReplaySeries {
  readonly instrument: Instrument;
  readonly candles: readonly Candle[];
  /** Places after the point of every price that is shown. */
  readonly priceScale: number;
  /** Places after the point of every quantity. */
  readonly amountScale: number;
  /** Open, high, low and close of each candle as whole price steps, four in a row. */
  readonly steps: Float64Array;
  /** Volume of all candles before this one, in whole amount steps; one more entry than candles. */
  readonly volumeBefore: readonly bigint[];
}

export interface ReplayData {
  readonly timeframe: Timeframe;
  readonly series: readonly ReplaySeries[];
  /** First open time and end of the last candle over all series. */
  readonly start: number;
  readonly end: number;
}

/** A modelled spread of 2 basis points needs steps of a small part of that. */
const STEPS_PER_PRICE = 100_000;
/** Double precision holds whole steps up to here. */
const MAX_STEPS = 9_007_199_254_740_991n;

/** Reads and checks a whole folder. Rejects with INPUT_INVALID naming file, line, column and what was expected. */
export async function readReplay(files: CandleFiles, venue: VenueId): Promise<ReplayData> {
  const names = await files.list();
  if (names.length === 0) {
    throw new EngineError(
      "INPUT_INVALID",
      `${files.folder} holds no candle files: expected files like BTCUSDT.csv with the header timestamp_ms,open,high,low,close,volume.`,
      { data: { path: files.folder } },
    );
  }
  const series: ReplaySeries[] = [];
  let timeframe: Timeframe | null = null;
  for (const name of names) {
    const market = parseSymbol(name);
    if (market === null) {
      throw new EngineError(
        "INPUT_INVALID",
        `${name}: expected a name that ends in a known quote asset (${KNOWN_QUOTES}).`,
        {
          data: { file: name },
        },
      );
    }
    const candles = parseCandles(name, await files.read(name));
    const spacing = timeframeOf(name, candles);
    if (timeframe !== null && spacing !== timeframe) {
      throw fault(name, 3, "timestamp_ms", `rows ${timeframe} apart like the other files of the folder`, spacing);
    }
    timeframe = spacing;
    series.push(toSeries(venue, market, candles));
  }
  const start = Math.min(...series.map(({ candles }) => candles[0]?.openTime ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...series.map(({ candles }) => candles.at(-1)?.openTime ?? 0));
  const found = timeframe ?? "1m";
  return { timeframe: found, series, start, end: last + TIMEFRAME_MS[found] };
}

/** Timeframe by the smallest distance of two rows; every time must lie on its grid. */
function timeframeOf(file: string, candles: readonly Candle[]): Timeframe {
  const found = findTimeframe(candles);
  if (typeof found !== "string") throw faultError(file, found);
  const misplaced = findMisplaced(candles, found, Number.POSITIVE_INFINITY);
  if (misplaced !== null) throw faultError(file, misplaced);
  return found;
}

function toSeries(
  venue: VenueId,
  market: Pick<Instrument, "symbol" | "base" | "quote">,
  candles: readonly Candle[],
): ReplaySeries {
  let priceScale = 0;
  let amountScale = 0;
  let lowest = decimal(candles[0]?.low ?? "1");
  for (const candle of candles) {
    for (const price of [candle.open, candle.high, candle.low, candle.close]) {
      priceScale = Math.max(priceScale, places(price));
    }
    amountScale = Math.max(amountScale, places(candle.volume));
    lowest = Decimal.min(lowest, decimal(candle.low));
  }
  while (lowest.lt(Decimal.of(BigInt(STEPS_PER_PRICE), priceScale))) priceScale += 1;
  amountScale = Math.min(amountScale, 8);
  const steps = new Float64Array(candles.length * 4);
  const volumeBefore: bigint[] = [0n];
  for (const [index, candle] of candles.entries()) {
    const prices = [candle.open, candle.high, candle.low, candle.close];
    for (const [offset, price] of prices.entries()) steps[index * 4 + offset] = toSteps(price, priceScale);
    volumeBefore.push((volumeBefore[index] ?? 0n) + unitsOf(decimal(candle.volume), amountScale));
  }
  const amountStep = Decimal.of(1n, amountScale).toString();
  const instrument: Instrument = {
    venue,
    ...market,
    priceStep: Decimal.of(1n, priceScale).toString(),
    amountStep,
    amountMin: amountStep,
    amountMax: null,
    costMin: null,
    costMax: null,
    status: "online",
  };
  return { instrument, candles, priceScale, amountScale, steps, volumeBefore };
}

function places(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

function unitsOf(value: Decimal, scale: number): bigint {
  const rounded = value.roundTo(scale, "down");
  return rounded.coefficient * 10n ** BigInt(scale - rounded.scale);
}

function toSteps(price: string, scale: number): number {
  const units = unitsOf(decimal(price), scale);
  if (units > MAX_STEPS) throw new RangeError(`A price with too many digits: ${price}`);
  return Number.parseInt(units.toString(), 10);
}
