import { describe, expect, it } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { type Suggestion, suggestionSchema } from "#shared/domain/suggestion.ts";
import { tradeSchema } from "#shared/domain/trade.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { giveStanding } from "#testing/standing-samples.ts";
import { type BootedEngine, runFor, startEngine, stopEngine, TradingBench } from "#testing/trading-bench.ts";
import { AutomaticRebalanceService } from "./automatic-rebalance-service.ts";

const suggestion = (number: number, patch: Record<string, unknown> = {}): Suggestion =>
  suggestionSchema.parse({
    id: `00000000-0000-4000-8000-00000000000${number}`,
    profileId: "bench-profile",
    type: "threshold",
    asset: null,
    ...{ title: "Drift", reason: "Drift", action: "Rebalance", plan: { policy: {} }, priority: "medium" },
    ...{ measured: "0.1", limit: "0.05", openedAt: 1, updatedAt: 1, snoozedUntil: null, snoozedUntilDoubles: null },
    ...{ closedAt: null, closedBecause: null, dismissReason: null, ...patch },
  });

class Rules {
  open: readonly Suggestion[] = [];
  readonly changes = new Topic<void>();
  read() {
    return { open: this.open };
  }
  fire(...open: readonly Suggestion[]) {
    this.open = open;
    this.changes.publish();
  }
}

/** The exit of a position of 0.01 BTC at one of its levels, as the monitor plans it. */
const exitOf = (kind: string) => ({
  ...{ symbol: "BTC/USD", side: "sell", size: { by: "quantity", amount: "0.01" } },
  signal: {
    ...{ id: "00000000-0000-4000-8000-0000000000aa", rule: "mapper (ensemble), version 1", asset: "BTC" },
    ...{ confidence: "0.8", exit: { kind, rungs: 0 } },
  },
});

async function booted(
  terms: Parameters<typeof giveStanding>[2] = {},
  { positions = {}, exit = exitOf("stopLoss") }: { readonly positions?: object; readonly exit?: object } = {},
) {
  const bench = new TradingBench();
  bench.profile = profileSchema.parse({ ...bench.profile, positions });
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  await giveStanding(bench, engine, terms);
  const rules = new Rules();
  let openPlan: "shown" | "running" | null = null;
  const automatic = new AutomaticRebalanceService({
    suggestions: rules,
    standing: engine.standing,
    rebalance: engine.rebalance,
    planExit: (_asset, asked) => engine.rebalance.preview({ trade: tradeSchema.parse(exit) }, asked),
    openPlan: () => openPlan ?? (engine.rebalance.plans().open === null ? null : "running"),
    clock: bench.clock,
    logger: silentLogger,
  });
  automatic.start();
  const fire = async (...open: readonly Suggestion[]) => {
    rules.fire(...open);
    await runFor(bench.clock, automatic.settled());
    const { open: plan } = engine.rebalance.plans();
    if (plan !== null) await runFor(bench.clock, engine.rebalance.idle(plan.plan.planId));
    return engine.rebalance.plans().latest[0];
  };
  const show = (what: typeof openPlan) => {
    openPlan = what;
  };
  return { bench, engine, automatic, fire, show };
}

async function journaled(bench: TradingBench, kind: string) {
  const entries = await bench.store.journal.read({ after: 0, limit: 10_000 });
  return entries.map(({ event }) => event).filter((event) => event.kind === kind);
}

const money = (amount: string) => ({ kind: "money", amount });

