// What can be done to a set of targets before it is planned: sum, normalize, take over what is held, compare? Pure and exact.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";

/** Targets are tidied to a tenth of a point: what a person reads and types. */
const STEP_SCALE = 3;
const STEP = Decimal.of(1n, STEP_SCALE);
const STEPS_IN_ONE = Decimal.fromInteger(1_000);
/** Digits that decide who gets the next tenth of a point. */
const SHARE_SCALE = 18;

/** Keys of a parsed record are assets; Object.entries only knows them as text. */
export function entriesOf<Value>(record: Readonly<Record<Asset, Value>>): readonly (readonly [Asset, Value])[] {
  return Object.entries(record) as [Asset, Value][];
}

export function sumTargets(targets: Targets): DecimalString {
  return Decimal.sum(Object.values(targets).map((weight) => Decimal.parse(weight))).toString();
}

/** A profile from a file may have none yet: then there is nothing to plan towards. */
export function hasTargets(targets: Targets): boolean {
  return Object.keys(targets).length > 0;
}

export function isWhole(targets: Targets): boolean {
  return Decimal.parse(sumTargets(targets)).eq(Decimal.ONE);
}

/**
 * The weights in their proportions, in tenths of a point that add up to exactly one; what rounding leaves goes to the
 * largest remainders. Locked ones stay to the last digit, and the others share the rest. Null where nothing can be shared out.
 */
export function toWholeTargets(
  weights: readonly (readonly [Asset, Decimal])[],
  locked: readonly Asset[] = [],
): Targets | null {
  const kept = weights.filter(([asset]) => locked.includes(asset));
  const free = weights.filter(([asset]) => !locked.includes(asset));
  const room = Decimal.ONE.sub(Decimal.sum(kept.map(([, weight]) => weight)));
  if (room.isNegative) return null;
  const shared = room.isZero ? free.map(([asset]) => [asset, Decimal.ZERO] as const) : shareOut(free, room);
  if (shared === null) return null;
  const result = new Map([...kept, ...shared]);
  return Object.fromEntries(weights.map(([asset]) => [asset, (result.get(asset) ?? Decimal.ZERO).toString()]));
}

/** `room` in the proportions of the weights, on tenths of a point; what is finer than that in `room` goes to the first in line. */
function shareOut(
  weights: readonly (readonly [Asset, Decimal])[],
  room: Decimal,
): readonly (readonly [Asset, Decimal])[] | null {
  const positive = weights.map(([asset, weight]) => [asset, Decimal.max(Decimal.ZERO, weight)] as const);
  const sum = Decimal.sum(positive.map(([, weight]) => weight));
  if (!sum.isPositive) return null;
  const shares = positive.map(([asset, weight]) => {
    const exact = weight.mul(room).div(sum, SHARE_SCALE, "down");
    const floor = exact.roundTo(STEP_SCALE, "down");
    return { asset, floor, rest: exact.sub(floor) };
  });
  const missing = room.sub(Decimal.sum(shares.map(({ floor }) => floor)));
  const steps = Number(missing.mul(STEPS_IN_ONE).roundTo(0, "down").toString());
  const finer = missing.sub(STEP.mul(Decimal.fromInteger(steps)));
  const byRest = [...shares].sort((left, right) => right.rest.cmp(left.rest));
  const lucky = new Set(byRest.slice(0, steps).map(({ asset }) => asset));
  const first = byRest[0]?.asset;
  return shares.map(({ asset, floor }) => {
    const stepped = lucky.has(asset) ? floor.add(STEP) : floor;
    return [asset, asset === first ? stepped.add(finer) : stepped] as const;
  });
}

export function normalizeTargets(targets: Targets, locked: readonly Asset[] = []): Targets | null {
  return toWholeTargets(
    entriesOf(targets).map(([asset, weight]) => [asset, Decimal.parse(weight)] as const),
    locked,
  );
}
