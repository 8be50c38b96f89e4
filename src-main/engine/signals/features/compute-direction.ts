// How far do bars reach, and which way: true range and directional movement? Wilder's, as TA-Lib starts them.
import type { CandleColumns } from "./compute-candle-columns.ts";
import { type FeatureFamily, type FeatureRun, familyOfLength, LENGTH, lengthOf } from "./compute-feature-family.ts";

/** `atr_14`: Wilder's mean of the true range, seeded by the mean of the first 14, which need the close before. First at bar 14. */
class AtrRun implements FeatureRun {
  private readonly length: number;
  private value = 0;

  constructor(length: number) {
    this.length = length;
  }

  advance({ high, low, close }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { length } = this;
    let { value } = this;
    let bar = from;
    for (; bar < to && bar <= length; bar += 1) {
      if (bar > 0) value += trueRange(high[bar] as number, low[bar] as number, close[bar - 1] as number);
      if (bar === length) value /= length;
      out[bar] = bar === length ? value : Number.NaN;
    }
    const kept = length - 1;
    for (; bar < to; bar += 1) {
      const range = trueRange(high[bar] as number, low[bar] as number, close[bar - 1] as number);
      value = (value * kept + range) / length;
      out[bar] = value;
    }
    this.value = value;
  }
}

function trueRange(high: number, low: number, before: number): number {
  return Math.max(high, before) - Math.min(low, before);
}

/**
 * `plusdi_14`, `minusdi_14`: share of upward and of downward movement in the true range, 0..100. `adx_14`: Wilder's mean of the
 * distance between both, in percent of their sum. The sums start with 13 bars, the mean with 14 distances. First at bar 14 and 27.
 */
class DirectionRun implements FeatureRun {
  private readonly length: number;
  private up = 0;
  private down = 0;
  private range = 0;
  private mean = 0;

  constructor(length: number) {
    this.length = length;
  }

  advance(
    { high, low, close }: CandleColumns,
    from: number,
    to: number,
    [plus, minus, adx]: readonly [Float64Array, Float64Array, Float64Array],
  ): void {
    const { length } = this;
    const kept = length - 1;
    const full = 2 * length - 1;
    let { up, down, range, mean } = this;
    let bar = from;
    for (; bar < to && bar < length; bar += 1) {
      plus[bar] = Number.NaN;
      minus[bar] = Number.NaN;
      adx[bar] = Number.NaN;
      if (bar === 0) continue;
      const rise = (high[bar] as number) - (high[bar - 1] as number);
      const fall = (low[bar - 1] as number) - (low[bar] as number);
      up += movement(rise, fall);
      down += movement(fall, rise);
      range += trueRange(high[bar] as number, low[bar] as number, close[bar - 1] as number);
    }
    for (; bar < to; bar += 1) {
      const rise = (high[bar] as number) - (high[bar - 1] as number);
      const fall = (low[bar - 1] as number) - (low[bar] as number);
      up += movement(rise, fall) - up / length;
      down += movement(fall, rise) - down / length;
      range += trueRange(high[bar] as number, low[bar] as number, close[bar - 1] as number) - range / length;
      const rising = range === 0 ? 0 : (100 * up) / range;
      const falling = range === 0 ? 0 : (100 * down) / range;
      const both = rising + falling;
      plus[bar] = rising;
      minus[bar] = falling;
      // Where nothing moved there is no distance: the mean stays as it is.
      const distance = both === 0 ? mean : (100 * Math.abs(rising - falling)) / both;
      if (bar > full) mean = (mean * kept + distance) / length;
      else {
        mean += both === 0 ? 0 : distance;
        if (bar === full) mean /= length;
      }
      adx[bar] = bar < full ? Number.NaN : mean;
    }
    this.up = up;
    this.down = down;
    this.range = range;
    this.mean = mean;
  }
}

/** How far a bar went this way, where it went farther than the other way. */
function movement(way: number, other: number): number {
  return way > 0 && way > other ? way : 0;
}

/** `adxsigned_14`: ADX with the sign of the stronger movement. First at bar 27. */
class SignedRun implements FeatureRun {
  advance(
    _: CandleColumns,
    from: number,
    to: number,
    [out]: readonly [Float64Array],
    [adx, plus, minus]: readonly [Float64Array, Float64Array, Float64Array],
  ): void {
    for (let bar = from; bar < to; bar += 1) {
      const strength = adx[bar] as number;
      out[bar] = (plus[bar] as number) < (minus[bar] as number) ? -strength : strength;
    }
  }
}

const KINDS = ["plusdi", "minusdi", "adx"] as const;
const tooShort = (name: string) => (lengthOf(name) < 2 ? "its length must be at least 2" : null);

const direction: FeatureFamily = {
  pattern: new RegExp(`^(${KINDS.join("|")})_${LENGTH}$`),
  examples: KINDS.map((kind) => `${kind}_14`),
  outputs: (name) => KINDS.map((kind) => `${kind}_${lengthOf(name)}`),
  fault: tooShort,
  create: (name) => new DirectionRun(lengthOf(name)),
};

const signed: FeatureFamily = {
  ...familyOfLength("adxsigned_14", () => new SignedRun()),
  sources: (name) => ["adx", "plusdi", "minusdi"].map((kind) => `${kind}_${lengthOf(name)}`),
  fault: tooShort,
};

export const directionFamilies: readonly FeatureFamily[] = [
  familyOfLength("atr_14", (length) => new AtrRun(length)),
  direction,
  signed,
];
