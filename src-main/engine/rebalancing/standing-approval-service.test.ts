import { describe, expect, it } from "vitest";
import type { JournalKind } from "#shared/domain/journal.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { DAY_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { benchTerms, giveStanding } from "#testing/standing-samples.ts";
import { type BootedEngine, runFor, startEngine, stopEngine, TradingBench } from "#testing/trading-bench.ts";

async function booted(bench = new TradingBench()) {
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  return { bench, engine };
}

async function kinds(bench: TradingBench): Promise<readonly JournalKind[]> {
  const entries = await bench.store.journal.read({ after: 0, limit: 10_000 });
  return entries.map(({ event }) => event.kind).filter((kind) => kind.startsWith("standingApproval"));
}

function change(bench: TradingBench, engine: BootedEngine, patch: Partial<Profile>): void {
  bench.profile = profileSchema.parse({ ...bench.profile, ...patch });
  engine.standing.look();
}

const TARGETS = { BTC: "0.6", ETH: "0.3", USD: "0.1" };

describe("giving a standing approval", () => {
  it("journals exactly what was proposed, with a hash over all of it", async () => {
    const { bench, engine } = await booted();
    const { approval, nonce } = engine.standing.propose(benchTerms(bench));
    expect(await kinds(bench)).toEqual([]);
    const record = await engine.standing.create({ approvalId: approval.approvalId, nonce, typedName: null });
    expect(record).toMatchObject({ status: "live", approval });
    const [entry] = await bench.store.journal.readLatest({ limit: 1 });
    expect(entry?.event).toEqual({ kind: "standingApproval.created", approval, nonce });
    const other = engine.standing.list()[0]?.approval;
    expect(other?.approvalId).toMatch(/^[0-9a-f]{64}$/);
    expect(engine.standing.live()?.approval.approvalId).toBe(approval.approvalId);
  });

  it("takes a one-time value once, for what it was shown for, within a minute; each refusal is journaled", async () => {
    const { bench, engine } = await booted();
    const { standing } = engine;
    const first = standing.propose(benchTerms(bench));
    const second = standing.propose(benchTerms(bench, { triggers: ["loss"] }));
    const give = (approvalId: string, nonce: string) => standing.create({ approvalId, nonce, typedName: null });
    await expect(give(second.approval.approvalId, first.nonce)).rejects.toMatchObject({ code: "STANDING_NONCE" });
    await expect(give(first.approval.approvalId, "n".repeat(32))).rejects.toMatchObject({ code: "STANDING_NONCE" });
    await bench.clock.advance(MINUTE_MS + 1);
    await expect(give(second.approval.approvalId, second.nonce)).rejects.toMatchObject({ code: "STANDING_EXPIRED" });
    const third = standing.propose(benchTerms(bench));
    await give(third.approval.approvalId, third.nonce);
    await expect(give(third.approval.approvalId, third.nonce)).rejects.toMatchObject({ code: "STANDING_NONCE" });
    expect(await kinds(bench)).toEqual([
      ...Array.from({ length: 3 }, () => "standingApproval.refused"),
      "standingApproval.created",
      "standingApproval.refused",
    ]);
  });

  it("does not take what another profile was shown", async () => {
    const [one, two] = [await booted(), await booted()];
    const { approval, nonce } = one.engine.standing.propose(benchTerms(one.bench));
    const given = { approvalId: approval.approvalId, nonce, typedName: null };
    await expect(two.engine.standing.create(given)).rejects.toMatchObject({ code: "STANDING_NONCE" });
    expect(two.engine.standing.live()).toBeNull();
  });

  it("asks for the profile's name in live mode, and a wrong one leaves the value for another try", async () => {
    const bench = new TradingBench();
    bench.profile = { ...bench.profile, mode: "live" };
    const { engine } = await booted(bench);
    const { approval, nonce } = engine.standing.propose(benchTerms(bench));
    const give = (typedName: string | null) =>
      engine.standing.create({ approvalId: approval.approvalId, nonce, typedName });
    await expect(give(null)).rejects.toMatchObject({ code: "INPUT_INVALID", data: { path: "typedName" } });
    await expect(give("bench")).rejects.toMatchObject({ code: "INPUT_INVALID" });
    expect(await give("Bench")).toMatchObject({ status: "live" });
  });

  it("lives thirty days at most, names accounts that are there, and is one at a time", async () => {
    const { bench, engine } = await booted();
    const now = bench.clock.now();
    const propose = (patch: Parameters<typeof benchTerms>[1]) => () =>
      engine.standing.propose(benchTerms(bench, patch));
    const at = (path: string) => expect.objectContaining({ code: "INPUT_INVALID", data: { path } });
    expect(propose({ endsAt: now })).toThrow(at("terms.endsAt"));
    expect(propose({ endsAt: now + 30 * DAY_MS + 1 })).toThrow(at("terms.endsAt"));
    expect(propose({ accounts: ["elsewhere"] })).toThrow(at("terms.accounts"));
    expect(propose({ endsAt: now + 30 * DAY_MS })).not.toThrow();
    await giveStanding(bench, engine);
    expect(propose({})).toThrow(expect.objectContaining({ code: "STANDING_EXISTS" }));
  });

  it("is not given while something would suspend it at once", async () => {
    const { bench, engine } = await booted();
    const { approval, nonce } = engine.standing.propose(benchTerms(bench));
    await engine.killSwitch.set(true, "storm");
    const given = { approvalId: approval.approvalId, nonce, typedName: null };
    await expect(engine.standing.create(given)).rejects.toMatchObject({ code: "STANDING_SUSPENDED" });
    expect(() => engine.standing.propose(benchTerms(bench))).toThrow(
      expect.objectContaining({ code: "STANDING_SUSPENDED" }),
    );
  });
});

