// What are the averages and bands of the close? Conventions are TA-Lib's.
import type { CandleColumns } from "./compute-candle-columns.ts";
import {
  CHUNK,
  type FeatureFamily,
  type FeatureRun,
  familyOfLength,
  forChunks,
  LENGTH,
  lengthsOf,
  linesOf,
} from "./compute-feature-family.ts";
import { WindowMoments, WindowWeightedMean } from "./compute-window.ts";

/** `sma_20`: mean of the last 20 closes. First at bar 19 (bars count from 0). The sum runs on for 20 bars and begins anew. */
class SmaRun implements FeatureRun {
  private readonly length: number;
  private sum = 0;
  private head = 0;

  constructor(length: number) {
    this.length = length;
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length } = this;
    let { sum, head } = this;
    let bar = from;
    for (; bar < to && bar < length - 1; bar += 1) {
      head += close[bar] as number;
      out[bar] = Number.NaN;
    }
    while (bar < to) {
      // What began with the block is the whole window at the block's last bar.
      if (bar % length === length - 1) {
        sum = head + (close[bar] as number);
        head = 0;
        out[bar] = sum / length;
        bar += 1;
      }
      const end = Math.min(to, bar + length - 1 - (bar % length));
      for (; bar < end; bar += 1) {
        const price = close[bar] as number;
        head += price;
        sum += price - (close[bar - length] as number);
        out[bar] = sum / length;
      }
    }
    this.sum = sum;
    this.head = head;
  }
}

/**
 * `ema_20`: exponential average with weight 2 / 21, seeded by the mean of the first 20 closes, which is its value at bar 19.
 * Every fourth value is reckoned from the fourth before it, v + w (c4 + q c3 + q^2 c2 + q^3 c1) with q = 1 - w and c a close's distance to v,
 * which is the same four steps: a value that waits for the one before it each time takes twice as long. Of equal closes it is that close.
 */
class EmaRun implements FeatureRun {
  private readonly length: number;
  private value = 0;
  /** The last of those values that the next fourth is reckoned from. */
  private base = 0;

  constructor(length: number) {
    this.length = length;
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length } = this;
    const weight = 2 / (length + 1);
    let { value, base } = this;
    let bar = from;
    for (; bar < to && bar < length; bar += 1) {
      value += close[bar] as number;
      if (bar === length - 1) value /= length;
      base = value;
      out[bar] = bar === length - 1 ? value : Number.NaN;
    }
    while (bar < to) {
      const turn = (bar - length) & 3;
      if (turn === 0) {
        for (; bar + 4 <= to; bar += 4) {
          const first = base + ((close[bar] as number) - base) * weight;
          const second = first + ((close[bar + 1] as number) - first) * weight;
          out[bar] = first;
          out[bar + 1] = second;
          out[bar + 2] = second + ((close[bar + 2] as number) - second) * weight;
          base = fourLater(close, bar, base, weight);
          out[bar + 3] = base;
        }
        value = base;
        if (bar === to) break;
      }
      if (turn === 3) base = fourLater(close, bar - 3, base, weight);
      value = turn === 3 ? base : value + ((close[bar] as number) - value) * weight;
      out[bar] = value;
      bar += 1;
    }
    this.value = value;
    this.base = base;
  }
}

function fourLater(close: Float64Array, bar: number, base: number, weight: number): number {
  const kept = 1 - weight;
  const twice = kept * kept;
  const later = ((close[bar + 3] as number) - base) * weight + ((close[bar + 2] as number) - base) * (weight * kept);
  const earlier =
    ((close[bar + 1] as number) - base) * (weight * twice) + ((close[bar] as number) - base) * (weight * twice * kept);
  return base + (later + earlier);
}

/** `vwma_20`: closes weighted by volume over the last 20 bars; NaN where none of them has volume. First at bar 19. */
class VwmaRun implements FeatureRun {
  private readonly window: WindowWeightedMean;

  constructor(length: number) {
    this.window = new WindowWeightedMean(length);
  }

  advance({ close, volume }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    this.window.fill({ values: close, weights: volume }, [from, to], out);
  }
}

/** `stddev_20`: population deviation of the last 20 closes. First at bar 19. */
class StddevRun implements FeatureRun {
  private readonly window: WindowMoments;
  private readonly means = new Float64Array(CHUNK);

  constructor(length: number) {
    this.window = new WindowMoments(length);
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    forChunks(from, to, (start, end) => {
      this.window.fill(close.subarray(start, end), this.means, out.subarray(start, end));
    });
  }
}

/** `bb_20_2_upper`, `_middle`, `_lower`: mean of 20 closes and 2 population deviations above and below it. First at bar 19. */
class BandsRun implements FeatureRun {
  private readonly window: WindowMoments;
  private readonly deviations = new Float64Array(CHUNK);
  private readonly width: number;

  constructor(length: number, width: number) {
    this.window = new WindowMoments(length);
    this.width = width;
  }

  advance(
    { close }: CandleColumns,
    from: number,
    to: number,
    [upper, middle, lower]: readonly [Float64Array, Float64Array, Float64Array],
  ): void {
    const { window, width, deviations } = this;
    forChunks(from, to, (start, end) => {
      window.fill(close.subarray(start, end), middle.subarray(start, end), deviations);
      for (let bar = start; bar < end; bar += 1) {
        const mean = middle[bar] as number;
        const half = width * (deviations[bar - start] as number);
        upper[bar] = mean + half;
        lower[bar] = mean - half;
      }
    });
  }
}

const bands: FeatureFamily = {
  pattern: new RegExp(`^bb_${LENGTH}_(?=.*[1-9].*_)(0|[1-9]\\d?)(\\.\\d{0,3}[1-9])?_(upper|middle|lower)$`),
  examples: ["bb_20_2_upper", "bb_20_2_middle", "bb_20_2_lower"],
  outputs: (name) => linesOf(name, ["upper", "middle", "lower"]),
  create(name) {
    const [length = Number.NaN, width = Number.NaN] = lengthsOf(name);
    return new BandsRun(length, width);
  },
};

export const averageFamilies: readonly FeatureFamily[] = [
  familyOfLength("sma_20", (length) => new SmaRun(length)),
  familyOfLength("ema_20", (length) => new EmaRun(length)),
  familyOfLength("vwma_20", (length) => new VwmaRun(length)),
  familyOfLength("stddev_20", (length) => new StddevRun(length)),
  bands,
];
