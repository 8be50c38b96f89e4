// Which cycle dominates the median price (high + low) / 2, where in it is the price, and how well does it fit? Ehlers' Hilbert transform as TA-Lib has it.
import type { CandleColumns } from "./compute-candle-columns.ts";
import type { FeatureFamily, FeatureRun } from "./compute-feature-family.ts";
import { CycleFit, PeriodTables } from "./compute-period-tables.ts";

const DEGREES = 180 / Math.PI;
const [SHORTEST, LONGEST] = [6, 50];
/** Prices that the trend line and the phase look back on. */
const REMEMBERED = 64;
const MASK = REMEMBERED - 1;
/** Bars at which TA-Lib lets the transform begin, and those at which it trusts it. They differ by function. */
const PERIOD_START = { begin: 12, first: 32 };
const PHASE_START = { begin: 37, first: 63 };

/** One of the four filters, for bars of one parity in turn. Ehlers' quadrature filter with coefficients 0.0962 and 0.5769. */
class HilbertFilter {
  private readonly scaled = new Float64Array(6);
  private readonly previous = new Float64Array(2);
  private readonly input = new Float64Array(2);

  /** `parity`: 0 for even bars, 1 for odd ones. `slot`: 0..2, the same for three pairs of bars in turn. */
  push(value: number, parity: number, slot: number, gain: number): number {
    const { scaled, previous, input } = this;
    const place = parity * 3 + slot;
    const part = 0.0962 * value;
    let result = part - (scaled[place] as number) - (previous[parity] as number);
    scaled[place] = part;
    const carried = 0.5769 * (input[parity] as number);
    previous[parity] = carried;
    input[parity] = value;
    result += carried;
    return result * gain;
  }
}

/** The dominant period of a stream of prices, bar by bar. */
class PeriodTracker {
  /** Bars, 0 before the transform begins. */
  smoothPeriod = 0;
  smoothPrice = 0;
  private readonly begin: number;
  private readonly detrend = new HilbertFilter();
  private readonly quadrature = new HilbertFilter();
  private readonly inPhaseAhead = new HilbertFilter();
  private readonly quadratureAhead = new HilbertFilter();
  private slot = 0;
  private period = 0;
  private re = 0;
  private im = 0;
  private i2 = 0;
  private q2 = 0;
  /** The detrended price of the bars before, the latest first: the in-phase part is three bars old. */
  private d1 = 0;
  private d2 = 0;
  private d3 = 0;
  private p1 = 0;
  private p2 = 0;
  private p3 = 0;

  constructor(begin: number) {
    this.begin = begin;
  }

  push(bar: number, price: number): void {
    const smooth = (4 * price + 3 * this.p1 + 2 * this.p2 + this.p3) * 0.1;
    this.p3 = this.p2;
    this.p2 = this.p1;
    this.p1 = price;
    this.smoothPrice = smooth;
    if (bar < this.begin) return;
    const gain = 0.075 * this.period + 0.54;
    const parity = bar & 1;
    const { slot } = this;
    const detrended = this.detrend.push(smooth, parity, slot, gain);
    const quadrature = this.quadrature.push(detrended, parity, slot, gain);
    const inPhase = this.d3;
    const ahead = this.inPhaseAhead.push(inPhase, parity, slot, gain);
    const quadratureAhead = this.quadratureAhead.push(quadrature, parity, slot, gain);
    if (parity === 0) this.slot = slot === 2 ? 0 : slot + 1;
    this.d3 = this.d2;
    this.d2 = this.d1;
    this.d1 = detrended;
    const q2 = 0.2 * (quadrature + ahead) + 0.8 * this.q2;
    const i2 = 0.2 * (inPhase - quadratureAhead) + 0.8 * this.i2;
    this.re = 0.2 * (i2 * this.i2 + q2 * this.q2) + 0.8 * this.re;
    this.im = 0.2 * (i2 * this.q2 - q2 * this.i2) + 0.8 * this.im;
    this.q2 = q2;
    this.i2 = i2;
    const before = this.period;
    let period = before;
    if (this.im !== 0 && this.re !== 0) period = 360 / (Math.atan(this.im / this.re) * DEGREES);
    period = Math.min(period, 1.5 * before);
    period = Math.max(period, 0.67 * before);
    period = Math.max(SHORTEST, Math.min(LONGEST, period));
    this.period = 0.2 * period + 0.8 * before;
    this.smoothPeriod = 0.33 * this.period + 0.67 * this.smoothPeriod;
  }
}

/** `ht_dcperiod`: bars. First at bar 32. */
class PeriodRun implements FeatureRun {
  private readonly tracker = new PeriodTracker(PERIOD_START.begin);

  advance({ high, low }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { tracker } = this;
    for (let bar = from; bar < to; bar += 1) {
      tracker.push(bar, ((high[bar] as number) + (low[bar] as number)) / 2);
      out[bar] = bar < PERIOD_START.first ? Number.NaN : tracker.smoothPeriod;
    }
  }
}

const CYCLE = ["ht_dcphase", "ht_sine", "ht_leadsine", "ht_trendmode", "ht_fit"] as const;

