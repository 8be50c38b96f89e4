// How likely is each hidden regime at each pair of a series, given a Gaussian hidden Markov model and nothing that came later?

/** A model of pairs. States are in the order of the variance of the first column, the calmest first. */
export interface HiddenMarkovModel {
  readonly states: number;
  /** Probability of each state at the first pair. */
  readonly start: Float64Array;
  /** Probability of a move, row (from) by row. */
  readonly transition: Float64Array;
  /** Two per state. */
  readonly mean: Float64Array;
  /** Three per state: variance of the first column, covariance, variance of the second. */
  readonly covariance: Float64Array;
}

/** Two columns of equal length. */
export interface Pairs {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Room for one pass over a series of a given length: nothing is made anew at each step. */
export interface PassRoom {
  /** Per pair and state: the density, as a share of the greatest of its pair, so that a pair far from every state still tells them apart. */
  readonly density: Float64Array;
  /** Per pair and state: probability given this pair and those before it. */
  readonly filtered: Float64Array;
  /** Per pair: what its row was divided by. */
  readonly scale: Float64Array;
}

export function passRoom(length: number, states: number): PassRoom {
  return {
    density: new Float64Array(length * states),
    filtered: new Float64Array(length * states),
    scale: new Float64Array(length),
  };
}

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Writes the densities. Returns the sum of the logs of what they are shares of. */
function writeDensities(
  { first, second }: Pairs,
  { states, mean, covariance }: HiddenMarkovModel,
  out: Float64Array,
): number {
  const { length } = first;
  for (let state = 0; state < states; state += 1) {
    const xx = covariance[3 * state] as number; // three numbers per state by construction
    const xy = covariance[3 * state + 1] as number;
    const yy = covariance[3 * state + 2] as number;
    const meanX = mean[2 * state] as number;
    const meanY = mean[2 * state + 1] as number;
    const determinant = xx * yy - xy * xy;
    const [partXx, partXy, partYy] = [-0.5 * (yy / determinant), xy / determinant, -0.5 * (xx / determinant)];
    const norm = -LOG_TWO_PI - 0.5 * Math.log(determinant);
    for (let index = 0, at = state; index < length; index += 1, at += states) {
      const x = (first[index] as number) - meanX;
      const y = (second[index] as number) - meanY;
      out[at] = norm + partXx * x * x + partXy * x * y + partYy * y * y;
    }
  }
  let logs = 0;
  for (let at = 0; at < out.length; at += states) {
    let most = out[at] as number;
    for (let state = 1; state < states; state += 1)
      if ((out[at + state] as number) > most) most = out[at + state] as number;
    for (let state = 0; state < states; state += 1) out[at + state] = Math.exp((out[at + state] as number) - most);
    logs += most;
  }
  return logs;
}

/** Fills the room from the first pair to the last and returns the log-likelihood of the pairs. */
export function passForward(pairs: Pairs, model: HiddenMarkovModel, room: PassRoom): number {
  const { states, start, transition } = model;
  const { density, filtered, scale } = room;
  let logLikelihood = writeDensities(pairs, model, density);
  for (let index = 0, at = 0; index < scale.length; index += 1, at += states) {
    let sum = 0;
    for (let to = 0; to < states; to += 1) {
      let prior = index === 0 ? (start[to] as number) : 0;
      if (index > 0) {
        for (let from = 0; from < states; from += 1) {
          prior += (filtered[at - states + from] as number) * (transition[from * states + to] as number);
        }
      }
      const value = prior * (density[at + to] as number);
      filtered[at + to] = value;
      sum += value;
    }
    // The states that can be reached are all too far: where it was is all that is known.
    if (!(sum > Number.MIN_VALUE)) {
      sum = Number.MIN_VALUE;
      for (let to = 0; to < states; to += 1) {
        filtered[at + to] = index === 0 ? (start[to] as number) : (filtered[at - states + to] as number);
      }
    } else {
      for (let to = 0; to < states; to += 1) filtered[at + to] = (filtered[at + to] as number) / sum;
    }
    scale[index] = sum;
    logLikelihood += Math.log(sum);
  }
  return logLikelihood;
}

/** Probability of each state at the last pair, and the log-likelihood of all. */
export function computeFiltered(
  pairs: Pairs,
  model: HiddenMarkovModel,
): { readonly last: Float64Array; readonly logLikelihood: number } {
  const room = passRoom(pairs.first.length, model.states);
  const logLikelihood = passForward(pairs, model, room);
  return { last: room.filtered.slice(-model.states), logLikelihood };
}

/** The probabilities one pair later. */
export function stepFiltered(
  model: HiddenMarkovModel,
  before: Float64Array,
  [x, y]: readonly [number, number],
): Float64Array {
  const { states, transition } = model;
  const start = new Float64Array(states);
  for (let to = 0; to < states; to += 1) {
    for (let from = 0; from < states; from += 1) {
      start[to] = (start[to] as number) + (before[from] as number) * (transition[from * states + to] as number);
    }
  }
  return computeFiltered({ first: Float64Array.of(x), second: Float64Array.of(y) }, { ...model, start }).last;
}
