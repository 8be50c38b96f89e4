// Which signal, position and view of the strategies do this folder's tests speak of? Parsed by the schemas, so that they cannot drift from them.
import { type Signal, signalSchema } from "#shared/domain/signal.ts";
import { type PositionReading, positionReadingSchema } from "#shared/domain/signal-position.ts";
import { type StrategiesView, strategiesViewSchema } from "#shared/domain/strategies-view.ts";

type Changes<Value> = Partial<Record<keyof Value, unknown>>;

export const SIGNAL_ID = "00000000-0000-4000-8000-000000000001";

export function sampleSignal(changes: Changes<Signal> = {}): Signal {
  return signalSchema.parse({
    ...{ id: SIGNAL_ID, profileId: "core", ts: 1, asset: "BTC", action: "buy", quantity: null, price: null },
    ...{ confidence: "1", strength: "0.7", source: "rebalance", summary: "A weight left its band.", rationale: [] },
    ...{ expiresAt: 2, rule: "threshold, version 1", decisionHash: "a".repeat(64) },
    ...changes,
  });
}

/** Bought at 100, a third sold, the price at 103. */
export function sampleReading(changes: Changes<PositionReading> = {}): PositionReading {
  return positionReadingSchema.parse({
    ...{ asset: "BTC", signalId: SIGNAL_ID, rule: "mapper (ensemble), version 1", openedAt: 0, entryPrice: "100" },
    ...{ quantity: "2", boughtQuantity: "3", highest: "104", rungsTaken: 1, confidenceAtEntry: "0.8", price: "103" },
    ...{ stop: "97.5", stopKind: "stopLoss", rungs: ["106", "109"], leaveAt: null, due: null },
    risk: { parts: [{ name: "stopDistance", value: 0.12 }], value: 0.12, because: "stopDistance", advice: "keep" },
    ...changes,
  });
}

export function sampleStrategies(changes: Changes<StrategiesView> = {}): StrategiesView {
  const paper = {
    currency: "USD",
    closed: 30,
    open: 1,
    wins: 12,
    gross: "10",
    costs: "16",
    taken: 0,
    takenResult: "0",
  };
  return strategiesViewSchema.parse({
    ...{ lastCycle: null, nextCycleAt: 3_660_000, cycles: { success: 1, degraded: 0, failed: 0 }, results: [] },
    symbols: [
      {
        ...{ symbol: "BTC/USD", venue: "sim-alpha", bars: 3_200, decision: null, wheel: null, regime: null },
        hitRates: [
          { strategy: null, n: 40, hits: 24, interval: [0.446, 0.736] },
          { strategy: "cycleWheel", n: 0, hits: 0, interval: null },
        ],
        results: [{ group: "mapper", result: "-6", ...paper }],
      },
    ],
    ...changes,
  });
}
