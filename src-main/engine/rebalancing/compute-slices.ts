// In which parts, and how far apart, is one approved leg sent? The formula of resources/docs/order-and-plan-states.md.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { DurationMs } from "#shared/domain/time.ts";

export interface Slice {
  readonly quantity: DecimalString;
  /** After the part before it was sent. */
  readonly waitMs: DurationMs;
}

const MOST_MORE = 4;
/** Parts differ by up to a quarter to each side of the even one. */
const WEIGHT_SCALE = 1_000;

/** More parts the more disordered the market: 1 + min(4, floor(5 H)), H in [0, 1]. */
export function computeSliceCount(entropyRank: number): number {
  return 1 + Math.min(MOST_MORE, Math.floor((MOST_MORE + 1) * entropyRank));
}

/**
 * Parts that sum to the leg's quantity exactly, each on the lot step and at least `least`; fewer than `count` where that asks
 * for it. Null where it is one part only. `draw`: uniform in [0, 1).
 */
export function computeSlices(options: {
  readonly quantity: Decimal;
  readonly amountStep: Decimal;
  readonly least: Decimal;
  readonly count: number;
  readonly waitMs: { readonly least: DurationMs; readonly most: DurationMs };
  readonly draw: () => number;
}): readonly Slice[] | null {
  const { quantity, amountStep, least, waitMs, draw } = options;
  const weights = Array.from({ length: options.count }, () => BigInt(Math.round((0.75 + draw() / 2) * WEIGHT_SCALE)));
  const waits = weights.map((_, index) =>
    index === 0 ? 0 : Math.round(waitMs.least + draw() * (waitMs.most - waitMs.least)),
  );
  for (let count = options.count; count > 1; count -= 1) {
    const used = weights.slice(0, count);
    const total = Decimal.of(
      used.reduce((sum, weight) => sum + weight, 0n),
      0,
    );
    const heads = used
      .slice(0, -1)
      .map((weight) => quantity.mul(Decimal.of(weight, 0)).div(total, 24, "down").roundToStep(amountStep, "down"));
    const parts = [...heads, quantity.sub(Decimal.sum(heads))];
    if (parts.some((part) => part.lt(least) || !part.isPositive)) continue;
    return parts.map((part, index) => ({ quantity: part.toString(), waitMs: waits[index] ?? 0 }));
  }
  return null;
}
