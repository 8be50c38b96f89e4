// Does the regime model say what a sum over every single path of states says, and what a published example prints?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeFiltered, type HiddenMarkovModel, type Pairs, stepFiltered } from "./compute-hidden-markov.ts";
import { fitHiddenMarkov } from "./compute-hidden-markov-fit.ts";

const LONG = process.env.SCHWABOT_LONG === "1";

interface PathModel {
  readonly start: readonly number[];
  readonly move: readonly (readonly number[])[];
  /** Per pair and state. */
  readonly density: readonly (readonly number[])[];
}
interface Enumerated {
  readonly likelihood: number;
  /** Per pair and state, given all pairs. */
  readonly posterior: readonly (readonly number[])[];
  /** Expected moves from state to state, given all pairs. */
  readonly moves: readonly (readonly number[])[];
  readonly likeliest: { readonly path: readonly number[]; readonly chance: number };
}

const at = (list: ArrayLike<number> | undefined, index: number) => list?.[index] ?? Number.NaN;
const zeros = (rows: number, columns: number) => Array.from({ length: rows }, () => Array<number>(columns).fill(0));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** No recursion over time: each of states^pairs paths has its chance, and everything is a sum over paths. */
function enumerate({ start, move, density }: PathModel): Enumerated {
  const states = start.length;
  const posterior = zeros(density.length, states);
  const moves = zeros(states, states);
  let likelihood = 0;
  let likeliest: Enumerated["likeliest"] = { path: [], chance: -1 };
  for (let number = 0; number < states ** density.length; number += 1) {
    const path = density.map((_, index) => Math.floor(number / states ** index) % states);
    const chance = path.reduce((product, state, index) => {
      const prior = index === 0 ? at(start, state) : at(move[path[index - 1] ?? -1], state);
      return product * prior * at(density[index], state);
    }, 1);
    likelihood += chance;
    if (chance > likeliest.chance) likeliest = { path, chance };
    for (const [index, state] of path.entries()) {
      (posterior[index] ?? [])[state] = at(posterior[index], state) + chance;
      const next = path[index + 1];
      if (next !== undefined) (moves[state] ?? [])[next] = at(moves[state], next) + chance;
    }
  }
  const shares = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map((value) => value / likelihood));
  return { likelihood, posterior: shares(posterior), moves: shares(moves), likeliest };
}

/** By the textbook: with the inverse of the covariance, nothing taken as a share of anything. */
function densityOf({ mean, covariance }: HiddenMarkovModel, state: number, x: number, y: number): number {
  const [xx, xy, yy] = [0, 1, 2].map((part) => at(covariance, 3 * state + part)) as [number, number, number];
  const determinant = xx * yy - xy * xy;
  const [dx, dy] = [x - at(mean, 2 * state), y - at(mean, 2 * state + 1)];
  const distance = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant;
  return Math.exp(-distance / 2) / (2 * Math.PI * Math.sqrt(determinant));
}

function pathsOf(model: HiddenMarkovModel, { first, second }: Pairs): PathModel {
  const every = Array.from({ length: model.states }, (_, state) => state);
  return {
    start: [...model.start],
    move: every.map((from) => every.map((to) => at(model.transition, from * model.states + to))),
    density: Array.from(first, (x, index) => every.map((state) => densityOf(model, state, x, at(second, index)))),
  };
}

const upTo = ({ first, second }: Pairs, end: number): Pairs => ({
  first: first.subarray(0, end),
  second: second.subarray(0, end),
});

const share = fc.double({ min: 0.02, max: 1, noNaN: true });
/** Near enough to every state that the chance of a path, which the sum takes as it is, never falls out of the range of doubles. */
const place = fc.double({ min: -2, max: 2, noNaN: true });
const rows = (count: number) => fc.array(share, { minLength: count, maxLength: count });

const models: fc.Arbitrary<HiddenMarkovModel> = fc.integer({ min: 1, max: 3 }).chain((states) =>
  fc
    .record({
      start: rows(states),
      moves: fc.array(rows(states), { minLength: states, maxLength: states }),
      mean: fc.array(place, { minLength: 2 * states, maxLength: 2 * states }),
      widths: fc.array(share, { minLength: 2 * states, maxLength: 2 * states }),
      slants: fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: states, maxLength: states }),
    })
    .map(({ start, moves, mean, widths, slants }) => ({
      states,
      start: Float64Array.from(start, (value) => value / sum(start)),
      transition: Float64Array.from(moves.flatMap((row) => row.map((value) => value / sum(row)))),
      mean: Float64Array.from(mean),
      // (a 0; b c) times itself turned over: a covariance whatever a, b and c are.
      covariance: Float64Array.from(
        slants.flatMap((b, state) => {
          const [a, c] = [0.8 + at(widths, 2 * state), 0.8 + at(widths, 2 * state + 1)];
          return [a * a, a * b, b * b + c * c];
        }),
      ),
    })),
);
const series = (most: number) =>
  fc
    .array(fc.tuple(place, place), { minLength: 1, maxLength: most })
    .map((list) => ({ first: Float64Array.from(list, ([x]) => x), second: Float64Array.from(list, ([, y]) => y) }));

