// How does a feature stand among its own last values, and how far is price from its averages? Features made of other features.
import type { CandleColumns } from "./compute-candle-columns.ts";
import {
  CHUNK,
  type FeatureFamily,
  type FeatureRun,
  forChunks,
  LENGTH,
  lengthOf,
  lengthsOf,
} from "./compute-feature-family.ts";
import { WindowMoments, WindowSum } from "./compute-window.ts";
import { WindowMaximum, WindowRank } from "./compute-window-order.ts";

/** What a rolling statistic makes of more values of its source, place by place; NaN until the window is full, and while a value in it is not known. */
type Fill = (source: Float64Array, out: Float64Array) => void;

const one =
  (push: (value: number) => number): Fill =>
  (source, out) => {
    for (let index = 0; index < source.length; index += 1) out[index] = push(source[index] as number);
  };

/** All windows hold the newest value. */
const STATISTICS: Readonly<Record<string, (length: number) => Fill>> = {
  /** Share of the window that is smaller than the newest value, 0 .. (n - 1) / n. */
  pctrank(length) {
    const window = new WindowRank(length);
    return one((value) => window.push(value));
  },
  /** Distance of the newest value from the window's mean, in population deviations, not clipped; 0 where all are equal. */
  zscore(length) {
    const window = new WindowMoments(length);
    const [means, deviations] = [new Float64Array(CHUNK), new Float64Array(CHUNK)];
    return (source, out) => {
      window.fill(source, means, deviations);
      for (let index = 0; index < source.length; index += 1) {
        const deviation = deviations[index] as number;
        out[index] = deviation === 0 ? 0 : ((source[index] as number) - (means[index] as number)) / deviation;
      }
    };
  },
  /** Root of the mean square. */
  rms(length) {
    const window = new WindowSum(length);
    return one((value) => Math.sqrt(window.push(value * value) / length));
  },
  mean(length) {
    const window = new WindowSum(length);
    return (source, out) => window.fill(source, out, length);
  },
  max(length) {
    const window = new WindowMaximum(length);
    return one((value) => window.push(value));
  },
  min(length) {
    const window = new WindowMaximum(length);
    return one((value) => -window.push(-value));
  },
};

class StatisticRun implements FeatureRun {
  private readonly fill: Fill;

  constructor(fill: Fill) {
    this.fill = fill;
  }

  advance(
    _: CandleColumns,
    from: number,
    to: number,
    [out]: readonly [Float64Array],
    [source]: readonly [Float64Array],
  ): void {
    forChunks(from, to, (start, end) => this.fill(source.subarray(start, end), out.subarray(start, end)));
  }
}

const STATISTIC = new RegExp(`^(${Object.keys(STATISTICS).join("|")})_${LENGTH}_(.+)$`);

/** `pctrank_1000_rsi_14`: a statistic over the last 1000 values of `rsi_14`. */
const statistic: FeatureFamily = {
  pattern: STATISTIC,
  examples: Object.keys(STATISTICS).map((kind) => `${kind}_500_rsi_14`),
  outputs: (name) => [name],
  sources: (name) => [STATISTIC.exec(name)?.[3] ?? name],
  create(name) {
    const create = STATISTICS[STATISTIC.exec(name)?.[1] ?? ""];
    if (create === undefined) throw new RangeError(`There is no statistic for "${name}".`);
    return new StatisticRun(create(lengthOf(name)));
  },
};

/** `smadist_20_14`: (close - SMA(20)) / ATR(14); 0 where the range is 0. First at bar 19. */
class SmaDistanceRun implements FeatureRun {
  advance(
    { close }: CandleColumns,
    from: number,
    to: number,
    [out]: readonly [Float64Array],
    [mean, range]: readonly [Float64Array, Float64Array],
  ): void {
    for (let bar = from; bar < to; bar += 1) {
      out[bar] = inRanges((close[bar] as number) - (mean[bar] as number), range[bar] as number);
    }
  }
}

/** `vwosc_13_55_14`: (VWMA(13) - VWMA(55)) / ATR(14); 0 where the range is 0, NaN where a window has no volume. First at bar 54. */
class OscillatorRun implements FeatureRun {
  advance(
    _: CandleColumns,
    from: number,
    to: number,
    [out]: readonly [Float64Array],
    [fast, slow, range]: readonly [Float64Array, Float64Array, Float64Array],
  ): void {
    for (let bar = from; bar < to; bar += 1) {
      out[bar] = inRanges((fast[bar] as number) - (slow[bar] as number), range[bar] as number);
    }
  }
}

function inRanges(distance: number, range: number): number {
  return range === 0 ? distance * 0 : distance / range;
}

const smaDistance: FeatureFamily = {
  pattern: new RegExp(`^smadist_${LENGTH}_${LENGTH}$`),
  examples: ["smadist_20_14"],
  outputs: (name) => [name],
  sources(name) {
    const [length, range] = lengthsOf(name);
    return [`sma_${length}`, `atr_${range}`];
  },
  create: () => new SmaDistanceRun(),
};

const oscillator: FeatureFamily = {
  pattern: new RegExp(`^vwosc_${LENGTH}_${LENGTH}_${LENGTH}$`),
  examples: ["vwosc_13_55_14"],
  outputs: (name) => [name],
  sources(name) {
    const [fast, slow, range] = lengthsOf(name);
    return [`vwma_${fast}`, `vwma_${slow}`, `atr_${range}`];
  },
  create: () => new OscillatorRun(),
};

export const rollingFamilies: readonly FeatureFamily[] = [statistic, smaDistance, oscillator];
