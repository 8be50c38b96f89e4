// Over a month of simulated time, does each schedule, flow and cool-down open what it should, once, and leave its record?

import { afterEach, describe, expect, it } from "vitest";
import { EntryList } from "#engine/books/compute-entry-list.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { computePortfolio, type PortfolioView } from "#engine/portfolio/compute-portfolio.ts";
import { evaluationRecordSchema } from "#shared/domain/evaluation.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { triggerSettingsPatchSchema } from "#shared/domain/trigger-settings.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { asset, testBalance, testPrice, testProfile, testTransaction } from "#testing/portfolio-fakes.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { testLedger } from "#testing/test-ledger.ts";
import { changeTriggers } from "./change-triggers.ts";
import { SuggestionEngine, type SuggestionPolicies } from "./suggestion-engine.ts";

/** Monday 23 March 2026, 00:00 UTC: summer time begins in Europe on the Sunday. */
const START = Date.parse("2026-03-23T00:00:00Z");
const NOT_ASKED = { unknown: "no rule or band asks for it" };

/** As in the program, but for storing numbers that changed: a month has many minutes. */
const POLICIES: SuggestionPolicies = {
  batchMs: SECOND_MS,
  timerMs: 5 * MINUTE_MS,
  recentMs: 7 * DAY_MS,
  memoryMs: 365 * DAY_MS,
  saveMs: 6 * HOUR_MS,
};

const running: { dispose(): Promise<void> }[] = [];
afterEach(async () => {
  for (const engine of running.splice(0)) await engine.dispose();
});

async function setUp(
  triggers: object = {},
  options: { store?: MemoryStore; clock?: ManualClock; timerMs?: number } = {},
) {
  const { store = new MemoryStore(), clock = new ManualClock(START) } = options;
  const plain = testProfile({ targets: { BTC: "0.5", USD: "0.5" } });
  const profile = changeTriggers(plain, triggerSettingsPatchSchema.parse(triggers), unixMs(START));
  const state = {
    btc: 50,
    usd: 50,
    live: true,
    openPlan: null as "shown" | "running" | null,
    entries: [testTransaction({ id: "d", ts: 0, type: "deposit", asset: "USD", quantity: "100" })] as Transaction[],
  };
  const view = (): PortfolioView =>
    computePortfolio({
      profile,
      ts: clock.now(),
      balances: [testBalance("BTC", `${state.btc}`), testBalance("USD", `${state.usd}`)],
      balancesKnown: true,
      ledger: testLedger(state.entries),
      prices: new Map([
        [asset("BTC"), testPrice("BTC", "1", state.live ? {} : { state: "stale", ageMs: 100_000 })],
        [asset("USD"), testPrice("USD", "1")],
      ]),
      dayStart: null,
    });
  const changes = new Topic<Portfolio>();
  const engine = new SuggestionEngine({
    profile,
    portfolio: { changes, view, transactions: () => EntryList.of(state.entries) },
    openPlan: () => state.openPlan,
    risk: { read: () => ({ volatility: NOT_ASKED, riskTargets: NOT_ASKED }) },
    repositories: store.repositories,
    journal: store.journal,
    clock,
    ids: new SeededIds(clock.now()),
    logger: silentLogger,
    policies: { ...POLICIES, timerMs: options.timerMs ?? POLICIES.timerMs },
  });
  await engine.start();
  running.push(engine);
  const prices = async () => {
    changes.publish(view().portfolio);
    await clock.advance(SECOND_MS);
  };
  const open = () => engine.read().open.map(({ type, reason }) => `${type}: ${reason}`);
  const openTypes = () => engine.read().open.map(({ type }) => type);
  /** What a person does with it: the plan is executed and done. */
  const rebalance = async () => {
    state.btc = (state.btc + state.usd) / 2;
    state.usd = state.btc;
    engine.rebalanceFinished(clock.now());
    await prices();
    await prices();
  };
  /** The machine sleeps: the wall clock goes on, timers and prices do not. */
  const sleep = async (ms: number) => {
    clock.stepWall(ms);
    state.live = false;
    await prices();
    state.live = true;
    await prices();
  };
  const deposit = (usd: number) => {
    state.usd += usd;
    const id = `d${state.entries.length}`;
    const type = usd < 0 ? "withdrawal" : "deposit";
    state.entries = [
      ...state.entries,
      testTransaction({ id, ts: clock.now(), type, asset: "USD", quantity: `${Math.abs(usd)}` }),
    ];
  };
  return { store, clock, state, engine, prices, open, openTypes, rebalance, sleep, deposit, profile };
}