describe("a sum over all paths", () => {
  it("has the likelihood and the probabilities of every pair, with nothing that came later", () => {
    fc.assert(
      fc.property(models, series(7), (model, pairs) => {
        let known: Float64Array | null = null;
        for (let end = 1; end <= pairs.first.length; end += 1) {
          const { likelihood, posterior } = enumerate(pathsOf(model, upTo(pairs, end)));
          const { last, logLikelihood } = computeFiltered(upTo(pairs, end), model);
          expect(Math.abs(logLikelihood - Math.log(likelihood))).toBeLessThan(
            1e-9 * Math.max(1, Math.abs(logLikelihood)),
          );
          known =
            known === null ? last : stepFiltered(model, known, [at(pairs.first, end - 1), at(pairs.second, end - 1)]);
          for (const [state, value] of last.entries()) {
            expect(Math.abs(value - at(posterior.at(-1), state))).toBeLessThan(1e-9);
            expect(Math.abs(value - at(known, state))).toBeLessThan(1e-12);
          }
        }
      }),
      { numRuns: LONG ? 2_000 : 30 },
    );
  });

  it("leads to the same likelihoods step by step, when every expectation of a fit is such a sum", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(1_000_000), (states, seed) => {
        const draw = uniform(seed);
        const pairs = standardised(states === 3 ? 6 : 9, draw);
        const begins = Array.from({ length: states }, () => draw());
        const drawn = [...begins];
        const steps =
          fitHiddenMarkov(pairs, { states, starts: 1, draw: () => drawn.shift() ?? 0 })?.logLikelihoods ?? [];
        expect(steps.length).toBeGreaterThan(6);
        let model = beginning(pairs, begins);
        for (const [index, logLikelihood] of steps.entries()) {
          const enumerated = enumerate(pathsOf(model, pairs));
          const apart = Math.abs(logLikelihood - Math.log(enumerated.likelihood));
          // Steps that follow each other pass rounding on, and stretch it where two states are alike.
          expect(apart, `step ${index}`).toBeLessThan(1e-7 * Math.max(1, Math.abs(logLikelihood)));
          model = reestimated(model, pairs, enumerated);
        }
      }),
      { numRuns: LONG ? 300 : 8 },
    );
  });
});

/** Uniform numbers, the same at every run. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Mean 0 and deviation 1, so that the units in which a fit works are those of the pairs. */
function standardised(length: number, draw: () => number): Pairs {
  const column = () => {
    const values = Array.from({ length }, (_, index) => (index < length / 2 ? 1 : 4) * (draw() - 0.5));
    const mean = sum(values) / length;
    const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / length);
    return Float64Array.from(values, (value) => (value - mean) / deviation);
  };
  return { first: column(), second: column() };
}

/** How a start begins: at drawn pairs, as wide as the series, staying nine times of ten. */
function beginning({ first, second }: Pairs, draws: readonly number[]): HiddenMarkovModel {
  const states = draws.length;
  const places = draws.map((share) => Math.floor(share * first.length));
  return {
    states,
    start: new Float64Array(states).fill(1 / states),
    transition: Float64Array.from(
      draws.flatMap((_, from) => draws.map((__, to) => (states === 1 ? 1 : from === to ? 0.9 : 0.1 / (states - 1)))),
    ),
    mean: Float64Array.from(places.flatMap((index) => [at(first, index), at(second, index)])),
    covariance: Float64Array.from(draws.flatMap(() => [1, 0, 1])),
  };
}