/** Causes it, and sets it right again. */
const CAUSES: Readonly<Record<string, (bench: TradingBench, engine: BootedEngine) => Promise<void> | void>> = {
  KILL_SWITCH_ON: async (_bench, { killSwitch }) => {
    await killSwitch.set(true, "storm");
    await killSwitch.set(false, "calm");
  },
  PROFILE_HALTED: async (_bench, { risk }) => {
    await risk.halt({ code: "BY_HAND", message: "halted" });
    await risk.arm("armed");
  },
  MODE_CHANGED: (bench, engine) => {
    change(bench, engine, { mode: "sandbox" });
    change(bench, engine, { mode: "paper" });
  },
  TARGETS_CHANGED: (bench, engine) => {
    const { targets } = bench.profile;
    change(bench, engine, { targets: TARGETS as never });
    change(bench, engine, { targets });
  },
  KEY_CHANGED: (bench, engine) => {
    const { accounts } = bench.profile;
    change(bench, engine, { accounts: [] });
    change(bench, engine, { accounts });
  },
  ASSET_NEW: (bench, { standing }) => {
    bench.held = ["DOGE" as never];
    standing.look();
    bench.held = [];
    standing.look();
  },
};

describe("the end of a standing approval", () => {
  it.each(Object.entries(CAUSES))("%s suspends it for good, over a restart too", async (code, cause) => {
    const { bench, engine } = await booted();
    const { approval } = await giveStanding(bench, engine);
    await cause(bench, engine);
    await bench.clock.advance(0);
    expect(engine.standing.find(approval.approvalId)).toMatchObject({ status: "suspended", reason: { code } });
    expect(await kinds(bench)).toEqual(["standingApproval.created", "standingApproval.suspended"]);
    await stopEngine(engine);
    const again = await booted(bench);
    expect(again.engine.standing.list()).toEqual(engine.standing.list());
    expect(again.engine.standing.live()).toBeNull();
    // A person may give another one.
    expect(await giveStanding(bench, again.engine)).toMatchObject({ status: "live" });
  });

  it("is noticed at a start where a crash kept it from being written down, and the cause is over", async () => {
    const { bench, engine } = await booted();
    await giveStanding(bench, engine);
    await stopEngine(engine);
    const { clock, store, profile } = bench;
    await store.journal.append(clock.now(), null, [{ kind: "killSwitch.set", on: true, reason: "storm" }]);
    await store.journal.append(clock.now(), null, [{ kind: "killSwitch.set", on: false, reason: "calm" }]);
    const { engine: next } = await booted(bench);
    expect(next.standing.list()[0]).toMatchObject({ status: "suspended", reason: { code: "KILL_SWITCH_ON" } });
    await giveStanding(bench, next);
    await stopEngine(next);
    const changed = profileSchema.parse({ ...profile, targets: TARGETS });
    for (const stored of [changed, profile]) {
      const event = { kind: "profile.changed", profile: stored, fields: ["targets"] } as const;
      await store.journal.append(clock.now(), profile.id, [{ ...event, fields: ["targets"] }]);
    }
    const { engine: last } = await booted(bench);
    expect(last.standing.list()[0]).toMatchObject({ status: "suspended", reason: { code: "TARGETS_CHANGED" } });
  });

  it("is not what happens in another profile, nor what happened before it was given", async () => {
    const { bench, engine } = await booted();
    const { clock, store, profile } = bench;
    await store.journal.append(clock.now(), null, [{ kind: "killSwitch.set", on: true, reason: "storm" }]);
    await store.journal.append(clock.now(), null, [{ kind: "killSwitch.set", on: false, reason: "calm" }]);
    await giveStanding(bench, engine);
    const other = profileSchema.parse({ ...profile, id: "other", targets: TARGETS });
    const event = { kind: "profile.changed", profile: other, fields: ["targets"] } as const;
    await store.journal.append(clock.now(), other.id, [{ ...event, fields: ["targets"] }]);
    await stopEngine(engine);
    const { engine: next } = await booted(bench);
    expect(next.standing.live()).toEqual(engine.standing.live());
    expect(next.standing.live()).not.toBeNull();
  });

  it("comes by itself when its time is over, and is written down once", async () => {
    const { bench, engine } = await booted();
    await giveStanding(bench, engine, { endsAt: bench.clock.now() + 90_000 });
    await bench.clock.advance(60_000);
    expect(engine.standing.live()).not.toBeNull();
    await bench.clock.advance(300_000);
    expect(engine.standing.list()[0]).toMatchObject({ status: "expired" });
    expect(await kinds(bench)).toEqual(["standingApproval.created", "standingApproval.expired"]);
  });

  it("comes by a person's word, once", async () => {
    const { bench, engine } = await booted();
    const { approval } = await giveStanding(bench, engine);
    const stopped = engine.standing.revoke(approval.approvalId);
    // At once, before it is on disk.
    expect(engine.standing.live()).toBeNull();
    expect(await stopped).toMatchObject({ status: "revoked" });
    await expect(engine.standing.revoke(approval.approvalId)).rejects.toMatchObject({ code: "STANDING_STATE" });
    const unknown = "f".repeat(64) as typeof approval.approvalId;
    await expect(engine.standing.revoke(unknown)).rejects.toMatchObject({ code: "STANDING_NOT_FOUND" });
  });

  it("halts the start where a forged entry was put into the journal", async () => {
    const { bench, engine } = await booted();
    const { approval } = await giveStanding(bench, engine);
    await engine.standing.revoke(approval.approvalId);
    await stopEngine(engine);
    const forged = { ...approval, endsAt: (approval.endsAt + DAY_MS) as typeof approval.endsAt };
    await bench.store.journal.append(bench.clock.now(), bench.profile.id, [
      { kind: "standingApproval.created", approval: forged, nonce: "n".repeat(32) as never },
    ]);
    await expect(startEngine(bench.boot())).rejects.toThrow("is not what its hash and its profile say");
  });
});
