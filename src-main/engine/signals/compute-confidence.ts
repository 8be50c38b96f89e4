// How unusual is a reading among a strategy's own readings of late?

/** Bars that a reading is compared with, itself among them. */
export const CONFIDENCE_BARS = 1_000;
/** Below every raw score there is. */
const ABSTAINED = -1;

export interface Confidence {
  /** Bars that count, at most 1,000. */
  readonly bars: number;
  /** Of those, the ones with a smaller raw score; a bar on which the strategy abstained counts as smaller. */
  readonly smaller: number;
}

/** `smaller` as a share of 1,000; null before there are so many bars. */
export function confidenceShare({ bars, smaller }: Confidence): number | null {
  return bars < CONFIDENCE_BARS ? null : smaller / CONFIDENCE_BARS;
}

/** Raw scores of one strategy on one symbol, the newest 1,000. */
export class ConfidenceTrack {
  readonly #raws = new Float64Array(CONFIDENCE_BARS);
  #count = 0;

  /** Takes the raw score of the next bar (0..1; null where the strategy abstained) and ranks it among the newest 1,000. */
  push(raw: number | null): Confidence {
    const value = raw ?? ABSTAINED;
    this.#raws[this.#count % CONFIDENCE_BARS] = value;
    this.#count += 1;
    const bars = Math.min(this.#count, CONFIDENCE_BARS);
    let smaller = 0;
    for (let index = 0; index < bars; index += 1) if ((this.#raws[index] as number) < value) smaller += 1;
    return { bars, smaller };
  }
}
