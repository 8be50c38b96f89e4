import { describe, expect, it } from "vitest";
import { computeReturnSeries } from "#engine/market-data/compute-return-series.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type AccountId, accountIdSchema } from "#shared/domain/ids.ts";
import { type Order, orderSchema } from "#shared/domain/order.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { BENCH_ACCOUNT, type BootedEngine, runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";
import type { CallerFacts } from "./risk-engine.ts";

async function started() {
  const bench = new TradingBench();
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  return { bench, engine };
}

/** What the caller knows when the first leg of a plan is looked at, after its approval. */
async function factsOf(bench: TradingBench, engine: BootedEngine): Promise<CallerFacts> {
  const { record } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  const { plan } = record;
  const leg = plan.legs[0]!;
  return {
    draft: {
      planId: plan.planId,
      legIndex: 0,
      part: 1,
      accountId: leg.accountId,
      venue: leg.venue,
      symbol: leg.symbol,
      base: leg.base,
      quote: leg.quote,
      side: leg.side,
      kind: leg.kind,
      quantity: Decimal.parse(leg.quantity),
      limitPrice: Decimal.parse(leg.limitPrice),
    },
    plan,
    planState: "EXECUTING",
    approval: { planHash: plan.planHash, at: bench.clock.now() },
    approvalMs: 300_000,
    ready: { ok: true, reason: "" },
    paused: null,
    venueStatus: { state: "online", detail: null },
    budgets: [],
    balances: [
      { accountId: leg.accountId, asset: leg.base, free: "0.1", inOrders: "0", earn: "0", locked: "0" },
    ] as never,
    fees: BENCH_ACCOUNT.fees,
    clockErrorMs: 0,
    orders: [],
    dayTurnover: Decimal.ZERO,
    standing: null,
  };
}

const codes = (engine: BootedEngine, facts: CallerFacts) =>
  engine.risk.review(facts).flatMap(({ denial }) => (denial === null ? [] : [denial.code]));

const order = (patch: Partial<Order>): Order =>
  orderSchema.parse({
    clientOrderId: "00000000-0000-4000-8000-000000000002",
    profileId: "bench-profile",
    accountId: BENCH_ACCOUNT.id,
    planId: "00000000-0000-4000-8000-000000000001",
    legIndex: 0,
    venue: BENCH_ACCOUNT.venue,
    symbol: "BTC/USD",
    side: "buy",
    kind: "limitIoc",
    quantity: "0.01",
    limitPrice: "50050",
    state: "REJECTED",
    venueOrderId: null,
    filledQuantity: "0",
    averagePrice: null,
    fees: [],
    reason: "BAD_SIGNATURE",
    detail: null,
    attempt: 1,
    sentAt: null,
    expiresAt: null,
    updatedAt: 0,
    ...patch,
  });
const refused = (accountId: AccountId, plannedAt: UnixMs) => ({ order: order({ accountId }), plannedAt });

