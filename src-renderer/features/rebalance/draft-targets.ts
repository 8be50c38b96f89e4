// What can be done to a set of targets before it is planned: sum, normalize, take over what is held, compare? Pure and exact.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";

/** Targets are tidied to a tenth of a point: what a person reads and types. */
const STEP_SCALE = 3;
const STEPS_IN_ONE = 1_000n;
/** Digits that decide who gets the next tenth of a point. */
const SHARE_SCALE = 18;

/** Keys of a parsed record are assets; Object.entries only knows them as text. */
export function entriesOf<Value>(record: Readonly<Record<Asset, Value>>): readonly (readonly [Asset, Value])[] {
  return Object.entries(record) as [Asset, Value][];
}

export function sumTargets(targets: Targets): DecimalString {
  return Decimal.sum(Object.values(targets).map((weight) => Decimal.parse(weight))).toString();
}

export function isWhole(targets: Targets): boolean {
  return Decimal.parse(sumTargets(targets)).eq(Decimal.ONE);
}

/**
 * The weights in their proportions, in tenths of a point that add up to exactly one; what rounding leaves goes to the
 * largest remainders. Null where nothing is positive.
 */
export function toWholeTargets(weights: readonly (readonly [Asset, Decimal])[]): Targets | null {
  const positive = weights.map(([asset, weight]) => [asset, Decimal.max(Decimal.ZERO, weight)] as const);
  const sum = Decimal.sum(positive.map(([, weight]) => weight));
  if (!sum.isPositive) return null;
  const shares = positive.map(([asset, weight]) => {
    const exact = weight.div(sum, SHARE_SCALE, "down");
    const floor = exact.roundTo(STEP_SCALE, "down");
    return { asset, floor, rest: exact.sub(floor) };
  });
  const step = Decimal.of(1n, STEP_SCALE);
  const given = Decimal.sum(shares.map(({ floor }) => floor)).mul(Decimal.of(STEPS_IN_ONE, 0));
  const missing = STEPS_IN_ONE - BigInt(given.roundTo(0, "halfEven").toString());
  const byRest = [...shares].sort((left, right) => right.rest.cmp(left.rest));
  const lucky = new Set(byRest.slice(0, Number(missing)).map(({ asset }) => asset));
  return Object.fromEntries(
    shares.map(({ asset, floor }) => [asset, (lucky.has(asset) ? floor.add(step) : floor).toString()]),
  );
}

export function normalizeTargets(targets: Targets): Targets | null {
  return toWholeTargets(entriesOf(targets).map(([asset, weight]) => [asset, Decimal.parse(weight)] as const));
}

/** Percent as typed to a share of one, exactly: the point moves, no digit is lost. */
export function shareOfPercent(percent: string): DecimalString {
  const { coefficient, scale } = Decimal.parse(percent);
  return Decimal.of(coefficient, scale + 2).toString();
}

export function percentOfShare(share: string): string {
  return Decimal.parse(share).mul(Decimal.fromInteger(100)).toString();
}