describe("a rule that fires under a standing approval", () => {
  it("is carried out, and the plan's record names it", async () => {
    const { bench, engine, fire } = await booted();
    const record = await fire(suggestion(1));
    const approvalId = engine.standing.live()?.approval.approvalId;
    expect(record).toMatchObject({ state: "DONE", standing: { approvalId, trigger: "threshold" } });
    expect(bench.venue.allFills).toHaveLength(3);
    expect(await journaled(bench, "plan.approved")).toMatchObject([{ standing: { approvalId, trigger: "threshold" } }]);
    expect(bench.savedTargets).toBeNull();
  });

  it.each<[string, Record<string, unknown>, Suggestion]>([
    ["a rule that it does not name", {}, suggestion(1, { type: "loss" })],
    ["a suggestion only to look", {}, suggestion(1, { plan: null })],
    ["one that a person put off", {}, suggestion(1, { snoozedUntil: 8_640_000_000_000_000 })],
    ["one put off until it doubles", {}, suggestion(1, { snoozedUntilDoubles: "0.2" })],
  ])("%s is not even planned", async (_words, terms, open) => {
    const { bench, fire } = await booted(terms);
    expect(await fire(open)).toBeUndefined();
    expect(await journaled(bench, "plan.previewed")).toHaveLength(0);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["an asset that it does not name", "STANDING_NOT_COVERED", { assets: ["BTC", "ETH", "USD"] }],
    ["more turnover than for a plan", "STANDING_LIMIT", { turnover: { perPlan: money("949"), perDay: money("5000") } }],
    ["more turnover than for a day", "STANDING_LIMIT", { turnover: { perPlan: money("5000"), perDay: money("949") } }],
  ])("%s stays a suggestion, and the refusal is journaled", async (_words, code, terms) => {
    const { bench, fire } = await booted(terms);
    expect(await fire(suggestion(1))).toMatchObject({ state: "PREVIEWED" });
    expect(bench.venue.allFills).toHaveLength(0);
    expect(await journaled(bench, "plan.approvalRefused")).toMatchObject([{ reason: { code } }]);
  });

  it("counts the day's turnover over plans and over a restart, until midnight UTC", async () => {
    const { bench, engine, automatic, fire } = await booted({
      turnover: { perPlan: money("5000"), perDay: money("1500") },
    });
    expect(await fire(suggestion(1))).toMatchObject({ state: "DONE" });
    // A gate keeps the same order from being sent twice within seconds.
    await bench.clock.advance(60_000);
    expect(await fire(suggestion(2))).toMatchObject({ state: "PREVIEWED" });
    expect(await journaled(bench, "plan.approvalRefused")).toMatchObject([{ reason: { code: "STANDING_LIMIT" } }]);
    await automatic.dispose();
    await stopEngine(engine);
    const again = bench.boot();
    await runFor(bench.clock, startEngine(again));
    const carryOut = async () => {
      const { record, nonce } = await runFor(bench.clock, again.rebalance.preview({}, {}));
      const use = { approvalId: again.standing.live()?.approval.approvalId as never, trigger: "threshold" } as const;
      return await again.rebalance.approveUnder(use, { planHash: record.plan.planHash, nonce: nonce ?? "" });
    };
    await expect(carryOut()).rejects.toMatchObject({ code: "STANDING_LIMIT" });
    await bench.clock.advance(86_400_000 - (bench.clock.now() % 86_400_000));
    expect(await carryOut()).toMatchObject({ state: "APPROVED" });
  });

  it("sends nothing more once it is suspended in the middle; the order under way goes on to its end", async () => {
    const { bench, engine, fire } = await booted();
    let sent = 0;
    engine.execution.orderChanges.subscribe(({ state }) => {
      if (state !== "SUBMITTING") return;
      sent += 1;
      if (sent === 2) void suspend(engine);
    });
    const record = await fire(suggestion(1));
    expect(record?.state).toBe("PAUSED");
    expect(sent).toBe(2);
    expect(record?.reason?.code).toBe("STANDING_NOT_LIVE");
    expect(bench.venue.allFills.length).toBeLessThanOrEqual(2);
    for (const order of record?.orders ?? []) expect(order.state).not.toBe("OPEN");
    await expect(engine.rebalance.resume(record?.plan.planId as never)).rejects.toMatchObject({
      code: "STANDING_NOT_LIVE",
    });
  });

  it("begins nothing beside a plan that a person looks at, and tries again only after a quarter of an hour", async () => {
    const { bench, engine, fire, show } = await booted({ assets: ["BTC", "USD"] });
    show("shown");
    await fire(suggestion(1));
    expect(await journaled(bench, "plan.previewed")).toHaveLength(0);
    show(null);
    await fire(suggestion(1));
    await fire(suggestion(1));
    expect(await journaled(bench, "plan.previewed")).toHaveLength(1);
    await bench.clock.advance(15 * 60_000);
    await runFor(bench.clock, Promise.resolve());
    expect(await journaled(bench, "plan.previewed")).toHaveLength(2);
    expect(engine.standing.live()).not.toBeNull();
  });

  it("waits shortly for what passes by itself, each time twice as long", async () => {
    const { bench, fire } = await booted();
    bench.quoteState = "lagging";
    await fire(suggestion(1));
    const plans = async () => (await journaled(bench, "plan.previewed")).length;
    expect(await plans()).toBe(1);
    await bench.clock.advance(60_000);
    expect(await plans()).toBe(2);
    await bench.clock.advance(60_000);
    expect(await plans()).toBe(2);
    bench.quoteState = "live";
    await bench.clock.advance(60_000);
    const record = await fire(suggestion(1));
    expect(record).toMatchObject({ state: "DONE" });
  });

  it("can not be used for a plan that a person did not see, by a made-up or an ended one", async () => {
    const { bench, engine } = await booted();
    const live = engine.standing.live();
    await suspend(engine);
    const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    const plan = { planHash: record.plan.planHash, nonce: nonce ?? "" };
    for (const approvalId of ["f".repeat(64), live?.approval.approvalId]) {
      const use = { approvalId: approvalId as never, trigger: "threshold" } as const;
      await expect(engine.rebalance.approveUnder(use, plan)).rejects.toMatchObject({ code: "STANDING_NOT_LIVE" });
    }
    expect(bench.venue.allFills).toHaveLength(0);
  });
});

