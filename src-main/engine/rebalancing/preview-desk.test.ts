import { describe, expect, it } from "vitest";
import { computeReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { ValidationOutcome } from "#engine/ports/exchange-client.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { Deposit, RebalancePlan } from "#shared/domain/plan.ts";
import type { PlanEdits } from "#shared/domain/plan-edits.ts";
import type { Targets } from "#shared/domain/policy.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import { BENCH_ACCOUNT, runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";
import { GreedyPlanner } from "./greedy-planner.ts";

const amount = (text: string) => decimal(text).toString();
const deposit = (asset: string, text: string): Deposit => ({
  accountId: BENCH_ACCOUNT.id,
  asset: asset as Deposit["asset"],
  amount: amount(text),
});

async function booted(validate?: (symbol: string) => Promise<ValidationOutcome>) {
  const bench = new TradingBench({
    planner: new GreedyPlanner(),
    balances: { BTC: "0.2", ETH: "1", SOL: "10", USD: "6500" },
    policy: { maxCostFraction: "0.02" },
  });
  const asked: string[] = [];
  if (validate !== undefined)
    bench.venue.validateOrder = async ({ symbol }) => {
      asked.push(symbol);
      return await validate(symbol);
    };
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const { rebalance } = engine;
  const preview = (request: Parameters<typeof rebalance.preview>[0] = {}) =>
    runFor(bench.clock, rebalance.preview(request, {}));
  /** Long enough on screen that the venues are asked. */
  const stays = () => bench.clock.advance(1_000);
  const approve = ({ record, nonce }: Awaited<ReturnType<typeof preview>>) =>
    runFor(bench.clock, rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false }));
  return { bench, rebalance, preview, approve, asked, stays };
}
const states = (checks: readonly LegCheck[]) => checks.map(({ state }) => state);

