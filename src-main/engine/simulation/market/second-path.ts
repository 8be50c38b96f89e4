// How does a price move within one minute whose open, high, low and close are known?

import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

const SECONDS = MINUTE_MS / SECOND_MS;
/** A move of this many deviations within a minute is a jump: it happens between two seconds, not over sixty. */
const JUMP_DEVIATIONS = 6;

interface MinuteShape {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Standard deviation of an ordinary minute's move. */
  readonly deviation: number;
}

/** Levels at the 61 seconds of a minute, both ends included; never above the high nor below the low. */
export function drawSeconds(rng: SeededRng, shape: MinuteShape): Float64Array {
  const levels = new Float64Array(SECONDS + 1);
  const step = shape.deviation / Math.sqrt(SECONDS);
  for (let second = 1; second <= SECONDS; second += 1) {
    levels[second] = (levels[second - 1] ?? 0) + rng.normal() * step;
  }
  const walked = levels[SECONDS] ?? 0;
  const move = shape.close - shape.open;
  const jumpSecond = Math.abs(move) > JUMP_DEVIATIONS * shape.deviation ? 3 + Math.floor(rng.next() * 54) : null;
  for (let second = 0; second <= SECONDS; second += 1) {
    const share = second / SECONDS;
    const drift = jumpSecond === null ? move * share : second >= jumpSecond ? move : 0;
    levels[second] = shape.open + (levels[second] ?? 0) - walked * share + drift;
  }
  fitBetween(levels, shape);
  return levels;
}

/** Stretches what leaves the span of open and close so that the highest point is the high, the lowest the low. */
function fitBetween(levels: Float64Array, shape: MinuteShape): void {
  const top = Math.max(shape.open, shape.close);
  const bottom = Math.min(shape.open, shape.close);
  let highest = top;
  let lowest = bottom;
  for (const level of levels) {
    if (level > highest) highest = level;
    if (level < lowest) lowest = level;
  }
  const up = highest > top ? (shape.high - top) / (highest - top) : 0;
  const down = lowest < bottom ? (bottom - shape.low) / (bottom - lowest) : 0;
  for (let second = 0; second < levels.length; second += 1) {
    const level = levels[second] ?? 0;
    if (level > top) levels[second] = Math.min(shape.high, top + (level - top) * up);
    else if (level < bottom) levels[second] = Math.max(shape.low, bottom - (bottom - level) * down);
  }
}

/** Level at an offset into the minute, straight between the seconds. */
export function levelWithin(seconds: Float64Array, offsetMs: number): number {
  const second = Math.floor(offsetMs / SECOND_MS);
  const from = seconds[second] ?? 0;
  const to = seconds[second + 1] ?? from;
  return from + (to - from) * ((offsetMs - second * SECOND_MS) / SECOND_MS);
}
