// What are the returns of closes, and how large have they been of late? A candle that is missing is no bar: returns are between neighbours that exist.
import type { CandleColumns } from "./compute-candle-columns.ts";
import { type FeatureFamily, type FeatureRun, familyOfLength, lengthOf } from "./compute-feature-family.ts";
import { WindowSum } from "./compute-window.ts";

/** `logreturn_16`: ln(close / close 16 bars before). First at bar 16. */
class LogReturnRun implements FeatureRun {
  private readonly length: number;

  constructor(length: number) {
    this.length = length;
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length } = this;
    for (let bar = from; bar < to; bar += 1) {
      out[bar] = bar < length ? Number.NaN : Math.log((close[bar] as number) / (close[bar - length] as number));
    }
  }
}

/** `meanabsreturn_64`: mean of the sizes of the last 64 one-bar log returns. First at bar 64. */
class MeanAbsReturnRun implements FeatureRun {
  private readonly length: number;
  private readonly sum: WindowSum;

  constructor(length: number) {
    this.length = length;
    this.sum = new WindowSum(length);
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { sum, length } = this;
    for (let bar = from; bar < to; bar += 1) {
      out[bar] = sum.push(Math.abs(returnAt(close, bar))) / length;
    }
  }
}

/**
 * `ewmavol_0.94`: exponentially weighted volatility of one-bar log returns, not annualised: v = 0.94 v + 0.06 r^2 and its root
 * (RiskMetrics, 1996). Seeded by the mean of the first 1 / (1 - 0.94) = 17 squares, rounded. First at bar 17.
 */
class EwmaVolatilityRun implements FeatureRun {
  private readonly decay: number;
  private readonly seed: number;
  private variance = 0;

  constructor(decay: number) {
    this.decay = decay;
    this.seed = Math.round(1 / (1 - decay));
  }

  advance({ close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { decay, seed } = this;
    const weight = 1 - decay;
    let { variance } = this;
    for (let bar = from; bar < to; bar += 1) {
      const change = bar === 0 ? 0 : returnAt(close, bar);
      if (bar > seed) variance = decay * variance + weight * change * change;
      else variance += (change * change) / seed;
      out[bar] = bar < seed ? Number.NaN : Math.sqrt(variance);
    }
    this.variance = variance;
  }
}

function returnAt(close: Float64Array, bar: number): number {
  return bar === 0 ? Number.NaN : Math.log((close[bar] as number) / (close[bar - 1] as number));
}

const volatility: FeatureFamily = {
  pattern: /^ewmavol_0\.\d{0,4}[1-9]$/,
  examples: ["ewmavol_0.94"],
  outputs: (name) => [name],
  create: (name) => new EwmaVolatilityRun(lengthOf(name)),
};

export const returnFamilies: readonly FeatureFamily[] = [
  familyOfLength("logreturn_16", (length) => new LogReturnRun(length)),
  familyOfLength("meanabsreturn_64", (length) => new MeanAbsReturnRun(length)),
  volatility,
];