describe("the venues' word before an approval", () => {
  it("comes after the plan is shown, leg by leg, and is told as a change", async () => {
    const answers: ((outcome: ValidationOutcome) => void)[] = [];
    const { preview, rebalance, stays } = await booted(() => new Promise((resolve) => answers.push(resolve)));
    const seen: string[][] = [];
    rebalance.changes.subscribe(({ checks }) => seen.push(states(checks)));
    const { record } = await preview();
    const legs = record.plan.legs.length;
    expect(legs).toBeGreaterThan(1);
    expect(states(record.checks)).toEqual(record.plan.legs.map(() => "pending"));
    await stays();
    const fee = { kind: "amount", asset: "USD" as Deposit["asset"], amount: amount("1.25") } as const;
    for (let leg = 0; leg < legs; leg += 1) {
      answers[leg]?.({ kind: "valid", fee, warnings: [] });
      await flushAsync();
    }
    const { checks } = rebalance.record(record.plan.planId);
    expect(states(checks)).toEqual(record.plan.legs.map(() => "ok"));
    expect(checks[0]?.fee).toEqual({ asset: "USD", amount: "1.25" });
    // One account's orders are asked about one after another.
    expect(seen.some((one) => one[0] === "ok" && one[1] === "pending")).toBe(true);
  });

  it("is waited for by the approval", async () => {
    let answer: (outcome: ValidationOutcome) => void = () => undefined;
    const { preview, rebalance, bench } = await booted((symbol) =>
      symbol === "ETH/USD" ? new Promise((resolve) => (answer = resolve)) : Promise.resolve({ kind: "valid" }),
    );
    const { record, nonce } = await preview();
    const approval = rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
    await flushAsync();
    expect(rebalance.record(record.plan.planId).state).toBe("PREVIEWED");
    while (rebalance.record(record.plan.planId).checks.some(({ state }) => state === "pending")) {
      answer({ kind: "valid" });
      await flushAsync();
    }
    expect((await runFor(bench.clock, approval)).state).toBe("APPROVED");
  });

  it("locks the plan when a venue refuses a leg: nothing is sent, and the refusal is journaled", async () => {
    const { preview, approve, bench } = await booted(async (symbol) =>
      symbol === "ETH/USD" ? { kind: "invalid", code: "EOrder:Order minimum not met", message: "" } : { kind: "valid" },
    );
    const shown = await preview();
    await expect(approve(shown)).rejects.toMatchObject({
      code: "PLAN_NOT_VALIDATED",
      message: expect.stringMatching(/^Order \d \(.* ETH\/USD at .*\) may not be sent: EOrder:Order minimum not met/),
    });
    expect(bench.venue.arrived).toEqual([]);
    const entries = await bench.store.journal.read({ after: 0, limit: 1_000 });
    expect(entries.at(-1)?.event).toMatchObject({
      kind: "plan.approvalRefused",
      reason: { code: "PLAN_NOT_VALIDATED" },
    });
  });

  it("is waited for ten seconds at most: a silent venue keeps no approval hanging", async () => {
    const { preview, rebalance, bench } = await booted(() => new Promise(() => undefined));
    const { record, nonce } = await preview();
    const started = bench.clock.now();
    const approval = rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
    await expect(runFor(bench.clock, approval)).rejects.toMatchObject({ code: "PLAN_NOT_VALIDATED" });
    expect(bench.clock.now() - started).toBeLessThanOrEqual(10_500);
  });

  it("is asked for once more where a venue did not answer", async () => {
    let silent = true;
    const { preview, approve, rebalance, asked, stays } = await booted(async () =>
      silent ? { kind: "unknown", cause: "no answer" } : { kind: "valid" },
    );
    const shown = await preview();
    await stays();
    expect(states(rebalance.record(shown.record.plan.planId).checks)).toContain("unanswered");
    await expect(approve(shown)).rejects.toMatchObject({ code: "PLAN_NOT_VALIDATED" });
    silent = false;
    const before = asked.length;
    expect((await approve(shown)).state).toBe("APPROVED");
    expect(asked.length).toBe(before + shown.record.plan.legs.length);
  });

  it("is not asked for plans that come and go, nor for the rest of one that was replaced", async () => {
    const answers: ((outcome: ValidationOutcome) => void)[] = [];
    const { preview, rebalance, asked, bench, stays } = await booted(
      () => new Promise((resolve) => answers.push(resolve)),
    );
    for (let drag = 0; drag < 5; drag += 1) await preview();
    expect(asked).toEqual([]);
    const first = await preview();
    await stays();
    expect(asked).toHaveLength(1);
    const second = await preview();
    expect(states(second.record.checks)).toEqual(second.record.plan.legs.map(() => "pending"));
    answers[0]?.({ kind: "valid" });
    await flushAsync();
    expect(asked).toHaveLength(1);
    const left = rebalance.record(first.record.plan.planId).checks;
    expect(states(left)).toEqual(["ok", ...first.record.plan.legs.slice(1).map(() => "unanswered")]);
    // Approved after all, it is asked for at once.
    const { planHash, planId } = first.record.plan;
    const approval = rebalance.approve({ planHash, nonce: first.nonce, saveTargets: false });
    await flushAsync();
    while (rebalance.record(planId).checks.some(({ state }) => state === "pending")) {
      for (const answer of answers) answer({ kind: "valid" });
      await flushAsync();
    }
    expect((await runFor(bench.clock, approval)).state).toBe("APPROVED");
    await stays();
    expect(states(rebalance.record(second.record.plan.planId).checks)).toEqual(
      second.record.plan.legs.map(() => "unanswered"),
    );
  });

  it("is not needed where nobody could be asked", async () => {
    const { preview, approve } = await booted();
    const shown = await preview();
    expect(states((await approve(shown)).checks)).toEqual(shown.record.plan.legs.map(() => "notSupported"));
  });
});

