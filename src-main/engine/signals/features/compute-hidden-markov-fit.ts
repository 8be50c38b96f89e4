// Which Gaussian hidden Markov model best explains a series of pairs? Fitted by Baum and Welch's expectation-maximisation from drawn starts.
import { type HiddenMarkovModel, type Pairs, type PassRoom, passForward, passRoom } from "./compute-hidden-markov.ts";

export interface FitOptions {
  readonly states: number;
  readonly starts: number;
  /** A uniform number in 0..1 (1 left out). */
  readonly draw: () => number;
}

/** Every start goes a few steps; the best goes on until it gains no more (Biernacki, Celeux and Govaert, 2003, Comput. Stat. Data Anal. 41, 561-575). */
const SHORT_STEPS = 6;
const MOST_STEPS = 60;
/** Gain of the log-likelihood per pair under which a fit is done. */
const ENOUGH = 1e-7;
/** Least variance of a state in any direction, the columns' own being 1: a state must not shrink to one point. */
const LEAST_VARIANCE = 1e-3;
/** Chance to stay in a state that a start begins with. */
const STAY = 0.9;

/** Sums over the pairs, each weighted by the probability of the state given all pairs; filled by the backward pass. */
interface Counts {
  readonly weights: Float64Array;
  /** Five per state: x, y, xx, xy, yy. */
  readonly moments: Float64Array;
  readonly moves: Float64Array;
  readonly start: Float64Array;
}

function passBackward({ first, second }: Pairs, { states, transition }: HiddenMarkovModel, room: PassRoom): Counts {
  const { density, filtered, scale } = room;
  const weights = new Float64Array(states);
  const moments = new Float64Array(5 * states);
  const moves = new Float64Array(states * states);
  const gamma = new Float64Array(states);
  const ahead = new Float64Array(states);
  const beta = new Float64Array(states).fill(1);
  for (let index = first.length - 1; index >= 0; index -= 1) {
    const at = index * states;
    const x = first[index] as number;
    const y = second[index] as number;
    let total = 0;
    for (let state = 0; state < states; state += 1) {
      gamma[state] = (filtered[at + state] as number) * (beta[state] as number);
      total += gamma[state] as number;
    }
    for (let state = 0, to = 0; state < states; state += 1, to += 5) {
      const share = (gamma[state] as number) / total;
      gamma[state] = share;
      weights[state] = (weights[state] as number) + share;
      moments[to] = (moments[to] as number) + share * x;
      moments[to + 1] = (moments[to + 1] as number) + share * y;
      moments[to + 2] = (moments[to + 2] as number) + share * x * x;
      moments[to + 3] = (moments[to + 3] as number) + share * x * y;
      moments[to + 4] = (moments[to + 4] as number) + share * y * y;
    }
    if (index === 0) break;
    for (let to = 0; to < states; to += 1) {
      ahead[to] = ((density[at + to] as number) * (beta[to] as number)) / (scale[index] as number);
    }
    for (let from = 0; from < states; from += 1) {
      const before = filtered[at - states + from] as number;
      let sum = 0;
      for (let to = 0, place = from * states; to < states; to += 1, place += 1) {
        const part = (transition[place] as number) * (ahead[to] as number);
        sum += part;
        moves[place] = (moves[place] as number) + before * part;
      }
      beta[from] = sum;
    }
  }
  return { weights, moments, moves, start: gamma };
}

/**
 * The covariance nearest in likelihood whose variance is at least `LEAST_VARIANCE` in every direction: smaller principal variances are raised
 * to it. This is the exact maximum under that bound, so that no step can lower the likelihood.
 */
function bounded(xx: number, xy: number, yy: number): readonly [number, number, number] {
  const middle = (xx + yy) / 2;
  const half = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  if (middle - half >= LEAST_VARIANCE) return [xx, xy, yy];
  const excess = Math.max(0, middle + half - LEAST_VARIANCE);
  if (excess === 0 || half === 0) return [LEAST_VARIANCE, 0, LEAST_VARIANCE];
  const scale = excess / (2 * half);
  const least = middle - half;
  return [LEAST_VARIANCE + scale * (xx - least), scale * xy, LEAST_VARIANCE + scale * (yy - least)];
}