describe("RiskEngine", () => {
  it("lets a sound order through every gate, on facts that it gathers itself", async () => {
    const { bench, engine } = await started();
    const facts = await factsOf(bench, engine);
    expect(codes(engine, facts)).toEqual([]);
    expect(engine.risk.check(facts)).toBeNull();
  });

  it("knows no price where the market gives none, or one that is no more than nothing", async () => {
    const { bench, engine } = await started();
    const facts = await factsOf(bench, engine);
    const { draft } = facts;
    bench.mids["BTC/USD"] = "0";
    expect(codes(engine, facts)).toContain("PRICE_MISSING");
    delete bench.mids["BTC/USD"];
    expect(codes(engine, facts)).toContain("PRICE_MISSING");
    // A coin without a way to the profile's currency is no price of this market either.
    bench.mids["BTC/USD"] = "50000";
    const strange = { ...facts, draft: { ...draft, quote: "EUR" as never } };
    expect(engine.risk.check(strange)?.code).toBe("PRICE_MISSING");
  });

  it.each([
    ["live", false],
    ["lagging", false],
    ["suspect", true],
    ["stale", true],
    ["dead", true],
  ] as const)("counts on a consensus that is %s: missing is %s", async (state, missing) => {
    const { bench, engine } = await started();
    const facts = await factsOf(bench, engine);
    const { consensus } = bench.market;
    bench.market.consensus = (asset, currency) => ({ ...consensus(asset, currency)!, state });
    expect(codes(engine, facts).includes("PRICE_MISSING")).toBe(missing);
  });

  it("does not look a quote's age up in the future when our clock was set back", async () => {
    const { bench, engine } = await started();
    const facts = await factsOf(bench, engine);
    const quote = bench.market.quote(facts.draft.venue, facts.draft.symbol)!;
    bench.market.quote = () => ({ ...quote, confirmedAt: unixMs(bench.clock.now() + 60_000) });
    expect(codes(engine, facts)).toEqual([]);
    bench.market.quote = () => null;
    expect(engine.risk.check(facts)?.code).toBe("PRICE_MISSING");
  });

  it("takes an account that is not the profile's for no account", async () => {
    const { bench, engine } = await started();
    const facts = await factsOf(bench, engine);
    bench.profile = { ...bench.profile, mode: "live" };
    const foreign = { ...facts, draft: { ...facts.draft, accountId: accountIdSchema.parse("another") } };
    expect(codes(engine, foreign)).toContain("KEY_UNKNOWN");
  });

  it("reads the past of a plan's assets before the gates are asked, and says where there is none", async () => {
    const { bench, engine } = await started();
    const line = async () => {
      const { gates } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
      return gates.find(({ name }) => name === "Volatility");
    };
    expect(await line()).toMatchObject({ ok: true, detail: "Not checked: there are no daily prices of ETH." });
    bench.market.returnSeries = async (asset, currency, timeframe, { bars }) => {
      const empty = computeReturnSeries([], { asset, currency, timeframe, bars, until: bench.clock.now() });
      return { ...empty, returns: empty.returns.map((_, day) => (day % 2 === 0 ? 0.02 : -0.02)) };
    };
    await bench.clock.advance(60_000);
    expect(await line()).toMatchObject({ ok: true, detail: "Passes." });
    bench.profile = { ...bench.profile, limits: { ...bench.profile.limits, volatilityCeiling: "0.01" as never } };
    // The sale in front of it lowers the volatility, and goes.
    expect(await line()).toMatchObject({
      ok: false,
      code: "VOLATILITY_CEILING",
      detail: expect.stringContaining("Order 2"),
    });
  });

  it("denies and stops everything once a write of the journal failed", async () => {
    const { bench, engine } = await started();
    const facts = await factsOf(bench, engine);
    expect(engine.risk.stopped()).toBeNull();
    bench.store.failWrites("STORE_FULL", "the disk is full");
    await expect(engine.risk.arm("test")).rejects.toThrow("the disk is full");
    bench.store.heal();
    await bench.store.probe();
    // The store is well again, but whether the journal's last write reached the disk is not known.
    expect(bench.store.health().state).toBe("ok");
    expect(engine.risk.stopped()).toBe("STORE_NOT_OK");
    expect(codes(engine, facts)).toContain("STORE_NOT_OK");
  });

  it("is stopped by a store that is not well, by a halt and, before both, by the kill switch", async () => {
    const { bench, engine } = await started();
    bench.store.failWrites("STORE_FULL", "no space");
    await expect(bench.store.repositories.profiles.save(bench.profile)).rejects.toThrow("no space");
    expect(engine.risk.stopped()).toBe("STORE_NOT_OK");
    bench.store.heal();
    await bench.store.probe();
    await engine.risk.halt({ code: "DRAWDOWN", message: "x" });
    expect(engine.risk.stopped()).toBe("PROFILE_HALTED");
    await engine.killSwitch.set(true, "enough");
    expect(engine.risk.stopped()).toBe("KILL_SWITCH_ON");
  });

  it("is halted once: the first reason stays, and a person arms it again", async () => {
    const { engine } = await started();
    await engine.risk.halt({ code: "DRAWDOWN", message: "first" });
    await engine.risk.halt({ code: "DAY_LOSS", message: "second" });
    expect(engine.risk.trading.reason).toEqual({ code: "DRAWDOWN", message: "first" });
    await engine.risk.arm("looked at it");
    expect(engine.risk.trading).toMatchObject({ state: "active", reason: { code: "ARMED", message: "looked at it" } });
  });

  it("is an error of the log where the program halts, and a plain line where a person does", async () => {
    const logger = recordingLogger();
    const bench = new TradingBench();
    const engine = bench.boot({ logger });
    await runFor(bench.clock, startEngine(engine));
    for (const code of ["DRAWDOWN", "BY_HAND"]) {
      await engine.risk.halt({ code, message: "x" });
      await engine.risk.arm("looked at it");
    }
    const halts = logger.lines.filter(({ message }) => message === "Trading halted");
    expect(halts.map(({ level, fields }) => [level, fields.code])).toEqual([
      ["error", "DRAWDOWN"],
      ["info", "BY_HAND"],
    ]);
  });

  it("halts at the third refusal in a row of one account, counted from the last arming on", async () => {
    const { bench, engine } = await started();
    const now = bench.clock.now();
    const other = accountIdSchema.parse("other");
    const spread = [refused(BENCH_ACCOUNT.id, now), refused(other, now), refused(BENCH_ACCOUNT.id, now)];
    await engine.risk.watchRefusals(spread);
    expect(engine.risk.trading.state).toBe("active");
    await engine.risk.watchRefusals([...spread, refused(BENCH_ACCOUNT.id, now)]);
    expect(engine.risk.trading.reason?.code).toBe("BREAKER_REFUSALS");
    await bench.clock.advance(1_000);
    await engine.risk.arm("mended");
    await engine.risk.watchRefusals([...spread, refused(BENCH_ACCOUNT.id, now)]);
    expect(engine.risk.trading.state).toBe("active");
  });
});
