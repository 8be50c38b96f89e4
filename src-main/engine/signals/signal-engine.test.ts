// Can every stored signal of a strategy be made again, however old it is, and after a restart?
import { expect, it } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import type { PortfolioView } from "#engine/portfolio/compute-portfolio.ts";
import type { SuggestionChange } from "#engine/rebalancing/triggers/suggestion-engine.ts";
import type { DecisionRecord } from "#shared/domain/decision.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { evaluateStrategies } from "#testing/evaluate-strategies.ts";
import { KNOWN_PROFILE } from "#testing/fake-api-context.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { TEST_CONFIGURATION, tablesOf } from "#testing/strategy-candles.ts";
import { computeStrategySignals } from "./compute-strategy-signals.ts";
import { replayDecision } from "./decision-record.ts";
import { SignalEngine } from "./signal-engine.ts";

const SYMBOL = marketSymbolSchema.parse("BTC/USD");
/** More than are kept at hand. */
const SIGNALS = 520;

function engineOn(store: MemoryStore, ids: SeededIds): SignalEngine {
  const portfolio = {
    view: (): PortfolioView => {
      throw new Error("No suggestion is open here");
    },
  };
  const episodes = new Topic<SuggestionChange & { readonly view: PortfolioView }>();
  return new SignalEngine({
    profile: sampleProfile(KNOWN_PROFILE, 1),
    suggestions: { episodes, read: () => ({ open: [] }) },
    ...{ portfolio, repository: store.repositories.signals, clock: new ManualClock(), ids, logger: silentLogger },
  });
}

/** A thousand bars rank each strategy, a thousand more all of them together; then any reading passes. */
function decisionOf(): DecisionRecord {
  const weights = { volumeMomentum: 0.6, evidenceCombiner: 0.4 };
  const configuration = { ...TEST_CONFIGURATION, weights, confidenceThreshold: 0, signalStrengthThreshold: 0 };
  const tables = new Map([[SYMBOL, tablesOf(hourlyCandles(2_400))]]);
  const [decided] = evaluateStrategies({ configuration, tables, portfolio: null });
  if (decided === undefined) throw new Error("No bar was decided on");
  return decided.record;
}

it("finds and makes again a signal that is no longer at hand, also after a restart, and knows one that is not there", async () => {
  const store = new MemoryStore();
  const ids = new SeededIds();
  const decision = decisionOf();
  const [draft] = computeStrategySignals(decision);
  if (draft === undefined) throw new Error("The decision gave no signal");
  const engine = engineOn(store, ids);
  await engine.start();
  for (let bar = 0; bar < SIGNALS; bar += 1) {
    const ts = unixMs(draft.ts + bar * HOUR_MS);
    await engine.take([{ ...draft, ts, expiresAt: unixMs(ts + HOUR_MS) }], decision);
  }
  const stored = await store.repositories.signals.list(KNOWN_PROFILE, 2 * SIGNALS);
  const oldest = stored.at(-1);
  expect(stored).toHaveLength(SIGNALS);
  expect(engine.list(2 * SIGNALS).some(({ id }) => id === oldest?.id)).toBe(false);
  await engine.dispose();
  const again = engineOn(store, ids);
  await again.start();
  for (const { id } of [oldest, stored[0]].flatMap((one) => one ?? [])) {
    const found = await again.decisionOf(id);
    expect(found).toEqual(decision);
    expect(replayDecision(found as DecisionRecord)).toEqual({
      same: true,
      decisionHash: decision.decisionHash,
      differences: [],
    });
  }
  expect(await again.decisionOf(ids.signalId())).toBeNull();
  await again.dispose();
});
