// How fast and how far has the close moved: RSI, MACD, stochastic, Williams %R, CCI and rate of change? Conventions are TA-Lib's.
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
import { WindowMean, WindowPlace, WindowSum } from "./compute-window.ts";

/** `rsi_14`: Wilder's relative strength index, 0..100, seeded by the mean of the first 14 changes; 0 where nothing ever changed. First at bar 14. */
class RsiRun implements FeatureRun {
  private readonly length: number;
  private gain = 0;
  private loss = 0;

  constructor(length: number) {
    this.length = length;
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length } = this;
    let { gain, loss } = this;
    let bar = from;
    for (; bar < to && bar <= length; bar += 1) {
      const change = bar === 0 ? 0 : (close[bar] as number) - (close[bar - 1] as number);
      if (change > 0) gain += change;
      else loss -= change;
      if (bar === length) {
        gain /= length;
        loss /= length;
      }
      out[bar] = bar === length ? strength(gain, loss) : Number.NaN;
    }
    const kept = length - 1;
    for (; bar < to; bar += 1) {
      const change = (close[bar] as number) - (close[bar - 1] as number);
      gain = (gain * kept + (change > 0 ? change : 0)) / length;
      loss = (loss * kept + (change > 0 ? 0 : -change)) / length;
      out[bar] = strength(gain, loss);
    }
    this.gain = gain;
    this.loss = loss;
  }
}

function strength(gain: number, loss: number): number {
  const both = gain + loss;
  return both === 0 ? 0 : (100 * gain) / both;
}

/**
 * `macd_12_26_9_line`, `_signal`, `_histogram`: fast minus slow exponential average, its own average over 9, and their difference.
 * Both averages start at the slow length, the fast one with the mean of its last 12 closes; all three lines begin where the signal
 * does. First at bar 33.
 */
class MacdRun implements FeatureRun {
  private readonly fast: number;
  private readonly slow: number;
  private readonly signal: number;
  private fastValue = 0;
  private slowValue = 0;
  private signalValue = 0;

  constructor([fast = 0, slow = 0, signal = 0]: readonly number[]) {
    this.fast = fast;
    this.slow = slow;
    this.signal = signal;
  }

  advance(
    { close }: CandleColumns,
    from: number,
    to: number,
    [line, signals, histogram]: readonly [Float64Array, Float64Array, Float64Array],
  ): void {
    const { fast, slow, signal } = this;
    const [fastWeight, slowWeight, signalWeight] = [2 / (fast + 1), 2 / (slow + 1), 2 / (signal + 1)];
    const first = slow + signal - 2;
    let { fastValue, slowValue, signalValue } = this;
    let bar = from;
    for (; bar < to && bar <= first; bar += 1) {
      const price = close[bar] as number;
      if (bar < slow) {
        slowValue += price;
        if (bar >= slow - fast) fastValue += price;
      }
      if (bar === slow - 1) {
        slowValue /= slow;
        fastValue /= fast;
      } else if (bar >= slow) {
        fastValue += (price - fastValue) * fastWeight;
        slowValue += (price - slowValue) * slowWeight;
      }
      if (bar >= slow - 1) signalValue += fastValue - slowValue;
      if (bar === first) signalValue /= signal;
      line[bar] = bar === first ? fastValue - slowValue : Number.NaN;
      signals[bar] = bar === first ? signalValue : Number.NaN;
      histogram[bar] = bar === first ? fastValue - slowValue - signalValue : Number.NaN;
    }
    for (; bar < to; bar += 1) {
      const price = close[bar] as number;
      fastValue += (price - fastValue) * fastWeight;
      slowValue += (price - slowValue) * slowWeight;
      const distance = fastValue - slowValue;
      signalValue += (distance - signalValue) * signalWeight;
      line[bar] = distance;
      signals[bar] = signalValue;
      histogram[bar] = distance - signalValue;
    }
    this.fastValue = fastValue;
    this.slowValue = slowValue;
    this.signalValue = signalValue;
  }
}

/**
 * `stoch_14_3_3_k`, `_d`: where the close stands between the lowest low and the highest high of 14 bars (0..100, 0 where they are
 * equal), averaged over 3, and that averaged over 3. Both begin where `_d` does. First at bar 17.
 */
class StochasticRun implements FeatureRun {
  private readonly place: WindowPlace;
  private readonly slowing: WindowSum;
  private readonly average: WindowSum;
  private readonly length: number;
  private readonly slowed: number;
  private readonly averaged: number;
  private readonly places = new Float64Array(CHUNK);

  constructor([length = 0, slowed = 0, averaged = 0]: readonly number[]) {
    this.length = length;
    this.place = new WindowPlace(length, "bottom");
    this.slowing = new WindowSum(slowed);
    this.average = new WindowSum(averaged);
    this.slowed = slowed;
    this.averaged = averaged;
  }

