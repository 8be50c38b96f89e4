// How busy is the simulated market in each hour?
// A Markov chain over hours: volatility comes in stretches, as in real markets.

import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { HOUR_MS } from "#shared/domain/time.ts";

export const REGIMES = ["calm", "busy", "stressed"] as const;
export type Regime = (typeof REGIMES)[number];

interface RegimeFacts {
  /** Factors on the average volatility, spread, volume and depth of the book. */
  readonly volatility: number;
  readonly spread: number;
  readonly volume: number;
  readonly depth: number;
}

export const REGIME_FACTS: Readonly<Record<Regime, RegimeFacts>> = {
  calm: { volatility: 0.65, spread: 1, volume: 0.8, depth: 1 },
  busy: { volatility: 1.25, spread: 1.4, volume: 1.4, depth: 0.8 },
  stressed: { volatility: 2.8, spread: 3, volume: 2.6, depth: 0.4 },
};

/** Chance to be in calm and in busy (the rest: stressed) in the next hour. */
const TRANSITIONS: Readonly<Record<Regime, readonly [calm: number, busy: number]>> = {
  calm: [0.974, 0.0255],
  busy: [0.07, 0.914],
  stressed: [0.02, 0.18],
};

/** 2020-01-01T00:00:00Z: the simulated market's first moment. */
export const MARKET_EPOCH_MS = 1_577_836_800_000;

export class Regimes {
  readonly #rng: SeededRng;
  readonly #hours: Regime[] = ["calm"];
  readonly #variances: (Float64Array | undefined)[] = [];

  /** `rng` must be this chain's own stream: hours are drawn from it in order. */
  constructor(rng: SeededRng) {
    this.#rng = rng;
  }

  /** Regime of the hour with this index, counted from the market's first moment. */
  ofHour(hour: number): Regime {
    for (let index = this.#hours.length; index <= hour; index += 1) {
      const [calm, busy] = TRANSITIONS[this.#hours[index - 1] ?? "calm"];
      const drawn = this.#rng.next();
      this.#hours.push(drawn < calm ? "calm" : drawn < calm + busy ? "busy" : "stressed");
    }
    return this.#hours[hour] ?? "calm";
  }

  /** Share of an average day's variance in each hour of a day; sums to about 1. */
  variances(day: number): Float64Array {
    const known = this.#variances[day];
    if (known !== undefined) return known;
    const shares = new Float64Array(24);
    for (let hour = 0; hour < 24; hour += 1) {
      shares[hour] = (REGIME_FACTS[this.ofHour(day * 24 + hour)].volatility * seasonality(hour)) ** 2 / 24;
    }
    this.#variances[day] = shares;
    return shares;
  }

  at(time: number): Regime {
    return this.ofHour(Math.floor((time - MARKET_EPOCH_MS) / HOUR_MS));
  }
}

/** Volatility by hour of the UTC day, around 1: quiet early morning, peak when Europe and America overlap. */
export function seasonality(hourOfDay: number): number {
  return SEASONALITY[hourOfDay] ?? 1;
}

const SEASONALITY: readonly number[] = Array.from({ length: 24 }, (_, hour) => {
  const daily = Math.sin(((hour - 9) / 24) * 2 * Math.PI);
  const halfDaily = Math.sin(((hour - 12) / 12) * 2 * Math.PI);
  return 1 + 0.25 * daily + 0.1 * halfDaily;
});
