// Which rules may open suggestions? One line each.
import type { SuggestionType } from "#shared/domain/suggestion.ts";
import { concentrationTrigger } from "./concentration.ts";
import { diversificationTrigger } from "./diversification.ts";
import { flowTrigger } from "./flow.ts";
import { highCashTrigger } from "./high-cash.ts";
import { lossTrigger } from "./loss.ts";
import { positionExitTrigger } from "./position-exit.ts";
import { riskAdjustedTrigger } from "./risk-adjusted.ts";
import { scheduleTrigger } from "./schedule.ts";
import { thresholdTrigger } from "./threshold.ts";
import type { Trigger } from "./trigger.ts";
import { volatilityBandTrigger } from "./volatility-band.ts";

export const TRIGGERS: Readonly<Record<SuggestionType, Trigger>> = {
  threshold: thresholdTrigger,
  schedule: scheduleTrigger,
  riskAdjusted: riskAdjustedTrigger,
  volatilityBand: volatilityBandTrigger,
  highCash: highCashTrigger,
  loss: lossTrigger,
  diversification: diversificationTrigger,
  concentration: concentrationTrigger,
  flow: flowTrigger,
  positionExit: positionExitTrigger,
};
