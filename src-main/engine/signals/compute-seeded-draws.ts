// What does a profile's seed draw? Everything follows from SHA-256, so it is the same on every machine.
import { canonicalHash, sha256Hex } from "#shared/domain/canonical-hash.ts";

const FIFTY_THREE_BITS = 2 ** 53;

/** How far a profile's parameters stray from the common ones. */
export interface SeededTemper {
  /** SHA-256 in hexadecimal: the profile's static seed. */
  readonly staticSeed: string;
  /** 1..1.5: a jittered parameter lies within +-(factor - 1) of its default, as a share of it. */
  readonly complexityFactor: number;
  /** 0..1: a parameter is weight x drawn + (1 - weight) x common default. */
  readonly trajectoryWeight: number;
}

/** First 53 bits of a SHA-256 in hexadecimal, over 2^53: a number in 0..1, 1 left out. */
export function shareOfHash(hash: string): number {
  const first52 = Number.parseInt(hash.slice(0, 13), 16);
  return (first52 * 2 + (Number.parseInt(hash.charAt(13), 16) >> 3)) / FIFTY_THREE_BITS;
}

/** A uniform number in 0..1 (1 left out) from a seed and a label. */
export function drawShare(seed: string, label: string): number {
  return shareOfHash(canonicalHash([seed, label]));
}

/** A whole number drawn from `min`..`max` (both included) and drawn towards `common` by the rest of the trajectory weight. */
export function drawWhole(
  temper: SeededTemper,
  label: string,
  range: readonly [number, number],
  common: number,
): number {
  const [min, max] = range;
  const drawn = min + Math.floor(drawShare(temper.staticSeed, label) * (max - min + 1));
  return Math.round(temper.trajectoryWeight * drawn + (1 - temper.trajectoryWeight) * common);
}

/** `common` moved by at most +-(factor - 1) of itself, times the trajectory weight. */
export function drawJittered(temper: SeededTemper, label: string, common: number): number {
  const reach = temper.complexityFactor - 1;
  const drawn = common * (1 + reach * (2 * drawShare(temper.staticSeed, label) - 1));
  return temper.trajectoryWeight * drawn + (1 - temper.trajectoryWeight) * common;
}

/** Endless whole numbers of 32 bits from a seed: SHA-256 over a counter. For shuffles, whose cost lies elsewhere. */
export function* drawWords(seed: string): Generator<number, never> {
  for (let block = 0; ; block += 1) {
    const hash = sha256Hex(`${seed}:${block}`);
    for (let at = 0; at < hash.length; at += 8) yield Number.parseInt(hash.slice(at, at + 8), 16);
  }
}