  advance(candles: CandleColumns, from: number, to: number, [k, d]: readonly [Float64Array, Float64Array]): void {
    const { place, places, slowing, average, slowed, averaged } = this;
    forChunks(from, to, (start, end) => {
      place.fill(candles, [start, end], places);
      const [slow, mean] = [k.subarray(start, end), d.subarray(start, end)];
      slowing.fill(places.subarray(0, end - start), slow, slowed);
      average.fill(slow, mean, averaged);
      for (let bar = start; bar < end && bar < this.warmUp; bar += 1) k[bar] = Number.NaN;
    });
  }

  /** Bars before both lines begin. */
  private get warmUp(): number {
    return this.length + this.slowed + this.averaged - 3;
  }
}

/** `willr_14`: how far the close stands under the highest high of 14 bars, -100 (lowest low) .. 0; 0 where both are equal. First at bar 13. */
class WilliamsRun implements FeatureRun {
  private readonly place: WindowPlace;

  constructor(length: number) {
    this.place = new WindowPlace(length, "top");
  }

  advance(candles: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    this.place.fill(candles, [from, to], out.subarray(from, to));
  }
}

/** Lambert's constant: it puts most readings between -100 and 100. */
const CCI_SCALE = 0.015;

/** `cci_20`: distance of the typical price (high + low + close) / 3 from its 20-bar mean, in 0.015 mean absolute deviations; 0 where there is none. First at bar 19. */
class CciRun implements FeatureRun {
  private readonly length: number;
  private readonly window: WindowMean;
  private readonly ring: Float64Array;
  private readonly typical = new Float64Array(CHUNK);
  private readonly means = new Float64Array(CHUNK);

  constructor(length: number) {
    this.length = length;
    this.window = new WindowMean(length);
    this.ring = new Float64Array(length);
  }

  advance({ high, low, close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length, window, ring, typical, means } = this;
    const fours = length & ~3;
    let place = from % length;
    forChunks(from, to, (start, end) => {
      for (let bar = start; bar < end; bar += 1) {
        typical[bar - start] = ((high[bar] as number) + (low[bar] as number) + (close[bar] as number)) / 3;
      }
      // The mean of equal prices is that price to the last bit: what is flat has no distance.
      window.fill(typical.subarray(0, end - start), means);
      for (let bar = start; bar < end; bar += 1) {
        const price = typical[bar - start] as number;
        const mean = means[bar - start] as number;
        ring[place] = price;
        place = place + 1 === length ? 0 : place + 1;
        // Four sums at once: a single one waits for each of its additions.
        let one = 0;
        let two = 0;
        let three = 0;
        let four = 0;
        let index = 0;
        for (; index < fours; index += 4) {
          one += Math.abs((ring[index] as number) - mean); // inside: index + 3 < length
          two += Math.abs((ring[index + 1] as number) - mean);
          three += Math.abs((ring[index + 2] as number) - mean);
          four += Math.abs((ring[index + 3] as number) - mean);
        }
        for (; index < length; index += 1) one += Math.abs((ring[index] as number) - mean);
        const spread = one + two + (three + four);
        const distance = price - mean;
        out[bar] = distance === 0 || spread === 0 ? 0 : distance / ((CCI_SCALE * spread) / length);
      }
    });
  }
}

/** `roc_10`: change of the close over 10 bars, in percent; 0 where the earlier close is 0. First at bar 10. */
class RocRun implements FeatureRun {
  private readonly length: number;

  constructor(length: number) {
    this.length = length;
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length } = this;
    let bar = from;
    for (; bar < to && bar < length; bar += 1) out[bar] = Number.NaN;
    for (; bar < to; bar += 1) {
      const before = close[bar - length] as number;
      out[bar] = before === 0 ? 0 : ((close[bar] as number) / before - 1) * 100;
    }
  }
}

const macd: FeatureFamily = {
  pattern: new RegExp(`^macd_${LENGTH}_${LENGTH}_${LENGTH}_(line|signal|histogram)$`),
  examples: ["macd_12_26_9_line", "macd_12_26_9_signal", "macd_12_26_9_histogram"],
  outputs: (name) => linesOf(name, ["line", "signal", "histogram"]),
  fault(name) {
    const [fast = 0, slow = 0] = lengthsOf(name);
    return fast < slow ? null : "its first length must be smaller than its second";
  },
  create: (name) => new MacdRun(lengthsOf(name)),
};

const stochastic: FeatureFamily = {
  pattern: new RegExp(`^stoch_${LENGTH}_${LENGTH}_${LENGTH}_(k|d)$`),
  examples: ["stoch_14_3_3_k", "stoch_14_3_3_d"],
  outputs: (name) => linesOf(name, ["k", "d"]),
  create: (name) => new StochasticRun(lengthsOf(name)),
};

export const momentumFamilies: readonly FeatureFamily[] = [
  familyOfLength("rsi_14", (length) => new RsiRun(length)),
  macd,
  stochastic,
  familyOfLength("willr_14", (length) => new WilliamsRun(length)),
  familyOfLength("cci_20", (length) => new CciRun(length)),
  familyOfLength("roc_10", (length) => new RocRun(length)),
];