describe("exits of positions under a standing approval", () => {
  const ALLOWED = { positions: { protectiveExits: true } };
  const NAMED = { triggers: ["positionExit"] };
  const due = suggestion(1, { type: "positionExit", asset: "BTC", plan: { policy: {}, exit: "BTC" } });

  it("are carried out at once where the profile allows them and it names them: only sales, only of the position", async () => {
    const { bench, engine, fire } = await booted(NAMED, ALLOWED);
    const record = await fire(due);
    const approvalId = engine.standing.live()?.approval.approvalId;
    expect(record).toMatchObject({ state: "DONE", standing: { approvalId, trigger: "positionExit" } });
    expect(record?.plan.startDelayMs).toBe(0);
    expect(bench.venue.allFills.map(({ side, symbol }) => [side, symbol])).toEqual([["sell", "BTC/USD"]]);
    expect(await journaled(bench, "plan.approved")).toMatchObject([{ standing: { trigger: "positionExit" } }]);
  });

  it("are proposals where only other rules are named", async () => {
    const { bench, fire } = await booted({}, ALLOWED);
    expect(await fire(due)).toBeUndefined();
    expect(bench.venue.allFills).toHaveLength(0);
  });

  it("can not be named where the profile does not allow them", async () => {
    await expect(booted(NAMED)).rejects.toMatchObject({ code: "STANDING_SUSPENDED" });
  });

  it("end with the profile's leave", async () => {
    const { bench, engine, fire } = await booted(NAMED, ALLOWED);
    bench.profile = profileSchema.parse({ ...bench.profile, positions: { protectiveExits: false } });
    engine.standing.look();
    expect(engine.standing.list()[0]).toMatchObject({ status: "suspended", reason: { code: "EXITS_OFF" } });
    expect(await fire(due)).toBeUndefined();
    expect(bench.venue.allFills).toHaveLength(0);
  });

  it.each<[string, string, Record<string, unknown>, object]>([
    ["because of risk alone", "STANDING_NOT_COVERED", {}, exitOf("risk")],
    [
      "that buys",
      "STANDING_NOT_COVERED",
      {},
      { ...exitOf("stopLoss"), side: "buy", size: { by: "quantity", amount: "0.001" } },
    ],
    ["of another asset", "STANDING_NOT_COVERED", {}, { ...exitOf("stopLoss"), symbol: "ETH/USD" }],
    ["that a person could have typed", "STANDING_NOT_COVERED", {}, { ...exitOf("stopLoss"), signal: undefined }],
    ["of an asset it does not name", "STANDING_NOT_COVERED", { assets: ["ETH", "USD"] }, exitOf("stopLoss")],
    ["over its limit", "STANDING_LIMIT", { turnover: { perPlan: money("1"), perDay: money("1") } }, exitOf("stopLoss")],
  ])("none %s", async (_words, code, terms, exit) => {
    const { bench, fire } = await booted({ ...NAMED, ...terms }, { ...ALLOWED, exit });
    expect(await fire(due)).toMatchObject({ state: "PREVIEWED" });
    expect(bench.venue.allFills).toHaveLength(0);
    expect(await journaled(bench, "plan.approvalRefused")).toMatchObject([{ reason: { code } }]);
  });
});

async function suspend({ standing }: BootedEngine): Promise<void> {
  const live = standing.live();
  if (live !== null) await standing.revoke(live.approval.approvalId);
}
