import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { EntryList } from "#engine/books/compute-entry-list.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { computePortfolio, type PortfolioView } from "#engine/portfolio/compute-portfolio.ts";
import { SignalEngine } from "#engine/signals/signal-engine.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { signalSchema } from "#shared/domain/signal.ts";
import { suggestionSchema } from "#shared/domain/suggestion.ts";
import { HOUR_MS, MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { asset, testBalance, testPrice, testProfile, testTransaction } from "#testing/portfolio-fakes.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { testLedger } from "#testing/test-ledger.ts";
import { SuggestionEngine } from "./suggestion-engine.ts";

const profile = testProfile({ targets: { BTC: "0.5", USD: "0.5" } });
const deposit = testTransaction({ id: "d", ts: 0, type: "deposit", asset: "USD", quantity: "100" });

/** A portfolio of 100 USD with this share of it in BTC. */
function viewOf(btcPercent: number, now: UnixMs, price: Parameters<typeof testPrice>[2] = {}): PortfolioView {
  return computePortfolio({
    profile,
    ts: now,
    balances: [testBalance("BTC", `${btcPercent}`), testBalance("USD", `${100 - btcPercent}`)],
    balancesKnown: true,
    ledger: testLedger([deposit]),
    prices: new Map([
      [asset("BTC"), testPrice("BTC", "1", price)],
      [asset("USD"), testPrice("USD", "1")],
    ]),
    dayStart: null,
  });
}

const running: { dispose(): Promise<void> }[] = [];
afterEach(async () => {
  for (const engine of running.splice(0)) await engine.dispose();
});

async function setUp(options: { readonly store?: MemoryStore; readonly clock?: ManualClock } = {}) {
  const { store = new MemoryStore(), clock = new ManualClock() } = options;
  const changes = new Topic<Portfolio>();
  const state = { view: viewOf(50, clock.now()), planRunning: false, asked: 0 };
  const portfolio = {
    changes,
    transactions: () => EntryList.of([]),
    view: () => {
      state.asked += 1;
      return state.view;
    },
  };
  const ids = new SeededIds(clock.now());
  const engine = new SuggestionEngine({
    profile,
    portfolio,
    openPlan: () => (state.planRunning ? "running" : null),
    risk: { read: () => ({ volatility: { unknown: "" }, riskTargets: { unknown: "" } }) },
    repositories: store.repositories,
    journal: store.journal,
    clock,
    ids,
    logger: silentLogger,
  });
  const signals = new SignalEngine({
    profile,
    suggestions: engine,
    portfolio,
    repository: store.repositories.signals,
    clock,
    ids,
    logger: silentLogger,
  });
  await signals.start();
  await engine.start();
  running.push(engine, signals);
  /** Prices move BTC to this share; the rules are asked within the second. */
  const move = async (btcPercent: number) => {
    state.view = viewOf(btcPercent, clock.now());
    changes.publish(state.view.portfolio);
    await clock.advance(1_000);
  };
  const titles = () => engine.read().open.map(({ title }) => title);
  const events = async () =>
    (await store.journal.read({ after: 0, limit: 100 })).map(({ event }) =>
      event.kind === "suggestion.closed" ? `closed ${event.because}` : event.kind.replace("suggestion.", ""),
    );
  const only = () => {
    const [suggestion] = engine.read().open;
    if (suggestion === undefined) throw new Error("nothing is open");
    return suggestion;
  };
  return { store, clock, state, engine, signals, move, titles, events, only, changes };
}

// Cash is 50 and drifts as far as BTC does, so an out-of-band BTC comes with out-of-band cash.
const OVER = ["BTC is 6.0 points over target", "Cash is 6.0 points under target"];

describe("SuggestionEngine", () => {
  it("says why nothing happened", async () => {
    const { engine, move } = await setUp();
    await move(50);
    expect(engine.read().lastEvaluation).toMatchObject({
      fired: [],
      summary: "Nothing to do: every asset is exactly on target.",
    });
    await move(52);
    expect(engine.read().lastEvaluation?.summary).toBe(
      "Nothing to do: BTC is nearest to its band, 2.0 points over target with ±5.0.",
    );
  });

  it("opens an episode once, updates it in place and closes it after two evaluations without its condition", async () => {
    const { engine, move, titles, events, only, store } = await setUp();
    await move(56);
    expect(titles()).toEqual(OVER);
    expect(engine.read().lastEvaluation?.summary).toBe(`Opened: ${OVER.join("; ")}.`);
    const { id, openedAt } = only();
    await move(57);
    expect(only()).toMatchObject({ id, openedAt, title: "BTC is 7.0 points over target", priority: "medium" });
    await move(51);
    expect(titles()).toHaveLength(2);
    await move(57);
    await move(51);
    expect(titles()).toHaveLength(2);
    await move(51);
    expect(titles()).toEqual([]);
    expect(engine.read().recent.map(({ closedBecause }) => closedBecause)).toEqual(["conditionOver", "conditionOver"]);
    expect(await events()).toEqual(["opened", "opened", "closed conditionOver", "closed conditionOver"]);
    const stored = await store.repositories.suggestions.list(profile.id, 0 as UnixMs);
    expect(stored.map((suggestion) => suggestionSchema.parse(suggestion).closedAt)).not.toContain(null);
  });

  it("asks at most once a second, and every five minutes without any price", async () => {
    const { engine, changes, state, clock } = await setUp();
    state.asked = 0;
    for (let batch = 0; batch < 100; batch += 1) {
      changes.publish(state.view.portfolio);
      await clock.advance(30);
    }
    // Three seconds of batches: at once, and at each full second after it.
    expect(state.asked).toBe(4);
    await clock.advance(1_000);
    const first = engine.read().lastEvaluation?.ts ?? 0;
    await clock.advance(5 * MINUTE_MS);
    expect((engine.read().lastEvaluation?.ts ?? 0) - first).toBeGreaterThan(4 * MINUTE_MS);
  });

  it("does not look at old or missing prices, nor while a plan runs, and says so", async () => {
    const { engine, state, clock, titles, move } = await setUp();
    state.view = viewOf(60, clock.now(), { state: "stale", ageMs: 42_000 });
    expect((await engine.check(true)).summary).toBe("Not checked: the price of BTC is 42 s old.");
    state.view = viewOf(60, clock.now(), { ageMs: 90_000 });
    expect((await engine.check(false)).summary).toBe("Not checked: the last price of BTC is 90 s old.");
    state.planRunning = true;
    await move(60);
    expect(engine.read().lastEvaluation?.summary).toBe("Not checked: a plan is being executed.");
    expect(titles()).toEqual([]);
  });

  it("keeps quiet for an hour after a finished rebalance of the same rule; force does not wait", async () => {
    const { engine, clock, move, titles, events } = await setUp();
    await move(56);
    engine.rebalanceFinished(clock.now());
    await move(50);
    await move(50);
    expect((await events()).slice(-1)).toEqual(["closed rebalanced"]);
    await move(56);
    expect(titles()).toEqual([]);
    expect(engine.read().lastEvaluation?.summary).toBe(
      `Quiet for 60 more min after the last rebalance: ${OVER.join("; ")}.`,
    );
    await engine.check(true);
    expect(titles()).toEqual(OVER);
  });

  it("another rule still speaks during a cool-down, and after it the same one does", async () => {
    const { engine, clock, move, titles } = await setUp();
    await move(56);
    engine.rebalanceFinished(clock.now());
    await move(50);
    await move(50);
    await move(75);
    expect(titles()).toEqual(["75.0% of the portfolio is BTC"]);
    await clock.advance(HOUR_MS + 5 * MINUTE_MS);
    expect(titles()).toContain("BTC is 25.0 points over target");
  });

  it("remembers the cool-down of a rebalance that finished before a restart", async () => {
    const first = await setUp();
    await first.move(56);
    const planId = new SeededIds(3).planId();
    await first.store.journal.append(first.clock.now(), profile.id, [
      { kind: "plan.state", planId, from: "EXECUTING", to: "DONE", reason: null },
    ]);
    await first.clock.advance(1_000);
    await first.move(50);
    await first.move(50);
    await first.engine.dispose();
    const second = await setUp({ store: first.store, clock: first.clock });
    await second.move(56);
    expect(second.titles()).toEqual([]);
    expect(second.engine.read().lastEvaluation?.summary).toContain("Quiet for");
  });

  it("snoozes until a time and wakes", async () => {
    const { engine, clock, move, only, events } = await setUp();
    await move(56);
    const snoozed = await engine.snooze(only().id, "1h");
    expect(snoozed.snoozedUntil).toBe(clock.now() + HOUR_MS);
    await move(56);
    expect(only().snoozedUntil).toBe(snoozed.snoozedUntil);
    await clock.advance(HOUR_MS);
    await move(56);
    expect(only().snoozedUntil).toBeNull();
    expect(await events()).toEqual(["opened", "opened", "snoozed"]);
  });

  it("snoozes until it doubles", async () => {
    const { engine, move, only } = await setUp();
    await move(56);
    await engine.snooze(only().id, "doubles");
    await move(61.9);
    expect(only().snoozedUntilDoubles).toBe("0.06");
    await move(62);
    expect(only()).toMatchObject({ snoozedUntilDoubles: null, title: "BTC is 12.0 points over target" });
  });

  it("stays dismissed, across a restart too, until the condition has been over", async () => {
    const { engine, store, clock, move, titles, only } = await setUp();
    await move(56);
    const { id } = only();
    await expect(engine.dismiss(id, "I like it so")).resolves.toMatchObject({
      closedBecause: "dismissed",
      dismissReason: "I like it so",
    });
    await expect(engine.dismiss(id, "again")).rejects.toMatchObject({ code: "INPUT_INVALID" });
    await move(58);
    expect(titles()).toEqual(["Cash is 8.0 points under target"]);
    await engine.dispose();
    const again = await setUp({ store, clock });
    await again.move(58);
    expect(again.titles()).toEqual(["Cash is 8.0 points under target"]);
    await again.move(50);
    await again.move(50);
    await again.engine.dispose();
    const third = await setUp({ store, clock });
    await third.move(56);
    expect(third.titles()).toEqual(OVER);
    expect(third.only().id).not.toBe(id);
  });

  it("takes an open episode up again after a restart instead of opening it twice", async () => {
    const first = await setUp();
    await first.move(56);
    const { id } = first.only();
    await first.engine.dispose();
    const second = await setUp({ store: first.store, clock: first.clock });
    await second.move(56);
    expect(second.only().id).toBe(id);
    expect(await second.events()).toEqual(["opened", "opened"]);
  });

  it("does not apply a user's decision that could not be stored", async () => {
    const { engine, store, move, only } = await setUp();
    await move(56);
    await flushAsync();
    store.failWrites("STORE_FULL");
    await expect(engine.snooze(only().id, "1d")).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(only().snoozedUntil).toBeNull();
  });

  it("keeps its lifecycle for any way the market goes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 40, max: 65 }), { maxLength: 25 }), async (path) => {
        const { engine, move, events } = await setUp();
        let quiet = 0;
        for (const percent of path) {
          await move(percent);
          const out = Math.abs(percent - 50) > 5;
          quiet = out ? 0 : quiet + 1;
          const open = engine.read().open.filter(({ type }) => type === "threshold");
          expect(new Set(open.map(({ asset: code }) => code)).size).toBe(open.length);
          if (out) expect(open).toHaveLength(2);
          if (quiet >= 2) expect(open).toHaveLength(0);
        }
        await flushAsync();
        const told = await events();
        const opened = told.filter((event) => event === "opened").length;
        expect(opened - told.filter((event) => event.startsWith("closed")).length).toBe(engine.read().open.length);
      }),
      { numRuns: 25 },
    );
  });
});