const MONDAYS = { schedule: { on: true, timing: { kind: "cron", expression: "0 9 * * MON", zone: "Europe/Berlin" } } };

describe("a schedule", () => {
  it("opens one suggestion a week, at nine by the wall clock before and after summer time begins", async () => {
    const { clock, engine, rebalance } = await setUp(MONDAYS, { timerMs: 30 * MINUTE_MS });
    const opened: string[] = [];
    for (let step = 0; step < 28 * 24 * 2; step += 1) {
      await clock.advance(30 * MINUTE_MS);
      const [suggestion] = engine.read().open;
      if (suggestion === undefined) continue;
      opened.push(new Date(suggestion.openedAt).toISOString());
      await rebalance();
      expect(engine.read().open).toEqual([]);
    }
    expect(opened.map((text) => text.slice(0, 16))).toEqual([
      "2026-03-23T08:00",
      "2026-03-30T07:00",
      "2026-04-06T07:00",
      "2026-04-13T07:00",
    ]);
    expect(engine.read().recent.map(({ closedBecause }) => closedBecause)).toEqual(["rebalanced"]);
  });

  it("catches up once after three days of sleep, and not before prices are fresh", async () => {
    const daily = { schedule: { on: true, timing: { kind: "cron", expression: "0 9 * * *", zone: "UTC" } } };
    const { clock, engine, open, openTypes, rebalance, sleep, state } = await setUp(daily);
    await clock.advance(8 * HOUR_MS);
    expect(open()).toEqual([]);
    clock.stepWall(3 * DAY_MS);
    state.live = false;
    await clock.advance(2 * HOUR_MS);
    expect(open()).toEqual([]);
    expect(engine.read().lastEvaluation?.summary).toBe("Not checked: the last price of BTC is 100 s old.");
    state.live = true;
    await clock.advance(5 * MINUTE_MS);
    expect(open()).toEqual(["schedule: Due by the schedule, once. It also catches up 3 times before it."]);
    await rebalance();
    await clock.advance(22 * HOUR_MS);
    // The next one is that of the next morning, not one of those that were missed.
    expect(open()).toEqual([]);
    await clock.advance(HOUR_MS);
    expect(open()).toEqual(["schedule: Due by the schedule."]);
    await sleep(2 * DAY_MS);
    expect(openTypes()).toEqual(["schedule"]);
  });

  it("catches up once after a start too, and what was done or dismissed before it is not due again", async () => {
    const first = await setUp(MONDAYS);
    await first.clock.advance(9 * HOUR_MS);
    await first.engine.dismiss(first.engine.read().open[0]?.id ?? ("" as never), "not today");
    await first.clock.advance(10 * MINUTE_MS);
    expect(first.open()).toEqual([]);
    await first.engine.dispose();
    const { store, clock } = first;
    const second = await setUp(MONDAYS, { store, clock });
    await second.prices();
    expect(second.open()).toEqual([]);
    await second.engine.dispose();
    clock.stepWall(15 * DAY_MS);
    const third = await setUp(MONDAYS, { store, clock });
    await third.prices();
    expect(third.open()).toEqual(["schedule: Due by the schedule, once. It also catches up 1 time before it."]);
    await third.prices();
    expect(third.open()).toHaveLength(1);
  });

  it("every hour is kept from asking within the cool-down, and then asks; force does not wait", async () => {
    const hourly = { schedule: { on: true, timing: { kind: "every", everyMs: HOUR_MS } }, coolDownMs: 2 * HOUR_MS };
    const { clock, engine, openTypes, rebalance } = await setUp(hourly);
    await clock.advance(HOUR_MS);
    expect(openTypes()).toEqual(["schedule"]);
    await rebalance();
    expect(engine.cooling()).toEqual([{ type: "schedule", until: clock.now() - 2 * SECOND_MS + 2 * HOUR_MS }]);
    await clock.advance(HOUR_MS + 5 * MINUTE_MS);
    expect(openTypes()).toEqual([]);
    expect(engine.read().lastEvaluation?.summary).toMatch(
      /^Quiet for 5\d more min after the last rebalance: Time to rebalance\.$/,
    );
    await engine.check(false);
    expect(openTypes()).toEqual([]);
    const forced = await engine.check(true);
    expect(forced.summary).toBe("Opened: Time to rebalance.");
    await rebalance();
    await clock.advance(2 * HOUR_MS + 5 * MINUTE_MS);
    expect(openTypes()).toEqual(["schedule"]);
  });

  it("snoozed until it doubles, wakes when it is twice as late", async () => {
    const { clock, engine, prices } = await setUp({
      schedule: { on: true, timing: { kind: "every", everyMs: DAY_MS } },
    });
    const only = () => engine.read().open[0];
    await clock.advance(DAY_MS + HOUR_MS);
    await prices();
    await engine.snooze(only()?.id ?? ("" as never), "doubles");
    await clock.advance(50 * MINUTE_MS);
    expect(only()?.snoozedUntilDoubles).not.toBeNull();
    await clock.advance(15 * MINUTE_MS);
    expect(only()?.snoozedUntilDoubles).toBeNull();
  });

  it("a recurring buy previews with its amount", async () => {
    const buy = {
      on: true,
      timing: { kind: "every", everyMs: 7 * DAY_MS },
      plan: { kind: "invest", asset: "USD", amount: "25" },
    };
    const { clock, engine } = await setUp({ schedule: buy });
    await clock.advance(7 * DAY_MS);
    expect(engine.read().open[0]).toMatchObject({
      title: "Time to buy for 25 USD",
      plan: { policy: { goal: "cashFlow", invest: { asset: "USD", amount: "25" } } },
    });
  });
});

