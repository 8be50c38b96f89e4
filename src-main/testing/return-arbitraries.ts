// Which histories of a portfolio's value does a property of returns draw, and how often?
import fc from "fast-check";
import type { ReturnPoint } from "#engine/returns/compute-growth.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";

/** A thousand each time, a million on demand. */
export const RETURN_RUNS = { numRuns: process.env.SCHWABOT_LONG === "1" ? 1_000_000 : 1_000 } as const;

const PER_MILLE = 3;

/** From 1e-18 to 1e21, with up to 18 places. */
export const positiveAmounts: fc.Arbitrary<Decimal> = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 21n }), fc.integer({ min: 0, max: 18 }))
  .map(([coefficient, scale]) => Decimal.of(coefficient, scale));

export interface ReturnStep {
  readonly gapMs: number;
  /** Value after / before the price's move, and flow / that value, in thousandths. */
  readonly factor: number;
  readonly share: number;
}

/** Every step keeps a value above 0: at most 99.9 % is lost or withdrawn at once. */
export const returnSteps: fc.Arbitrary<readonly ReturnStep[]> = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.integer({ min: 1, max: 60 * DAY_MS }), fc.constantFrom(MINUTE_MS, DAY_MS)),
    factor: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.constant(1_000)),
    share: fc.oneof(fc.integer({ min: -999, max: 2_000 }), fc.constant(0)),
  }),
  { maxLength: 12 },
);

/** The history that the steps make of a starting value; at a constant price where `isFlat`. */
export function walk(start: Decimal, firstTs: number, steps: readonly ReturnStep[], isFlat = false): ReturnPoint[] {
  const points: ReturnPoint[] = [{ ts: unixMs(firstTs), value: start, flow: Decimal.ZERO }];
  let ts = firstTs;
  let value = start;
  for (const { gapMs, factor, share } of steps) {
    ts += gapMs;
    const grown = isFlat ? value : value.mul(Decimal.of(BigInt(factor), PER_MILLE));
    const flow = grown.mul(Decimal.of(BigInt(share), PER_MILLE));
    value = grown.add(flow);
    points.push({ ts: unixMs(ts), value, flow });
  }
  return points;
}

export const returnSeries: fc.Arbitrary<readonly ReturnPoint[]> = fc
  .tuple(positiveAmounts, fc.integer({ min: 0, max: 1_900_000_000_000 }), returnSteps)
  .map(([start, firstTs, steps]) => walk(start, firstTs, steps));

/** Points as a table of texts has them: time in days, value, flow. */
export function pointsOf(...rows: readonly (readonly [day: number, value: string, flow?: string])[]): ReturnPoint[] {
  return rows.map(([day, value, flow = "0"]) => ({
    ts: unixMs(day * DAY_MS),
    value: Decimal.parse(value),
    flow: Decimal.parse(flow),
  }));
}
