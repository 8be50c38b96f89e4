// Which rules may open suggestions? One line each.
import type { SuggestionType } from "#shared/domain/suggestion.ts";
import { concentrationTrigger } from "./concentration.ts";
import { diversificationTrigger } from "./diversification.ts";
import { highCashTrigger } from "./high-cash.ts";
import { lossTrigger } from "./loss.ts";
import { thresholdTrigger } from "./threshold.ts";
import type { Trigger } from "./trigger.ts";

export const TRIGGERS: Readonly<Record<SuggestionType, Trigger>> = {
  threshold: thresholdTrigger,
  highCash: highCashTrigger,
  loss: lossTrigger,
  diversification: diversificationTrigger,
  concentration: concentrationTrigger,
};
