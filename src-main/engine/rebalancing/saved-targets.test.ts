// Do the targets that are saved with a plan stay those a person asked for, whatever a stop or a signal made of them?
import { expect, test } from "vitest";
import type { Targets } from "#shared/domain/policy.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { giveStanding } from "#testing/standing-samples.ts";
import { runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";

const EDITED = { BTC: "0.3", ETH: "0.3", SOL: "0.2", USD: "0.2" } as Readonly<Record<string, string>> as Targets;

async function booted(parked: readonly string[]) {
  const bench = new TradingBench();
  bench.profile = profileSchema.parse({ ...bench.profile, parked });
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  return { bench, engine };
}

test("an edit that is approved while an asset is parked is kept, and so is the park", async () => {
  const { bench, engine } = await booted(["BTC"]);
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({ targets: EDITED }, {}));
  const { plan } = record;
  expect(plan).toMatchObject({ targets: { BTC: "0", ETH: "0.3", SOL: "0.2", USD: "0.5" }, wanted: EDITED });
  expect(plan.policy.neverBuy).toEqual(["BTC"]);
  await engine.rebalance.approve({ planHash: plan.planHash, nonce, saveTargets: true });
  expect(bench.savedTargets).toEqual(EDITED);
  expect(bench.profile.parked).toEqual(["BTC"]);
});

test("a plan that was edited by hand keeps what was asked for; one of targets as they are set says nothing of it", async () => {
  const { bench, engine } = await booted(["BTC"]);
  const first = await runFor(bench.clock, engine.rebalance.preview({ targets: EDITED }, {}));
  const { planId } = first.record.plan;
  const edits = { planId, legs: [{ leg: 2, skip: true }] } as never;
  const edited = await runFor(bench.clock, engine.rebalance.preview({ edits }, {}));
  expect(edited.record.plan).toMatchObject({ editedFrom: planId, wanted: EDITED });
  bench.profile = profileSchema.parse({ ...bench.profile, parked: [] });
  const plain = await runFor(bench.clock, engine.rebalance.preview({ targets: EDITED }, {}));
  expect(plain.record.plan).not.toHaveProperty("wanted");
});

test("while an asset is parked a standing approval covers no plan, and says why", async () => {
  const { bench, engine } = await booted(["BTC"]);
  const { approval } = await giveStanding(bench, engine);
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  const use = { approvalId: approval.approvalId, trigger: "threshold" } as const;
  const approving = engine.rebalance.approveUnder(use, { planHash: record.plan.planHash, nonce: nonce ?? "" });
  await expect(approving).rejects.toMatchObject({
    code: "STANDING_NOT_COVERED",
    message: "A stop keeps BTC in cash: until it is re-armed a person approves every plan.",
  });
  expect(engine.standing.live()?.approval.approvalId).toBe(approval.approvalId);
});
