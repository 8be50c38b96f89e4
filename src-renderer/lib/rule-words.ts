// What are the rules called that open suggestions, and what does each of them watch?
import type { SuggestionType } from "#shared/domain/suggestion.ts";

interface RuleWords {
  /** For a corner of a card. */
  readonly short: string;
  readonly name: string;
  /** When it fires, as one sentence. */
  readonly meaning: string;
}

export const RULE_WORDS: Readonly<Record<SuggestionType, RuleWords>> = {
  threshold: { short: "Threshold", name: "Out of band", meaning: "A weight has left its band." },
  schedule: { short: "Schedule", name: "Schedule", meaning: "The time that was set has come." },
  riskAdjusted: {
    short: "Risk",
    name: "Risk-adjusted",
    meaning: "A weight has left its band around the target that today's risk would give.",
  },
  volatilityBand: {
    short: "Volatility",
    name: "Volatility band",
    meaning: "A weight has left a band that is as wide as the portfolio is restless.",
  },
  highCash: { short: "Cash", name: "High cash", meaning: "Cash is above this share, and above its own target." },
  loss: { short: "Loss", name: "Loss", meaning: "More than this share of the net invested money is lost." },
  diversification: {
    short: "Diversity",
    name: "Diversification",
    meaning: "Fewer assets than this hold more than the least share.",
  },
  concentration: {
    short: "Concentration",
    name: "Concentration",
    meaning: "One asset is above this share, and above its own target.",
  },
  positionExit: {
    short: "Exit",
    name: "Exit of a position",
    meaning: "A stop, a profit zone or the time of a position from a signal is reached, or its risk is high.",
  },
  flow: { short: "Flow", name: "Deposit or withdrawal", meaning: "Money came in or went out and was not placed yet." },
};