describe("a plan with money that is not there", () => {
  it("is marked, planned on the total after the deposit, and can never be approved", async () => {
    const { preview, approve, bench, rebalance } = await booted(async () => ({ kind: "valid" }));
    const now = await preview();
    const shown = await preview({ whatIf: [deposit("USD", "10000")] });
    const { plan, state, checks } = shown.record;
    expect({ state, checks, nonce: shown.nonce }).toEqual({ state: "DRAFT", checks: [], nonce: null });
    expect(plan.whatIf).toEqual([deposit("USD", "10000")]);
    expect(decimal(plan.totalValue).sub(decimal(now.record.plan.totalValue)).toString()).toBe("10000");
    await expect(approve(shown)).rejects.toMatchObject({ code: "PLAN_HYPOTHETICAL" });
    expect(rebalance.plans().latest.map((record) => record.plan.planId)).toEqual([now.record.plan.planId]);
    expect(rebalance.history().map(({ planId }) => planId)).toEqual([now.record.plan.planId]);
    expect(bench.venue.arrived).toEqual([]);
  });

  it("refuses an unknown account, nothing, and a coin without a price, naming the place", async () => {
    const { preview } = await booted();
    const path = async (whatIf: Deposit[]) =>
      preview({ whatIf }).then(
        () => "none",
        (error: { data?: { path?: string } }) => error.data?.path,
      );
    expect(await path([{ ...deposit("USD", "1"), accountId: "nobody" as Deposit["accountId"] }])).toBe(
      "whatIf[0].accountId",
    );
    expect(await path([deposit("USD", "5"), deposit("USD", "0")])).toBe("whatIf[1].amount");
    expect(await path([deposit("LUNA", "5")])).toBe("whatIf[0].asset");
  });

  it("can be edited by hand, and stays hypothetical", async () => {
    const { preview, approve } = await booted();
    const shown = await preview({ whatIf: [deposit("USD", "10000")] });
    const { planId, legs } = shown.record.plan;
    const last = legs.length - 1;
    const edited = await preview({ edits: { planId, legs: [{ leg: last, skip: true }] } });
    expect(edited.record.plan).toMatchObject({
      whatIf: [deposit("USD", "10000")],
      editedFrom: planId,
      solver: "edited",
    });
    expect(edited.record.plan.legs).toHaveLength(last);
    await expect(approve(edited)).rejects.toMatchObject({ code: "PLAN_HYPOTHETICAL" });
  });
});

describe("a plan above the volatility ceiling", () => {
  async function withPast(ceiling: string) {
    const all = await booted(async () => ({ kind: "valid" }));
    const { bench } = all;
    bench.market.returnSeries = async (asset, currency, timeframe, { bars }) => {
      const empty = computeReturnSeries([], { asset, currency, timeframe, bars, until: bench.clock.now() });
      // SOL moves most, and each in its own rhythm.
      const [by, turn] = asset === "SOL" ? [0.09, 3] : asset === "BTC" ? [0.02, 2] : [0.03, 5];
      return { ...empty, returns: empty.returns.map((_, day) => (day % turn === 0 ? by : -by / turn)) };
    };
    await bench.clock.advance(60_000);
    const { limits } = bench.profile;
    bench.profile = { ...bench.profile, limits: { ...limits, volatilityCeiling: amount(ceiling) } };
    const targets = { BTC: "0.3", ETH: "0.1", SOL: "0.15", USD: "0.45" } as Targets;
    return { ...all, preview: () => all.preview({ targets }), edit: (edits: PlanEdits) => all.preview({ edits }) };
  }
  const basesOf = (legs: RebalancePlan["legs"], wanted: "buy" | "sell") => [
    ...new Set(legs.filter(({ side }) => side === wanted).map(({ base }) => base)),
  ];

  it("has the orders that lower it, names what it held back, and may be approved and done", async () => {
    const { preview } = await withPast("9");
    const free = await preview();
    expect(free.record.plan.policy.heldBack).toBeUndefined();
    expect([basesOf(free.record.plan.legs, "buy"), basesOf(free.record.plan.legs, "sell")]).toEqual([
      ["SOL"],
      ["BTC", "ETH"],
    ]);

    const low = await withPast("0.01");
    const shown = await low.preview();
    const { plan } = shown.record;
    expect(plan.policy.heldBack).toEqual({ buy: ["SOL"], sell: [] });
    expect(plan.policy.neverBuy).toEqual([]);
    // Cash is raised to its target and not further: no more is sold than that.
    expect([basesOf(plan.legs, "buy"), basesOf(plan.legs, "sell")]).toEqual([[], ["BTC"]]);
    expect(plan.residuals).toContainEqual(expect.objectContaining({ asset: "SOL", reason: "volatilityCeiling" }));
    expect(shown.feasibility.unreachable.map(({ detail }) => detail)).toContain(
      "It would raise the portfolio's volatility above its ceiling.",
    );
    expect(shown.gates.filter(({ ok }) => !ok)).toEqual([]);
    await low.approve(shown);
    await runFor(low.bench.clock, low.rebalance.idle(plan.planId));
    expect(low.rebalance.record(plan.planId).state).toBe("DONE");
    // What was held back is asked about anew each time.
    expect((await low.preview()).record.plan.legs).toEqual([]);
  });

  it("keeps what was held back when it is changed by hand", async () => {
    const { preview, edit } = await withPast("0.01");
    const { record } = await preview();
    const { planId, policy } = record.plan;
    const edited = await edit({ planId, legs: [{ leg: 0, skip: true }] });
    expect(edited.record.plan.policy.heldBack).toEqual(policy.heldBack);
  });
});

