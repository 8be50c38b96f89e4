// What do strategies decide on given candles, and which signals come of it? For tests, without what is shown beside it.
import { computeStrategySignals, type SignalDraft } from "#engine/signals/compute-strategy-signals.ts";
import { writeDecision } from "#engine/signals/decision-record.ts";
import { type CandleTables, StrategyRun } from "#engine/signals/strategy-run.ts";
import type { DecisionPortfolio, DecisionRecord, PickDraw, StrategyConfiguration } from "#shared/domain/decision.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export interface EvaluateInput {
  readonly configuration: StrategyConfiguration;
  readonly tables: ReadonlyMap<MarketSymbol, CandleTables>;
  readonly portfolio: DecisionPortfolio | null;
  readonly pickAt?: (closedAt: UnixMs) => PickDraw | null;
}

interface SymbolDecision {
  readonly record: DecisionRecord;
  readonly signals: readonly SignalDraft[];
}

/** The decision on each symbol's newest bar, in the order of the map; a symbol without a bar has none. */
export function evaluateStrategies({ tables, ...common }: EvaluateInput): readonly SymbolDecision[] {
  return [...tables].flatMap(([symbol, candles]) => {
    const { configuration, portfolio, pickAt } = common;
    const run = new StrategyRun({ symbol, configuration, ...(pickAt === undefined ? {} : { pickAt }) });
    const newest = [...run.advance(candles)].at(-1);
    if (newest === undefined) return [];
    const record = writeDecision(newest, configuration, portfolio);
    return [{ record, signals: computeStrategySignals(record) }];
  });
}
