// What are the averages and bands of the close? Conventions are TA-Lib's.
import type { CandleColumns } from "./compute-candle-columns.ts";
import {
  type FeatureFamily,
  type FeatureRun,
  familyOfLength,
  LENGTH,
  lengthsOf,
  linesOf,
} from "./compute-feature-family.ts";
import { WindowMoments, WindowSum } from "./compute-window.ts";

/** `sma_20`: mean of the last 20 closes. First at bar 19 (bars count from 0). */
class SmaRun implements FeatureRun {
  private readonly sum: WindowSum;
  private readonly length: number;

  constructor(length: number) {
    this.length = length;
    this.sum = new WindowSum(length);
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { sum, length } = this;
    for (let bar = from; bar < to; bar += 1) out[bar] = sum.push(close[bar] as number) / length;
  }
}

/** `ema_20`: exponential average with weight 2 / 21, seeded by the mean of the first 20 closes, which is its value at bar 19. */
class EmaRun implements FeatureRun {
  private readonly length: number;
  private value = 0;

  constructor(length: number) {
    this.length = length;
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length } = this;
    const weight = 2 / (length + 1);
    let { value } = this;
    let bar = from;
    for (; bar < to && bar < length; bar += 1) {
      value += close[bar] as number;
      if (bar === length - 1) value /= length;
      out[bar] = bar === length - 1 ? value : Number.NaN;
    }
    for (; bar < to; bar += 1) {
      value += ((close[bar] as number) - value) * weight;
      out[bar] = value;
    }
    this.value = value;
  }
}

/** `vwma_20`: closes weighted by volume over the last 20 bars; NaN where none of them has volume. First at bar 19. */
class VwmaRun implements FeatureRun {
  private readonly priced: WindowSum;
  private readonly volume: WindowSum;

  constructor(length: number) {
    this.priced = new WindowSum(length);
    this.volume = new WindowSum(length);
  }

  advance({ close, volume }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { priced, volume: total } = this;
    for (let bar = from; bar < to; bar += 1) {
      const amount = volume[bar] as number;
      out[bar] = priced.push((close[bar] as number) * amount) / total.push(amount);
    }
  }
}

/** `stddev_20`: population deviation of the last 20 closes. First at bar 19. */
class StddevRun implements FeatureRun {
  private readonly window: WindowMoments;

  constructor(length: number) {
    this.window = new WindowMoments(length);
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { window } = this;
    for (let bar = from; bar < to; bar += 1) {
      window.push(close[bar] as number);
      out[bar] = window.deviation;
    }
  }
}

/** `bb_20_2_upper`, `_middle`, `_lower`: mean of 20 closes and 2 population deviations above and below it. First at bar 19. */
class BandsRun implements FeatureRun {
  private readonly window: WindowMoments;
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
    const { window, width } = this;
    for (let bar = from; bar < to; bar += 1) {
      window.push(close[bar] as number);
      const { mean } = window;
      const half = width * window.deviation;
      upper[bar] = mean + half;
      middle[bar] = mean;
      lower[bar] = mean - half;
    }
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
