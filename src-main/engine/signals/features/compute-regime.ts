// In which of three regimes is the market, by what was known at each bar?
import type { CandleColumns } from "./compute-candle-columns.ts";
import type { FeatureFamily, FeatureRun } from "./compute-feature-family.ts";
import { computeFiltered, type HiddenMarkovModel, stepFiltered } from "./compute-hidden-markov.ts";
import { fitHiddenMarkov } from "./compute-hidden-markov-fit.ts";

const STATES = 3;
/** Bars that a fit rests on. */
const WINDOW = 2_000;
/** Bars from one fit to the next, as a span of time: the first bar of each span has a fit, wherever the history begins. An hourly span is a week. */
const REFIT = 168;
const STARTS = 10;

/** Draws of one fit from its time: the same on every machine. Mulberry32 (T. Ettinger, 2017). */
function drawsFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Log return, and log of high over low, of one bar. */
function pairOf({ close, high, low }: CandleColumns, bar: number): readonly [number, number] {
  return [
    Math.log((close[bar] as number) / (close[bar - 1] as number)),
    Math.log((high[bar] as number) / (low[bar] as number)),
  ];
}

/**
 * `hmm3_p0`, `hmm3_p1`, `hmm3_p2`: filtered probabilities of three regimes, the calmest first, from a Gaussian hidden Markov model of (log return,
 * log range), fitted to the last 2,000 bars once in 168 bars from 10 drawn starts. NaN before the first fit and where a fit is not possible.
 * A fit begins from nothing but its 2,000 bars and its time, never from the fit before: a history that begins later gives the same values from its
 * first fit in a whole span on. Equal on every machine with the same JavaScript engine: of what it uses only `Math.exp` and `Math.log` are not
 * fixed to the last bit by the language, and the engine computes them itself.
 */
class RegimeRun implements FeatureRun {
  private model: HiddenMarkovModel | null = null;
  private filtered: Float64Array = new Float64Array(STATES);
  /** The shortest step between bars so far: the timeframe. */
  private stepMs = Number.POSITIVE_INFINITY;
  private span = Number.NaN;

  advance(candles: CandleColumns, from: number, to: number, out: readonly Float64Array[]): void {
    const { timestampMs } = candles;
    for (let bar = from; bar < to; bar += 1) {
      const time = timestampMs[bar] as number;
      if (bar > 0) this.stepMs = Math.min(this.stepMs, time - (timestampMs[bar - 1] as number));
      const span = bar < WINDOW ? Number.NaN : Math.floor(time / (REFIT * this.stepMs));
      if (!(Number.isNaN(span) || span === this.span)) this.fit(candles, bar, span);
      else if (this.model !== null) this.filtered = stepFiltered(this.model, this.filtered, pairOf(candles, bar));
      this.span = span;
      for (const [state, column] of out.entries()) {
        column[bar] = this.model === null ? Number.NaN : (this.filtered[state] as number);
      }
    }
  }

  private fit(candles: CandleColumns, bar: number, span: number): void {
    const first = new Float64Array(WINDOW);
    const second = new Float64Array(WINDOW);
    for (let index = 0; index < WINDOW; index += 1) {
      [first[index], second[index]] = pairOf(candles, bar - WINDOW + 1 + index);
    }
    const fitted = fitHiddenMarkov({ first, second }, { states: STATES, starts: STARTS, draw: drawsFrom(span) });
    this.model = fitted?.model ?? null;
    if (this.model === null) return;
    this.filtered = computeFiltered({ first, second }, this.model).last;
  }
}

const LINES = Array.from({ length: STATES }, (_, state) => `p${state}`);

export const regimeFamilies: readonly FeatureFamily[] = [
  {
    pattern: /^hmm3_p[0-2]$/,
    examples: ["hmm3_p0"],
    outputs: () => LINES.map((line) => `hmm3_${line}`),
    create: () => new RegimeRun(),
  },
];
