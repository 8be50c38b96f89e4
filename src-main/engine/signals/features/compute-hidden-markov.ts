// Which hidden regimes best explain a series of pairs? A Gaussian hidden Markov model, fitted by Baum and Welch's expectation-maximisation.

/** States and what they give, most certain things first: `pi` the first state, `a` from row to column, means and covariances of pairs. */
export interface HiddenMarkovModel {
  readonly states: number;
  readonly start: Float64Array;
  /** Row by row. */
  readonly transition: Float64Array;
  /** Two per state. */
  readonly mean: Float64Array;
  /** Three per state: variance of the first, covariance, variance of the second. */
  readonly covariance: Float64Array;
}

/** Observations as two columns of equal length. */
export interface Pairs {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export interface FitOptions {
  readonly states: number;
  readonly starts: number;
  /** A uniform number in 0..1 (1 left out). */
  readonly draw: () => number;
}

/** Every start runs a little; the best goes on until it gains no more (Biernacki, Celeux and Govaert, 2003, "em-EM"). */
const SHORT_STEPS = 6;
const MOST_STEPS = 60;
/** Gain of the log-likelihood per observation under which a fit is done. */
const ENOUGH = 1e-7;
/** Added to variances, as a share of the whole series' own: a state must not shrink to one point. */
const FLOOR = 1e-3;
const STAY = 0.9;

interface Spread {
  readonly mean: readonly [number, number];
  readonly variance: readonly [number, number];
}

function spreadOf({ first, second }: Pairs): Spread {
  const of = (values: Float64Array): readonly [number, number] => {
    let sum = 0;
    for (const value of values) sum += value;
    const mean = sum / values.length;
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    return [mean, squares / values.length];
  };
  const [one, other] = [of(first), of(second)];
  return { mean: [one[0], other[0]], variance: [one[1], other[1]] };
}

/** Densities of every observation in every state, row by row. */
function densities(pairs: Pairs, model: HiddenMarkovModel, out: Float64Array): void {
  const { states, mean, covariance } = model;
  const { first, second } = pairs;
  for (let state = 0; state < states; state += 1) {
    const [xx, xy, yy] = [covariance[3 * state], covariance[3 * state + 1], covariance[3 * state + 2]] as [
      number,
      number,
      number,
    ];
    const determinant = xx * yy - xy * xy;
    const norm = 1 / (2 * Math.PI * Math.sqrt(determinant));
    const [mx, my] = [mean[2 * state] as number, mean[2 * state + 1] as number];
    for (let index = 0; index < first.length; index += 1) {
      const x = (first[index] as number) - mx;
      const y = (second[index] as number) - my;
      const distance = (yy * x * x - 2 * xy * x * y + xx * y * y) / determinant;
      out[index * states + state] = norm * Math.exp(-0.5 * distance);
    }
  }
}

/** Far from every state each is as likely as it was before: the density is the same for all. */
function scaleRow(row: Float64Array): number {
  let sum = 0;
  for (const value of row) sum += value;
  if (!(sum > 0)) return 0;
  for (let state = 0; state < row.length; state += 1) row[state] = (row[state] as number) / sum;
  return sum;
}

/** What one step of the forward pass makes of the probabilities before it. Returns the scale of the step. */
function stepForward(
  model: HiddenMarkovModel,
  before: Float64Array | null,
  density: Float64Array,
  out: Float64Array,
): number {
  const { states, start, transition } = model;
  const prior = new Float64Array(states);
  for (let to = 0; to < states; to += 1) {
    let sum = before === null ? (start[to] as number) : 0;
    if (before !== null) {
      for (let from = 0; from < states; from += 1)
        sum += (before[from] as number) * (transition[from * states + to] as number);
    }
    prior[to] = sum;
    out[to] = sum * (density[to] as number);
  }
  const scale = scaleRow(out);
  if (scale > 0) return scale;
  out.set(prior);
  scaleRow(out);
  return Number.MIN_VALUE;
}

/** Probability of each state at each observation, given it and those before it (forward pass); and the log-likelihood. */
export function computeFiltered(
  pairs: Pairs,
  model: HiddenMarkovModel,
): { readonly filtered: Float64Array; readonly logLikelihood: number } {
  const { states } = model;
  const { length } = pairs.first;
  const density = new Float64Array(length * states);
  densities(pairs, model, density);
  const filtered = new Float64Array(length * states);
  let logLikelihood = 0;
  for (let index = 0; index < length; index += 1) {
    const row = (array: Float64Array, at: number) => array.subarray(at * states, (at + 1) * states);
    const before = index === 0 ? null : row(filtered, index - 1);
    logLikelihood += Math.log(stepForward(model, before, row(density, index), row(filtered, index)));
  }
  return { filtered, logLikelihood };
}

/** The probabilities one observation later. */
export function stepFiltered(
  model: HiddenMarkovModel,
  before: Float64Array,
  first: number,
  second: number,
): Float64Array {
  const density = new Float64Array(model.states);
  densities({ first: Float64Array.of(first), second: Float64Array.of(second) }, model, density);
  const after = new Float64Array(model.states);
  stepForward(model, before, density, after);
  return after;
}

/** One step of expectation and maximisation, and the log-likelihood of the model that it began with. */
function improve(
  pairs: Pairs,
  model: HiddenMarkovModel,
  floor: readonly [number, number],
): { readonly model: HiddenMarkovModel; readonly logLikelihood: number } {
  const { states, transition } = model;
  const { first, second } = pairs;
  const { length } = first;
  const density = new Float64Array(length * states);
  densities(pairs, model, density);
  const alpha = new Float64Array(length * states);
  const scales = new Float64Array(length);
  let logLikelihood = 0;
  for (let index = 0; index < length; index += 1) {
    const at = index * states;
    const before = index === 0 ? null : alpha.subarray(at - states, at);
    const scale = stepForward(model, before, density.subarray(at, at + states), alpha.subarray(at, at + states));
    scales[index] = scale;
    logLikelihood += Math.log(scale);
  }
  const weights = new Float64Array(states);
  const sums = new Float64Array(5 * states);
  const moves = new Float64Array(states * states);
  const start = new Float64Array(states);
  let beta = new Float64Array(states).fill(1);
  let next = new Float64Array(states);
  for (let index = length - 1; index >= 0; index -= 1) {
    const at = index * states;
    const gamma = new Float64Array(states);
    for (let state = 0; state < states; state += 1)
      gamma[state] = (alpha[at + state] as number) * (beta[state] as number);
    scaleRow(gamma);
    const [x, y] = [first[index] as number, second[index] as number];
    for (let state = 0; state < states; state += 1) {
      const share = gamma[state] as number;
      const to = 5 * state;
      weights[state] = (weights[state] as number) + share;
      sums[to] = (sums[to] as number) + share * x;
      sums[to + 1] = (sums[to + 1] as number) + share * y;
      sums[to + 2] = (sums[to + 2] as number) + share * x * x;
      sums[to + 3] = (sums[to + 3] as number) + share * x * y;
      sums[to + 4] = (sums[to + 4] as number) + share * y * y;
    }
    if (index === 0) {
      start.set(gamma);
      break;
    }
    // Moves from the observation before to this one, and the backward pass to it.
    const scale = scales[index] as number;
    const before = at - states;
    for (let from = 0; from < states; from += 1) {
      let sum = 0;
      for (let to = 0; to < states; to += 1) {
        const part = (transition[from * states + to] as number) * (density[at + to] as number) * (beta[to] as number);
        sum += part;
        moves[from * states + to] =
          (moves[from * states + to] as number) + ((alpha[before + from] as number) * part) / scale;
      }
      next[from] = sum / scale;
    }
    [beta, next] = [next, beta];
  }
  return { model: maximise({ states, weights, sums, moves, start, floor }), logLikelihood };
}

interface Counts {
  readonly states: number;
  readonly weights: Float64Array;
  readonly sums: Float64Array;
  readonly moves: Float64Array;
  readonly start: Float64Array;
  readonly floor: readonly [number, number];
}

function maximise({ states, weights, sums, moves, start, floor }: Counts): HiddenMarkovModel {
  const mean = new Float64Array(2 * states);
  const covariance = new Float64Array(3 * states);
  const transition = new Float64Array(states * states);
  for (let state = 0; state < states; state += 1) {
    const weight = Math.max(weights[state] as number, Number.MIN_VALUE);
    const [x, y, xx, xy, yy] = [0, 1, 2, 3, 4].map((at) => (sums[5 * state + at] as number) / weight) as [
      number,
      number,
      number,
      number,
      number,
    ];
    mean[2 * state] = x;
    mean[2 * state + 1] = y;
    covariance[3 * state] = Math.max(0, xx - x * x) + floor[0];
    covariance[3 * state + 1] = xy - x * y;
    covariance[3 * state + 2] = Math.max(0, yy - y * y) + floor[1];
    const row = moves.subarray(state * states, (state + 1) * states);
    if (scaleRow(row) > 0) transition.set(row, state * states);
    else transition.fill(1 / states, state * states, (state + 1) * states);
  }
  return { states, start, transition, mean, covariance };
}

/** States begin at observations that are drawn, each as wide as the whole series, and tend to stay. */
function drawModel({ first, second }: Pairs, { variance }: Spread, { states, draw }: FitOptions): HiddenMarkovModel {
  const mean = new Float64Array(2 * states);
  const covariance = new Float64Array(3 * states);
  const transition = new Float64Array(states * states).fill((1 - STAY) / Math.max(1, states - 1));
  for (let state = 0; state < states; state += 1) {
    const index = Math.floor(draw() * first.length);
    mean[2 * state] = first[index] as number;
    mean[2 * state + 1] = second[index] as number;
    covariance[3 * state] = variance[0];
    covariance[3 * state + 2] = variance[1];
    transition[state * states + state] = STAY;
  }
  return { states, start: new Float64Array(states).fill(1 / states), transition, mean, covariance };
}

/** States in the order of the variance of the first column, the calmest first. */
function byVariance(model: HiddenMarkovModel): HiddenMarkovModel {
  const { states, start, transition, mean, covariance } = model;
  const order = Array.from({ length: states }, (_, state) => state).sort(
    (one, other) => (covariance[3 * one] as number) - (covariance[3 * other] as number),
  );
  const pick = (values: Float64Array, width: number) =>
    Float64Array.from(order.flatMap((state) => [...values.subarray(width * state, width * (state + 1))]));
  return {
    states,
    start: pick(start, 1),
    transition: Float64Array.from(order.flatMap((from) => order.map((to) => transition[from * states + to] as number))),
    mean: pick(mean, 2),
    covariance: pick(covariance, 3),
  };
}

/** Null where a column does not move at all: then there is nothing to tell apart. */
export function fitHiddenMarkov(
  pairs: Pairs,
  options: FitOptions,
): { readonly model: HiddenMarkovModel; readonly logLikelihoods: readonly number[] } | null {
  const spread = spreadOf(pairs);
  if (!(spread.variance[0] > 0 && spread.variance[1] > 0)) return null;
  const floor = [FLOOR * spread.variance[0], FLOOR * spread.variance[1]] as const;
  let best: { readonly model: HiddenMarkovModel; readonly logLikelihood: number } | null = null;
  for (let start = 0; start < options.starts; start += 1) {
    let run = improve(pairs, drawModel(pairs, spread, options), floor);
    for (let step = 1; step < SHORT_STEPS; step += 1) run = improve(pairs, run.model, floor);
    if (best === null || run.logLikelihood > best.logLikelihood) best = run;
  }
  if (best === null) return null;
  const logLikelihoods = [best.logLikelihood];
  let { model } = best;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const run = improve(pairs, model, floor);
    const gain = run.logLikelihood - (logLikelihoods.at(-1) ?? 0);
    logLikelihoods.push(run.logLikelihood);
    model = run.model;
    if (step > 0 && gain < ENOUGH * pairs.first.length) break;
  }
  return { model: byVariance(model), logLikelihoods };
}
