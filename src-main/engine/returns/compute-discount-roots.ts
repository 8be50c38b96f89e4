// Where does a sum of discounted amounts become 0? All places in a range, none missed, none made up.

/** An amount due after some years. */
export interface DiscountTerm {
  readonly years: number;
  readonly amount: number;
}

/** The sum and what bounds it over an interval around a place; scaled by a positive factor that is the same all over the interval. */
interface Around {
  readonly value: number;
  readonly slope: number;
  readonly curve: number;
  /** Most that the third derivative can be anywhere in the interval. */
  readonly bound: number;
  /** Most that rounding can have changed the value by. */
  readonly noise: number;
}

/** Rounding of a sum of products in doubles, as a share of the sum of their sizes. */
const NOISE = 16 * Number.EPSILON;
/** Half width, times years, of an interval that is as good as a point. */
const POINT = 1e-9;
/** Places nearer than this, times years, are one. */
const SAME = 1e-6;
/** A double's bits and some: halving more often changes nothing. */
const HALVINGS = 80;

/**
 * All u in [low, high] with the sum of amount x e^(-u x years) = 0, rising; u = log(1 + rate). Terms are by rising years, the first
 * at 0. The range is halved until each part provably holds no root (the value is too far from 0 for what its slope, curve and third
 * derivative allow), or provably at most one (the slope has one sign), which is then found by halving on the sign. A part as small
 * as a point that is neither touches 0 without crossing it: one root.
 */
export function findDiscountRoots(terms: readonly DiscountTerm[], low: number, high: number): readonly number[] {
  const span = terms.at(-1)?.years ?? 0;
  if (span === 0) return [];
  const point = POINT / Math.max(1, span);
  const roots: number[] = [];
  // Divided at 0, since sums are scaled to the first amount above it and to the last one below.
  const parts: (readonly [number, number])[] = [
    [Math.max(0, low), high],
    [low, Math.min(0, high)],
  ];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [left, right] = part;
    const half = (right - left) / 2;
    if (half < 0) continue;
    const middle = left + half;
    const { value, slope, curve, bound, noise } = sumAround(terms, middle, half);
    const reach = Math.abs(slope) * half + (Math.abs(curve) * half ** 2) / 2 + (bound * half ** 3) / 6;
    if (Math.abs(value) > reach + noise) continue;
    if (half <= point) roots.push(middle);
    else if (Math.abs(slope) > Math.abs(curve) * half + (bound * half ** 2) / 2) {
      roots.push(...crossing(terms, left, right));
    } else parts.push([middle, right], [left, middle]);
  }
  return distinct(roots, SAME * Math.max(1, 1 / span));
}

/** Weights are at most 1 in the middle: relative to the first amount above 0, to the last one below it. */
function sumAround(terms: readonly DiscountTerm[], middle: number, half: number): Around {
  const last = terms.at(-1)?.years ?? 0;
  const above = middle > 0;
  const decay = Math.abs(middle);
  const nearest = Math.max(0, decay - half);
  let value = 0;
  let slope = 0;
  let curve = 0;
  let bound = 0;
  let size = 0;
  for (const { years, amount } of terms) {
    const distance = above ? years : last - years;
    const part = amount * Math.exp(-decay * distance);
    value += part;
    slope += part * distance;
    curve += part * distance ** 2;
    bound += Math.abs(amount) * distance ** 3 * Math.exp(-nearest * distance);
    size += Math.abs(part);
  }
  return { value, slope, curve, bound, noise: NOISE * size };
}

/** The place in a part of one slope where the sign changes; none where it does not. */
function crossing(terms: readonly DiscountTerm[], left: number, right: number): readonly number[] {
  const signAt = (place: number): number => Math.sign(sumAround(terms, place, 0).value);
  const atLeft = signAt(left);
  const atRight = signAt(right);
  if (atLeft === 0) return [left];
  if (atRight === 0) return [right];
  if (atLeft === atRight) return [];
  let [from, to] = [left, right];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = from + (to - from) / 2;
    if (middle <= from || middle >= to) break;
    const sign = signAt(middle);
    if (sign === 0) return [middle];
    if (sign === atLeft) from = middle;
    else to = middle;
  }
  return [to];
}

function distinct(roots: readonly number[], same: number): readonly number[] {
  const kept: number[] = [];
  for (const root of roots.toSorted((first, second) => first - second)) {
    const before = kept.at(-1);
    if (before === undefined || root - before > same) kept.push(root);
  }
  return kept;
}