/** Baum and Welch's step from the expectations themselves; no principal variance under 0.001. A state that nothing belongs to stays as it was. */
function reestimated(
  model: HiddenMarkovModel,
  { first, second }: Pairs,
  { posterior, moves }: Enumerated,
): HiddenMarkovModel {
  const every = Array.from({ length: model.states }, (_, state) => state);
  const states = every.map((state) => {
    const weight = sum(posterior.map((row) => at(row, state)));
    const left = sum([...(moves[state] ?? [])]);
    const weighed = (value: (index: number) => number) =>
      sum(posterior.map((row, index) => at(row, state) * value(index))) / weight;
    const [x, y] = [weighed((i) => at(first, i)), weighed((i) => at(second, i))];
    const spread = raised(
      weighed((i) => (at(first, i) - x) ** 2),
      weighed((i) => (at(first, i) - x) * (at(second, i) - y)),
      weighed((i) => (at(second, i) - y) ** 2),
    );
    const isEmpty = weight <= Number.EPSILON;
    return {
      mean: isEmpty ? [...model.mean.subarray(2 * state, 2 * state + 2)] : [x, y],
      covariance: isEmpty ? [...model.covariance.subarray(3 * state, 3 * state + 3)] : spread,
      moves: every.map((to) =>
        left <= Number.EPSILON ? at(model.transition, state * model.states + to) : at(moves[state], to) / left,
      ),
    };
  });
  return {
    states: model.states,
    start: Float64Array.from(posterior[0] ?? []),
    transition: Float64Array.from(states.flatMap((state) => state.moves)),
    mean: Float64Array.from(states.flatMap(({ mean }) => mean)),
    covariance: Float64Array.from(states.flatMap(({ covariance }) => covariance)),
  };
}

/** By turning to the principal axes and back. */
function raised(xx: number, xy: number, yy: number): readonly [number, number, number] {
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const along = Math.max(0.001, c * c * xx + 2 * c * s * xy + s * s * yy);
  const across = Math.max(0.001, s * s * xx - 2 * c * s * xy + c * c * yy);
  return [c * c * along + s * s * across, c * s * (along - across), s * s * along + c * c * across];
}

/**
 * The umbrella world of Russell and Norvig, "Artificial Intelligence: A Modern Approach", chapter 14 (15 in earlier editions), over five days as
 * Wikipedia's "Forward-backward algorithm" works it out and hmmlearn's tests take it (test_base): rain stays with 0.7, an umbrella is seen on 0.9 of
 * rainy and 0.2 of dry days; umbrellas on days 1, 2, 4 and 5.
 */
describe("the umbrella world", () => {
  const SEEN = [0.9, 0.2] as const;
  const NOT_SEEN = [0.1, 0.8] as const;
  const DAYS = [SEEN, SEEN, NOT_SEEN, SEEN, SEEN] as const;
  const WORLD = {
    start: [0.5, 0.5],
    move: [
      [0.7, 0.3],
      [0.3, 0.7],
    ],
  };
  /** Of two normal densities of width 1 around 1 (rain) and 0 (dry) the first is exp(x - 1/2) times the second: some x has any ratio. */
  const model: HiddenMarkovModel = {
    states: 2,
    start: Float64Array.from(WORLD.start),
    transition: Float64Array.from(WORLD.move.flat()),
    mean: Float64Array.of(1, 0, 0, 0),
    covariance: Float64Array.of(1, 0, 1, 1, 0, 1),
  };
  const first = Float64Array.from(DAYS, ([rain, dry]) => 0.5 + Math.log(rain / dry));
  const second = new Float64Array(DAYS.length);
  const FORWARD = [0.8182, 0.8834, 0.1907, 0.7308, 0.8673];
  const LOG_LIKELIHOOD = -3.3725;

  it("has the printed chance of rain on each day, by the days so far, and the printed likelihood", () => {
    for (const [day, rain] of FORWARD.entries()) {
      const { last } = computeFiltered(upTo({ first, second }, day + 1), model);
      expect(Math.abs(at(last, 0) - rain)).toBeLessThan(5e-5);
    }
    const { logLikelihood } = computeFiltered({ first, second }, model);
    const units = DAYS.map(([rain], day) => Math.log(densityOf(model, 0, at(first, day), 0) / rain));
    expect(Math.abs(logLikelihood - sum(units) - LOG_LIKELIHOOD)).toBeLessThan(5e-5);
  });

  it("is what the sum over all paths says of it too: forward, smoothed, and the likeliest days", () => {
    const { likelihood, posterior, likeliest } = enumerate({ ...WORLD, density: DAYS });
    expect(Math.abs(Math.log(likelihood) - LOG_LIKELIHOOD)).toBeLessThan(5e-5);
    for (const [day, rain] of [0.8673, 0.8204, 0.3075, 0.8204, 0.8673].entries()) {
      expect(Math.abs(at(posterior[day], 0) - rain)).toBeLessThan(5e-5);
    }
    expect(likeliest.path).toEqual([0, 0, 1, 0, 0]);
    expect(Math.abs(Math.log(likeliest.chance) - -4.459)).toBeLessThan(5e-5);
  });
});
