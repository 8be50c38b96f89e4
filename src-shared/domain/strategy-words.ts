// What does each strategy assume, when does it fail, and where does it come from? The words of `resources/docs/strategies.md`.
import type { StrategyName } from "./strategy-name.ts";

export interface StrategyWords {
  readonly assumes: string;
  readonly fails: string;
  readonly source: string;
}

/** The same sentences as the page: a test holds them together. */
export const STRATEGY_WORDS: Readonly<Record<StrategyName, StrategyWords>> = {
  volumeMomentum: {
    assumes: "that a move which volume paid for goes on for a while.",
    fails:
      "in markets that turn often inside a band: it buys the top of each swing. Volume of one venue is not the market's.",
    source:
      "difference of two moving averages (Appel's MACD) of volume-weighted means, in units of Wilder's range; scaling by its own size and tanh are ours.",
  },
  entropyGate: {
    assumes: "that momentum is to be believed only while returns are more ordered than usual.",
    fails: "the entropy of hourly returns can seldom be told from that of the same returns in random order.",
    source:
      'Shannon (1948); Bandt and Pompe, "Permutation entropy", Phys. Rev. Lett. 88 (2002). The gate is the notes\'.',
  },
  weightTensor: {
    assumes:
      "that calm markets trend and wild ones overshoot, and that the state of the market can be told from returns and ranges.",
    fails: "when a regime is named late, which is when it changes, and when the next wild market trends.",
    source:
      "hidden Markov regimes (Hamilton, 1989); momentum over time (Moskowitz, Ooi and Pedersen, 2012); less risk when volatility is high (Moreira and Muir, 2017). How they are weighed is ours.",
  },
  evidenceCombiner: {
    assumes: "that pieces of evidence which agree say more than any of them, and that disagreement means: hold.",
    fails: "because its pieces are all made of the same prices: when they agree they may be one piece seen four times.",
    source: "Wilder (RSI, ADX, ATR, 1978), Granville (OBV, 1963); the combination is the notes'.",
  },
  executionSchedule: {
    assumes: "that orders sent at once into a disordered market cost more than the same in parts.",
    fails: "when the order of minutes is noise, which is most of the time; parts then only take longer.",
    source: "Bandt and Pompe (2002); slicing as in any time-weighted execution.",
  },
  cycleWheel: {
    assumes: "that the price swings around its trend with one period that can be measured while it lasts.",
    fails:
      "in trends, and wherever the period that was measured is already over. Most markets have no cycle most of the time.",
    source: "Ehlers, *Rocket Science for Traders* (2001), as TA-Lib computes it.",
  },
};
