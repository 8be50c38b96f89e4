// What becomes of base weights when strategies wish to move some of them, each inside its bound?
import { Decimal } from "#shared/domain/decimal.ts";
import { computeExactShares, type ExactLimits, toNumber } from "./compute-exact-shares.ts";
import { computeWithinLimits } from "./compute-within-limits.ts";

export interface TiltedAsset extends ExactLimits {
  readonly base: Decimal;
  /** How far it may be moved up or down, and how far it is wished to; null for an asset without a wish. */
  readonly wish: { readonly tilt: Decimal; readonly bound: Decimal } | null;
}

/**
 * Each wish is cut to its bound and to the asset's floor and cap. Assets without a wish make room, or take what is left over, in
 * proportion to their base and inside their limits; where they cannot, the wishes in that direction are all scaled down by one
 * factor. The sum stays exactly what it was; cash takes no part.
 */
export function computeTiltedShares(assets: readonly TiltedAsset[]): readonly Decimal[] {
  const moves = assets.map(({ base, floor, cap, wish }) =>
    wish === null
      ? Decimal.ZERO
      : clamp(clamp(wish.tilt, wish.bound.neg(), wish.bound), floor.sub(base), cap.sub(base)),
  );
  const ups = moves.map((move) => Decimal.max(Decimal.ZERO, move));
  const downs = moves.map((move) => Decimal.max(Decimal.ZERO, move.neg()));
  const [up, down] = [Decimal.sum(ups), Decimal.sum(downs)];
  const others = assets.filter(({ wish }) => wish === null);
  const give = Decimal.sum(others.map(({ base, floor }) => base.sub(floor)));
  const take = Decimal.sum(others.map(({ base, cap }) => cap.sub(base)));
  const upAllowed = Decimal.min(up, down.add(give));
  const downAllowed = Decimal.min(down, up.add(take));
  const raised = scaledTo(ups, upAllowed, up);
  const lowered = scaledTo(downs, downAllowed, down);
  const left = Decimal.sum(others.map(({ base }) => base))
    .sub(upAllowed)
    .add(downAllowed);
  const rest = shareOut(others, left)[Symbol.iterator]();
  return assets.map(({ base, wish }, index) =>
    wish === null
      ? (rest.next().value ?? base)
      : base.add(raised[index] ?? Decimal.ZERO).sub(lowered[index] ?? Decimal.ZERO),
  );
}

/** Sizes of moves, of 10 places, that sum to exactly what is allowed where `wished` is their sum; none larger than wished. */
export function scaledTo(sizes: readonly Decimal[], allowed: Decimal, wished: Decimal): readonly Decimal[] {
  if (allowed.eq(wished)) return sizes;
  const factor = toNumber(allowed) / toNumber(wished);
  const limits = sizes.map((size) => ({ floor: Decimal.ZERO, cap: size }));
  return computeExactShares(
    Float64Array.from(sizes, (size) => toNumber(size) * factor),
    limits,
    allowed,
  );
}

function shareOut(others: readonly TiltedAsset[], total: Decimal): readonly Decimal[] {
  if (others.length === 0) return [];
  const shares = computeWithinLimits(
    Float64Array.from(others, ({ base }) => toNumber(base)),
    {
      floors: Float64Array.from(others, ({ floor }) => toNumber(floor)),
      caps: Float64Array.from(others, ({ cap }) => toNumber(cap)),
    },
    toNumber(total),
  );
  return computeExactShares(shares, others, total);
}

const clamp = (value: Decimal, low: Decimal, high: Decimal): Decimal => Decimal.min(Decimal.max(value, low), high);
