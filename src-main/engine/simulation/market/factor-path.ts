// How does one factor (the market, or one asset's own part) move?
// Day anchors are drawn in order from the market's first day with a pull to zero; inside a day a Brownian bridge
// whose steps follow the hour's regime ends exactly at the next anchor, and jumps are added at their minute.
import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import type { Regimes } from "./regimes.ts";

export const MINUTES_A_DAY = 1_440;

/** Days of minutes kept per factor: more than a chart's page needs, 0.35 MB. */
const KEPT_DAYS = 32;

interface FactorShape {
  readonly dailyVolatility: number;
  readonly reversionDays: number;
  readonly jumpsPerDay: number;
}

interface Jump {
  readonly minute: number;
  readonly size: number;
}

export class FactorPath {
  readonly #rng: SeededRng;
  readonly #anchorRng: SeededRng;
  readonly #shape: FactorShape;
  readonly #regimes: Regimes;
  /** Level at the start of each day, drawn so far. */
  readonly #anchors: number[] = [0];
  readonly #jumps: (readonly Jump[])[] = [];
  readonly #days = new Map<number, Float64Array>();

  constructor(rng: SeededRng, shape: FactorShape, regimes: Regimes) {
    this.#rng = rng;
    this.#anchorRng = rng.fork("anchors");
    this.#shape = shape;
    this.#regimes = regimes;
  }

  /** Levels (log price) at the day's start and after each of its minutes: 1441 values. */
  day(day: number): Float64Array {
    const kept = this.#days.get(day);
    if (kept !== undefined) return kept;
    const levels = this.#build(day);
    if (this.#days.size >= KEPT_DAYS) {
      const oldest = this.#days.keys().next();
      if (oldest.done !== true) this.#days.delete(oldest.value);
    }
    this.#days.set(day, levels);
    return levels;
  }

  #drawAnchors(until: number): void {
    const rng = this.#anchorRng;
    const { dailyVolatility, reversionDays, jumpsPerDay } = this.#shape;
    for (let day = this.#jumps.length; day < until; day += 1) {
      let variance = 0;
      for (const share of this.#regimes.variances(day)) variance += share;
      // At most one jump a day: the rates are far below one.
      const hasJump = rng.next() < jumpsPerDay;
      const minute = 1 + Math.floor(rng.next() * (MINUTES_A_DAY - 1));
      const size = rng.normal() * dailyVolatility * 1.2;
      const jumps = hasJump ? [{ minute, size }] : [];
      this.#jumps.push(jumps);
      const start = this.#anchors[day] ?? 0;
      const moved = rng.normal() * dailyVolatility * Math.sqrt(variance);
      this.#anchors.push(start * (1 - 1 / reversionDays) + moved + (hasJump ? size : 0));
    }
  }

  #build(day: number): Float64Array {
    this.#drawAnchors(day + 1);
    const start = this.#anchors[day] ?? 0;
    const end = this.#anchors[day + 1] ?? 0;
    const jumps = this.#jumps[day] ?? [];
    const jumped = jumps.reduce((sum, jump) => sum + jump.size, 0);
    const shares = this.#regimes.variances(day);
    const rng = this.#rng.fork(day);
    const levels = new Float64Array(MINUTES_A_DAY + 1);
    let walked = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      const step = this.#shape.dailyVolatility * Math.sqrt((shares[hour] ?? 0) / 60);
      for (let minute = hour * 60 + 1; minute <= hour * 60 + 60; minute += 1) {
        walked += rng.normal() * step;
        levels[minute] = walked;
      }
    }
    let variance = 0;
    for (const share of shares) variance += share;
    const missing = end - start - jumped - walked;
    let passed = 0;
    levels[0] = start;
    for (let minute = 1; minute <= MINUTES_A_DAY; minute += 1) {
      passed += (shares[Math.floor((minute - 1) / 60)] ?? 0) / 60;
      levels[minute] = start + (levels[minute] ?? 0) + missing * (passed / variance);
    }
    for (const jump of jumps) {
      for (let minute = jump.minute; minute <= MINUTES_A_DAY; minute += 1) {
        levels[minute] = (levels[minute] ?? 0) + jump.size;
      }
    }
    return levels;
  }
}