describe("a plan that was changed by hand", () => {
  it("is a plan of its own with a hash of its own, approved like any other", async () => {
    const { preview, approve, rebalance, bench } = await booted(async () => ({ kind: "valid" }));
    const shown = await preview();
    const { planId, legs, planHash } = shown.record.plan;
    const edited = await preview({ edits: { planId, legs: [{ leg: legs.length - 1, skip: true }] } });
    const { plan } = edited.record;
    expect(plan.planHash).not.toBe(planHash);
    expect(plan).toMatchObject({ editedFrom: planId, targets: shown.record.plan.targets });
    const record = await approve(edited);
    await runFor(bench.clock, rebalance.idle(plan.planId));
    expect(rebalance.record(plan.planId).state).toBe("DONE");
    expect(new Set(bench.venue.arrived.map(({ symbol }) => symbol))).toEqual(
      new Set(plan.legs.map(({ symbol }) => symbol)),
    );
    expect(record.plan.planHash).toBe(plan.planHash);
  });

  it("refuses a bad edit, a plan that nobody knows, and new targets beside edits", async () => {
    const { preview } = await booted();
    const shown = await preview();
    const { planId } = shown.record.plan;
    const bad = preview({ edits: { planId, legs: [{ leg: 0, quantity: amount("0.00000001") }] } });
    await expect(bad).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringContaining("Order 1 ("),
      data: { path: "edits.legs[0].quantity" },
    });
    const unknown = "99999999-9999-4999-8999-999999999999" as typeof planId;
    await expect(preview({ edits: { planId: unknown, legs: [] } })).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
    const both = preview({ targets: shown.record.plan.targets, edits: { planId, legs: [] } });
    await expect(both).rejects.toMatchObject({ code: "INPUT_INVALID", data: { path: "targets" } });
  });
});

describe("what a preview tells beside its legs", () => {
  it("is a verdict, what was held, what is not reached, and later what it would have brought", async () => {
    const { preview, bench, rebalance } = await booted();
    const { record, feasibility } = await preview();
    expect(feasibility).toMatchObject({ complete: true, unreachable: [] });
    expect(record.plan.verdict).toMatchObject({ advice: "unknown", cost: record.plan.cost.total });
    expect(record.plan.verdict?.history.missing.length).toBeGreaterThan(0);
    expect(record.plan.holdings).toEqual({ BTC: "0.2", ETH: "1", SOL: "10", USD: "6500" });
    const [before] = rebalance.history();
    expect(before?.difference).toBe(decimal(record.plan.cost.total).neg().toString());
    bench.mids["SOL/USD"] = "200";
    const [after] = rebalance.history();
    const change = after?.assets.find(({ asset }) => asset === "SOL")?.change ?? "x";
    expect(
      decimal(after?.difference ?? "x")
        .sub(decimal(before?.difference ?? "x"))
        .toString(),
    ).toBe(decimal(change).mul(decimal("100")).toString());
  });

  it("is the smallest deposit on demand, for the latest previews only", async () => {
    const { preview, rebalance } = await booted();
    const { record } = await preview();
    expect(await rebalance.smallestDeposit(record.plan.planId, {})).toMatchObject({ amount: "0", plans: 0 });
    const unknown = "99999999-9999-4999-8999-999999999999" as typeof record.plan.planId;
    await expect(rebalance.smallestDeposit(unknown, {})).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
  });
});