describe("a deposit", () => {
  it("opens a cash-flow plan once, and is done with by the next rebalance", async () => {
    const { clock, engine, deposit, prices, openTypes, rebalance } = await setUp({ threshold: { on: false } });
    deposit(40);
    await prices();
    expect(engine.read().open).toMatchObject([
      {
        type: "flow",
        title: "$40 of cash came in",
        plan: { policy: { goal: "cashFlow", invest: { asset: "USD", amount: "40" } } },
      },
    ]);
    await clock.advance(DAY_MS);
    expect(openTypes()).toEqual(["flow"]);
    await rebalance();
    expect(openTypes()).toEqual([]);
    expect(engine.read().recent[0]?.closedBecause).toBe("rebalanced");
    deposit(40);
    await clock.advance(HOUR_MS + 5 * MINUTE_MS);
    expect(engine.read().open).toMatchObject([{ title: "$40 of cash came in" }]);
  });

  it("that was dismissed says nothing about the next one, and an old one is forgotten", async () => {
    const { clock, engine, deposit, prices, openTypes } = await setUp({ threshold: { on: false } });
    deposit(40);
    await prices();
    await engine.dismiss(engine.read().open[0]?.id ?? ("" as never), "stays cash");
    await prices();
    await prices();
    await clock.advance(5 * MINUTE_MS);
    deposit(30);
    await prices();
    expect(engine.read().open).toMatchObject([{ title: "$30 of cash came in" }]);
    await clock.advance(7 * DAY_MS + 10 * MINUTE_MS);
    expect(openTypes()).toEqual([]);
  });
});

