// Which signals does a decision give?

import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { DecisionRecord, Judgement } from "#shared/domain/decision.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { STRATEGY_TITLES, strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { type DurationMs, HOUR_MS, unixMs } from "#shared/domain/time.ts";

/** A strategy's signal speaks of the next 24 hourly bars. */
export const SIGNAL_BARS = 24;
const SIGNAL_LIFE_MS: DurationMs = SIGNAL_BARS * HOUR_MS;
const SHOWN_DIGITS = 6;

/** A signal without what tells it from the same one made elsewhere. */
export type SignalDraft = Omit<Signal, "id" | "profileId">;

/** A double with 12 significant digits, written out without an exponent. */
const text = (value: number): DecimalString => Decimal.parse(String(value)).toString();

const shown = (value: number | null): string =>
  value === null ? "n/a" : text(+value.toPrecision(SHOWN_DIGITS)).replace("-", "−");

type Rationale = Signal["rationale"];

const inputRows = (label: string, judgement: Judgement): Rationale =>
  Object.entries(judgement.inputs).map(([name, value]) => ({
    name: label === "" ? name : `${label}: ${name}`,
    value: shown(value),
    needs: null,
    passed: null,
  }));

/** What was asked of a judgement and what it had. */
function thresholdRows(judgement: Judgement & { state: "read" }, record: DecisionRecord): Rationale {
  const { confidenceThreshold, signalStrengthThreshold } = record.inputs.configuration;
  const { direction, confidence } = judgement;
  return [
    { name: "Direction", value: shown(direction), needs: null, passed: null },
    {
      name: "Strength",
      value: shown(Math.abs(direction)),
      needs: `at least ${signalStrengthThreshold}`,
      passed: Math.abs(direction) >= signalStrengthThreshold,
    },
    {
      name: "Confidence",
      value: shown(confidence),
      needs: `at least ${confidenceThreshold}`,
      passed: confidence !== null && confidence >= confidenceThreshold,
    },
  ];
}

/** One row for each strategy that has a weight, and its inputs below. */
function strategyRows(record: DecisionRecord): Rationale {
  return strategyNameSchema.options.flatMap((name) => {
    const judgement = record.outcome.strategies[name];
    const weight = record.inputs.configuration.weights[name] ?? 0;
    if (judgement === undefined || weight === 0) return [];
    const title = STRATEGY_TITLES[name];
    const value = judgement.state === "read" ? shown(judgement.direction) : "abstains";
    const said = {
      name: `${title}, weight ${weight}`,
      value: `${value}: ${judgement.because}`,
      needs: null,
      passed: null,
    };
    return [said, ...inputRows(title, judgement)];
  });
}

function draft(
  record: DecisionRecord,
  judgement: Judgement & { state: "read" },
  own: Pick<Signal, "source" | "summary" | "rule"> & { readonly rows: Rationale },
): SignalDraft {
  const { closedAt, inputs, decisionHash } = record;
  return {
    ts: closedAt,
    asset: assetSchema.parse(inputs.symbol.split("/")[0]),
    action: judgement.direction > 0 ? "buy" : "sell",
    // How much is for the profile's limits to say, when a plan is made of it.
    quantity: null,
    price: text(inputs.price),
    confidence: text(judgement.confidence ?? 0),
    strength: text(Math.abs(judgement.direction)),
    source: own.source,
    summary: own.summary,
    rationale: [...thresholdRows(judgement, record), ...own.rows],
    expiresAt: unixMs(closedAt + SIGNAL_LIFE_MS),
    rule: own.rule,
    decisionHash,
  };
}

/** That of the strategies together, and that of the cycle wheel, which also speaks for itself; each only where it meets both thresholds. */
export function computeStrategySignals(record: DecisionRecord): readonly SignalDraft[] {
  const { mapper, strategies } = record.outcome;
  const { symbol, rules, mapperRules, configuration } = record.inputs;
  const signals: SignalDraft[] = [];
  if (mapper.state === "read" && mapper.passes) {
    signals.push(
      draft(record, mapper, {
        source: "strategy",
        summary: `${mapper.direction > 0 ? "Buy" : "Sell"} ${symbol}. ${mapper.because}`,
        rule: `mapper (${configuration.mode}), version ${mapperRules}`,
        rows: [...inputRows("", mapper), ...strategyRows(record)],
      }),
    );
  }
  const wheel = strategies.cycleWheel;
  if (wheel?.state === "read" && wheel.passes) {
    signals.push(
      draft(record, wheel, {
        source: "cycle",
        summary: `${wheel.direction > 0 ? "Buy" : "Sell"} ${symbol}. ${wheel.because}`,
        rule: `cycleWheel, version ${rules.cycleWheel ?? 0}`,
        rows: inputRows("", wheel),
      }),
    );
  }
  return signals;
}