/**
 * `ht_dcphase` in degrees, -45..315; `ht_sine` of it and `ht_leadsine` of 45 degrees more; `ht_trendmode` 1 in a trend and 0 in a
 * cycle; `ht_fit` 0..1, see `CycleFit`. First at bar 63. TA-Lib lets this transform begin later than that of `ht_dcperiod`.
 */
class CycleRun implements FeatureRun {
  private readonly tracker = new PeriodTracker(PHASE_START.begin);
  private readonly smooth = new Float64Array(REMEMBERED);
  private readonly prices = new Float64Array(REMEMBERED);
  private readonly tables = new PeriodTables(LONGEST);
  private readonly fit = new CycleFit(LONGEST);
  private phase = 0;
  private sine = 0;
  private leadSine = 0;
  private daysInTrend = 0;
  private mean1 = 0;
  private mean2 = 0;
  private mean3 = 0;

  advance({ high, low }: CandleColumns, from: number, to: number, out: readonly Float64Array[]): void {
    const [phases, sines, leadSines, modes, fits] = out;
    if (!phases || !sines || !leadSines || !modes || !fits) return;
    for (let bar = from; bar < to; bar += 1) {
      const price = ((high[bar] as number) + (low[bar] as number)) / 2;
      this.prices[bar & MASK] = price;
      this.tracker.push(bar, price);
      const mode = bar < PHASE_START.begin ? Number.NaN : this.read(bar);
      const known = bar >= PHASE_START.first;
      phases[bar] = known ? this.phase : Number.NaN;
      sines[bar] = known ? this.sine : Number.NaN;
      leadSines[bar] = known ? this.leadSine : Number.NaN;
      modes[bar] = known ? mode : Number.NaN;
      fits[bar] = known ? this.fit.measure(this.prices, bar, Math.trunc(this.tracker.smoothPeriod + 0.5)) : Number.NaN;
    }
  }

  /** The trend mode; phase and sines are left behind. */
  private read(bar: number): number {
    const { smoothPeriod, smoothPrice } = this.tracker;
    this.smooth[bar & MASK] = smoothPrice;
    const length = Math.trunc(smoothPeriod + 0.5);
    const [phaseBefore, sineBefore, leadBefore] = [this.phase, this.sine, this.leadSine];
    this.phase = this.phaseOf(bar, length, smoothPeriod);
    this.sine = Math.sin(this.phase / DEGREES);
    this.leadSine = Math.sin((this.phase + 45) / DEGREES);
    const line = this.trendLine(bar, length);
    const { sine, leadSine } = this;
    let mode = 1;
    if ((sine > leadSine && sineBefore <= leadBefore) || (sine < leadSine && sineBefore >= leadBefore)) {
      this.daysInTrend = 0;
      mode = 0;
    }
    this.daysInTrend += 1;
    if (this.daysInTrend < 0.5 * smoothPeriod) mode = 0;
    const turned = this.phase - phaseBefore;
    const even = 360 / smoothPeriod;
    if (smoothPeriod !== 0 && turned > 0.67 * even && turned < 1.5 * even) mode = 0;
    if (line !== 0 && Math.abs((smoothPrice - line) / line) >= 0.015) mode = 1;
    return mode;
  }

  private phaseOf(bar: number, length: number, smoothPeriod: number): number {
    const { smooth } = this;
    const { sines, cosines } = this.tables.of(length);
    let real = 0;
    let imaginary = 0;
    for (let back = 0; back < length; back += 1) {
      const price = smooth[(bar - back) & MASK] as number;
      real += (sines[back] as number) * price;
      imaginary += (cosines[back] as number) * price;
    }
    let phase = this.phase;
    if (imaginary !== 0) phase = Math.atan(real / imaginary) * DEGREES;
    else if (real < 0) phase -= 90;
    else if (real > 0) phase += 90;
    phase += 90 + 360 / smoothPeriod;
    if (imaginary < 0) phase += 180;
    return phase > 315 ? phase - 360 : phase;
  }

  /** The mean over one period, smoothed over four bars. */
  private trendLine(bar: number, length: number): number {
    let sum = 0;
    for (let back = 0; back < length; back += 1) sum += this.prices[(bar - back) & MASK] as number;
    const mean = length > 0 ? sum / length : sum;
    const line = (4 * mean + 3 * this.mean1 + 2 * this.mean2 + this.mean3) / 10;
    this.mean3 = this.mean2;
    this.mean2 = this.mean1;
    this.mean1 = mean;
    return line;
  }
}

const period: FeatureFamily = {
  pattern: /^ht_dcperiod$/,
  examples: ["ht_dcperiod"],
  outputs: (name) => [name],
  create: () => new PeriodRun(),
};

const cycle: FeatureFamily = {
  pattern: new RegExp(`^(${CYCLE.join("|")})$`),
  examples: CYCLE,
  outputs: () => CYCLE,
  create: () => new CycleRun(),
};

export const dominantCycleFamilies: readonly FeatureFamily[] = [period, cycle];