describe("while a plan is open", () => {
  it.each([
    ["shown", "Not checked: a plan is being looked at."],
    ["running", "Not checked: a plan is being executed."],
  ] as const)("%s, nothing is suggested", async (openPlan, summary) => {
    const { engine, state, prices, openTypes } = await setUp();
    state.btc = 90;
    state.openPlan = openPlan;
    await prices();
    expect(engine.read().lastEvaluation?.summary).toBe(summary);
    expect(openTypes()).toEqual([]);
    state.openPlan = null;
    await prices();
    expect(openTypes()).not.toEqual([]);
  });
});

describe("records", () => {
  it("tell for each rule why it fired or not, newest first, in few records however often prices move", async () => {
    const { engine, clock, prices, state, store } = await setUp({ loss: { on: false } });
    for (let count = 0; count < 20; count += 1) {
      state.btc = 50 + count / 10;
      state.usd = 100 - state.btc;
      await prices();
    }
    state.btc = 60;
    state.usd = 40;
    await prices();
    await prices();
    await engine.check(true);
    const all = await engine.evaluations.list({ limit: 50 });
    expect(all.map((record) => evaluationRecordSchema.parse(record))).toEqual(all);
    expect(all.map(({ seq, times, cause }) => [seq, times, cause])).toEqual([
      [4, 1, "forced"],
      [3, 1, "prices"],
      [2, 1, "prices"],
      [1, 20, "prices"],
    ]);
    const threshold = (seq: number) =>
      all.find((record) => record.seq === seq)?.rules.find(({ type }) => type === "threshold");
    expect(threshold(1)).toMatchObject({ fired: false, outcome: "quiet", asset: "BTC", limit: "0.05" });
    expect(threshold(2)).toMatchObject({
      fired: true,
      outcome: "opened",
      reason: expect.stringContaining("over target"),
    });
    expect(threshold(3)).toMatchObject({ fired: true, outcome: "open" });
    expect(all[0]?.rules.map(({ type, outcome }) => `${type} ${outcome}`)).toEqual([
      "threshold open",
      "schedule off",
      "riskAdjusted off",
      "volatilityBand off",
      "highCash quiet",
      "loss off",
      "diversification quiet",
      "concentration quiet",
      "flow quiet",
      "positionExit quiet",
    ]);
    expect(
      (await engine.evaluations.list({ limit: 50, rule: "threshold", fired: false })).map(({ seq }) => seq),
    ).toEqual([1]);
    expect(await engine.evaluations.list({ limit: 50, rule: "highCash", fired: true })).toEqual([]);
    await clock.advance(10 * MINUTE_MS);
    await engine.dispose();
    // Timed ones have records of their own, and a restart goes on counting.
    const again = await setUp({ loss: { on: false } }, { store, clock, timerMs: HOUR_MS });
    await again.prices();
    const [newest] = await again.engine.evaluations.list({ limit: 1 });
    expect(newest?.seq).toBe(7);
    await again.clock.advance(31 * DAY_MS);
    const kept = await again.engine.evaluations.list({ limit: 20_000 });
    expect(kept.at(-1)?.from).toBeGreaterThanOrEqual(clock.now() - 30 * DAY_MS - 7 * HOUR_MS);
  });

  it("one that cannot be stored stops nothing", async () => {
    const { engine, store, prices, state, openTypes } = await setUp();
    await prices();
    store.failWrites("STORE_FULL");
    await engine.evaluations.stored();
    store.heal();
    state.btc = 60;
    state.usd = 40;
    await prices();
    await flushAsync();
    expect(openTypes()).toContain("threshold");
    expect((await engine.evaluations.list({ limit: 10 })).length).toBeGreaterThan(0);
  });
});
