import { beforeAll, describe, expect, it } from "vitest";
import { ensure } from "#shared/domain/assert.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";
import { type ApprovalFacts, checkApproval, type Refusal } from "./check-approval.ts";
import type { PlanStanding } from "./plan-book-of-record.ts";

let fine: ApprovalFacts;
let named: PlanStanding;

const OK: LegCheck = { state: "ok", code: null, detail: "", fee: null, warnings: [], at: null };

/** A plan of one sale and two buys as it stands right after its preview. */
beforeAll(async () => {
  const bench = new TradingBench();
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  const { plan } = record;
  named = {
    plan,
    nonce: ensure(nonce, "nonce of the preview"),
    state: "PREVIEWED",
    reason: null,
    approval: null,
    ending: "no",
    report: null,
    updatedAt: plan.createdAt,
  };
  fine = {
    now: plan.expiresAt,
    planHash: plan.planHash,
    nonce,
    named,
    underWay: undefined,
    hypothetical: false,
    checks: plan.legs.map(() => OK),
    paused: { on: false, reason: "" },
    halted: null,
    ready: { ok: true, reason: "" },
    quote: (leg) => bench.market.quote(leg.venue, leg.symbol),
  };
});

const standing = (patch: Partial<PlanStanding>): Partial<ApprovalFacts> => ({ named: { ...named, ...patch } });
const after = (time: UnixMs) => unixMs(time + 1);

/** Every reason, and the facts at which it is the first. */
const CASES: readonly (readonly [string, Refusal["code"], string, () => Partial<ApprovalFacts>])[] = [
  [
    "counts on money that is not there",
    "PLAN_HYPOTHETICAL",
    "pay it in",
    () => ({ hypothetical: true, named: undefined }),
  ],
  [
    "is a what-if",
    "PLAN_HYPOTHETICAL",
    "pay it in",
    () => standing({ plan: { ...named.plan, whatIf: { deposits: {}, prices: {} } as never } }),
  ],
  ["was never shown", "PLAN_HASH_MISMATCH", "no plan that was shown here", () => ({ named: undefined })],
  ["comes with another's one-time value", "PLAN_NONCE_USED", "does not belong", () => ({ nonce: "x" })],
  ["comes without a one-time value", "PLAN_NONCE_USED", "does not belong", () => ({ nonce: null })],
  [
    "was approved before",
    "PLAN_NONCE_USED",
    "approved before",
    () => standing({ approval: { planHash: named.plan.planHash, at: named.plan.createdAt } }),
  ],
  ["is over", "PLAN_STATE", "is ABORTED and takes no approval", () => standing({ state: "ABORTED" })],
  ["was shown too long ago", "PLAN_EXPIRED", "plan again", () => ({ now: after(named.plan.expiresAt) })],
  ["has nothing to send", "PLAN_STATE", "no order", () => standing({ plan: { ...named.plan, legs: [] } })],
  ["meets a pause", "SYSTEM_PAUSED", "paused: lunch", () => ({ paused: { on: true, reason: "lunch" } })],
  ["meets a halt", "PROFILE_HALTED", "halted: loss", () => ({ halted: "loss" })],
  [
    "comes before the reconciliation",
    "VENUE_UNREACHABLE",
    "not enabled yet: starting",
    () => ({ ready: { ok: false, reason: "starting" } }),
  ],
  [
    "comes while another is under way",
    "PLAN_BUSY",
    "is executing",
    () => ({ underWay: { ...named, state: "EXECUTING" } }),
  ],
  ["has no price", "PLAN_STALE", "BTC/USD at sim-alpha is missing", () => ({ quote: () => null })],
  [
    "has an old price",
    "PLAN_STALE",
    "BTC/USD at sim-alpha is lagging",
    () => ({ quote: (leg) => ({ ...fine.quote(leg)!, state: "lagging" }) }),
  ],
  [
    "would sell far lower than shown",
    "PLAN_STALE",
    "The price of BTC/USD moved",
    () => ({ quote: (leg) => ({ ...fine.quote(leg)!, ...(leg.side === "sell" ? { bid: "40000" as never } : {}) }) }),
  ],
  [
    "would buy far higher than shown",
    "PLAN_STALE",
    "The price of ETH/USD moved",
    () => ({ quote: (leg) => ({ ...fine.quote(leg)!, ...(leg.side === "buy" ? { ask: "40000" as never } : {}) }) }),
  ],
  [
    "has an order that the venue refuses",
    "PLAN_NOT_VALIDATED",
    "Order 2 (buy 0.1 ETH/USD at sim-alpha) may not be sent: too small",
    () => ({ checks: [OK, { ...OK, state: "refused", detail: "too small" }, OK] }),
  ],
  ["has an order that the venue was not asked about", "PLAN_NOT_VALIDATED", "was not asked", () => ({ checks: [OK] })],
];

describe("checkApproval", () => {
  it("has nothing against a sound plan in its last moment", () => {
    expect(checkApproval(fine)).toBeNull();
  });

  it("needs no check where the venue can not check without placing", () => {
    expect(checkApproval({ ...fine, checks: fine.checks.map(() => ({ ...OK, state: "notSupported" })) })).toBeNull();
  });

  it.each(CASES)("refuses an approval that %s", (_what, code, words, patch) => {
    const refusal = checkApproval({ ...fine, ...patch() });
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toContain(words);
  });
});