/** The model that explains the counts best. A state that nothing belongs to stays as it was. */
function maximise({ weights, moments, moves, start }: Counts, before: HiddenMarkovModel): HiddenMarkovModel {
  const { states } = before;
  const [mean, covariance, transition] = [before.mean.slice(), before.covariance.slice(), before.transition.slice()];
  for (let state = 0; state < states; state += 1) {
    const weight = weights[state] as number;
    if (weight > Number.EPSILON) {
      const part = (at: number) => (moments[5 * state + at] as number) / weight;
      const [x, y] = [part(0), part(1)];
      mean.set([x, y], 2 * state);
      covariance.set(bounded(part(2) - x * x, part(3) - x * y, part(4) - y * y), 3 * state);
    }
    const row = moves.subarray(state * states, (state + 1) * states);
    const total = row.reduce((sum, value) => sum + value, 0);
    if (total > Number.EPSILON)
      transition.set(
        row.map((value) => value / total),
        state * states,
      );
  }
  return { states, start, transition, mean, covariance };
}

interface Step {
  readonly model: HiddenMarkovModel;
  /** Of the model that the step began with. */
  readonly logLikelihood: number;
}

function improve(pairs: Pairs, model: HiddenMarkovModel, room: PassRoom): Step {
  const logLikelihood = passForward(pairs, model, room);
  return { model: maximise(passBackward(pairs, model, room), model), logLikelihood };
}

/** States begin at pairs that are drawn, each as wide as the whole series, and tend to stay. */
function drawModel({ first, second }: Pairs, { states, draw }: FitOptions): HiddenMarkovModel {
  const mean = new Float64Array(2 * states);
  const covariance = new Float64Array(3 * states);
  const transition = new Float64Array(states * states).fill((1 - STAY) / Math.max(1, states - 1));
  for (let state = 0; state < states; state += 1) {
    const index = Math.floor(draw() * first.length);
    mean.set([first[index] as number, second[index] as number], 2 * state);
    covariance.set([1, 0, 1], 3 * state);
    transition[state * states + state] = states === 1 ? 1 : STAY;
  }
  return { states, start: new Float64Array(states).fill(1 / states), transition, mean, covariance };
}

/** States in the order of the variance of the first column. */
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

interface Column {
  readonly values: Float64Array;
  readonly mean: number;
  readonly deviation: number;
}

/** Mean 0 and deviation 1: sums of squares keep their digits, and one bound fits both columns. */
function standardised(values: Float64Array): Column {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { values: values.map((value) => (value - mean) / deviation), mean, deviation };
}

function inOwnUnits(model: HiddenMarkovModel, x: Column, y: Column): HiddenMarkovModel {
  const factors = [x.deviation * x.deviation, x.deviation * y.deviation, y.deviation * y.deviation] as const;
  return {
    ...model,
    mean: model.mean.map((value, at) => (at % 2 === 0 ? x.mean + value * x.deviation : y.mean + value * y.deviation)),
    covariance: model.covariance.map((value, at) => value * (factors[at % 3] ?? 1)),
  };
}

/**
 * The best model of the drawn starts, and the log-likelihood of the standardised pairs before each step that led to it, which never falls.
 * Null where a column does not move or holds a value that is not finite: then there is nothing to tell apart.
 * Rabiner, L. R. (1989), "A tutorial on hidden Markov models", Proc. IEEE 77, 257-286, with its scaling.
 */
export function fitHiddenMarkov(
  { first, second }: Pairs,
  options: FitOptions,
): { readonly model: HiddenMarkovModel; readonly logLikelihoods: readonly number[] } | null {
  const [x, y] = [standardised(first), standardised(second)];
  if (!(x.deviation > 0 && y.deviation > 0 && Number.isFinite(x.deviation + y.deviation))) return null;
  const pairs = { first: x.values, second: y.values };
  const room = passRoom(first.length, options.states);
  let best: { model: HiddenMarkovModel; logLikelihoods: number[] } | null = null;
  for (let start = 0; start < options.starts; start += 1) {
    let model = drawModel(pairs, options);
    const logLikelihoods: number[] = [];
    for (let step = 0; step < SHORT_STEPS; step += 1) {
      const next = improve(pairs, model, room);
      model = next.model;
      logLikelihoods.push(next.logLikelihood);
    }
    if (best === null || (logLikelihoods.at(-1) ?? 0) > (best.logLikelihoods.at(-1) ?? 0))
      best = { model, logLikelihoods };
  }
  if (best === null) return null;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const before = best.logLikelihoods.at(-1) ?? 0;
    const next = improve(pairs, best.model, room);
    best.model = next.model;
    best.logLikelihoods.push(next.logLikelihood);
    if (next.logLikelihood - before < ENOUGH * first.length) break;
  }
  return { model: byVariance(inOwnUnits(best.model, x, y)), logLikelihoods: best.logLikelihoods };
}