describe("SignalEngine", () => {
  it("makes one signal of each suggestion, with strength, rationale and a hash that repeats", async () => {
    const { signals, move, store } = await setUp();
    await move(56);
    const made = signals.list(10);
    expect(made.map((signal) => signalSchema.parse(signal))).toEqual(made);
    const btc = made.find(({ asset: code }) => code === "BTC");
    expect(btc).toMatchObject({
      action: "sell",
      quantity: "6",
      price: "1",
      confidence: "1",
      strength: "0.6",
      source: "rebalance",
      rule: "threshold, version 1",
    });
    expect(btc?.summary).toBe("BTC is 6.0 points over target. 56.0% against 50.0%, band ±5.0.");
    expect(btc?.rationale).toContainEqual({
      name: "Drift",
      value: "6.00 points",
      needs: "outside ±5.00",
      passed: true,
    });
    expect(await store.repositories.signals.list(profile.id, 10)).toHaveLength(2);
    const other = await setUp();
    await other.move(56);
    const same = other.signals.list(10).find(({ asset: code }) => code === "BTC");
    expect(same?.decisionHash).toBe(btc?.decisionHash);
    const moved = await setUp();
    await moved.move(57);
    expect(moved.signals.list(10).find(({ asset: code }) => code === "BTC")?.decisionHash).not.toBe(btc?.decisionHash);
  });

  it("says how strongly cash should be deployed", async () => {
    const { signals, move } = await setUp();
    await move(10);
    expect(signals.list(10).find(({ source }) => source === "cashDeployment")).toMatchObject({
      action: "rebalance",
      asset: null,
      // (0.9 - 0.8) / (1 - 0.8)
      strength: "0.5",
      rule: "high cash, version 1",
    });
  });

  it("ends with its suggestion, and is made anew when it expires before that", async () => {
    const { signals, move, clock } = await setUp();
    await move(56);
    expect(signals.openCount()).toBe(2);
    await clock.advance(HOUR_MS + MINUTE_MS);
    expect(signals.list(10)).toHaveLength(4);
    expect(signals.openCount()).toBe(2);
    await move(50);
    await move(50);
    expect(signals.openCount()).toBe(0);
  });

  it("finds its signals again after a restart instead of making them twice", async () => {
    const first = await setUp();
    await first.move(56);
    await first.engine.dispose();
    const second = await setUp({ store: first.store, clock: first.clock });
    await second.move(56);
    await second.clock.advance(2 * MINUTE_MS);
    expect(second.signals.list(10)).toHaveLength(2);
  });
});
