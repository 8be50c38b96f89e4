import { describe, expect, it } from "vitest";
import { auditLineSchema } from "#shared/contract/audit.ts";
import { nonceSchema, planHashSchema, planIdSchema } from "#shared/domain/ids.ts";
import { type JournalEvent, journalEventSchema } from "#shared/domain/journal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { kindsOfAreas, toAuditLine } from "./audit-line.ts";

const line = (event: JournalEvent) =>
  toAuditLine({ seq: 1, ts: unixMs(1), profileId: null, event, prevHash: "", hash: "h" });

describe("toAuditLine", () => {
  it.each<[JournalEvent, string, string, string]>([
    [
      { kind: "system.started", version: "1.0.0", shell: "headless" },
      "system",
      "Started",
      "Version 1.0.0, headless shell",
    ],
    [
      { kind: "journal.sealed", seal: { seq: 7, hash: "h", keyId: "k", mac: "m" } },
      "system",
      "Journal sealed",
      "up to entry 7",
    ],
    [
      { kind: "journal.sealed", seal: { seq: 7, hash: "h", keyId: "k", mac: "m", lostSeq: 9 } },
      "system",
      "Journal sealed after a loss",
      "up to entry 7; entries up to 9 had been sealed and are gone",
    ],
    [
      { kind: "journal.restored", takenAt: unixMs(0) },
      "system",
      "Journal restored from a backup",
      "taken at 1970-01-01T00:00:00.000Z; what was written after it is gone",
    ],
    [{ kind: "killSwitch.set", on: true, reason: "storm" }, "system", "Everything paused", "storm"],
    [{ kind: "killSwitch.set", on: false, reason: "calm" }, "system", "Pause released", "calm"],
    [{ kind: "settings.changed", changes: { theme: "dark" } }, "system", "Settings changed", "theme"],
    [
      { kind: "profile.tradingState", state: "halted", reason: { code: "X", message: "loss" } },
      "profile",
      "Trading halted",
      "loss",
    ],
  ])("%o", (event, area, title, detail) => {
    const told = line(event);
    expect([told.area, told.title, told.detail]).toEqual([area, title, detail]);
    expect(auditLineSchema.parse(told)).toEqual(told);
    expect(journalEventSchema.parse(JSON.parse(told.json))).toEqual(event);
  });

  it("withholds the one-time value of an approval", () => {
    const told = line({
      kind: "plan.approved",
      planId: planIdSchema.parse("11111111-2222-4333-8444-555555555555"),
      planHash: planHashSchema.parse("a".repeat(64)),
      nonce: nonceSchema.parse("n".repeat(32)),
      mode: "paper",
    });
    expect(told.json).not.toContain("nnnn");
    expect(JSON.parse(told.json)).toMatchObject({ nonce: "[withheld]", mode: "paper" });
  });
});

describe("automatic rebalancing", () => {
  const approvalId = "b".repeat(64);
  const approval = {
    ...{ profileId: "core", number: 1, mode: "paper", currency: "USD", targets: {}, keys: {}, knownAssets: [] },
    ...{ accounts: ["one"], triggers: ["threshold", "highCash"], assets: ["BTC", "USD"], createdAt: 1 },
    turnover: { perPlan: { kind: "share", share: "0.1" }, perDay: { kind: "share", share: "0.1" } },
    cost: { perPlan: { kind: "share", share: "0.1" }, perDay: { kind: "share", share: "0.1" } },
    ...{ endsAt: 1_796_342_400_000, approvalId },
  };
  const reason = { code: "KILL_SWITCH_ON", message: "Everything was paused: storm" };
  it.each<[Record<string, unknown>, string, string]>([
    [
      { kind: "standingApproval.created", approval, nonce: "n".repeat(32) },
      "Automatic rebalancing allowed",
      "paper, threshold, high cash, until 2026-12-04 00:00 UTC, bbbbbbbbbbbb",
    ],
    [{ kind: "standingApproval.refused", approvalId, reason }, "Automatic rebalancing refused", reason.message],
    [
      { kind: "standingApproval.suspended", approvalId, reason },
      "Automatic rebalancing suspended",
      `bbbbbbbbbbbb: ${reason.message}`,
    ],
    [{ kind: "standingApproval.revoked", approvalId }, "Automatic rebalancing stopped by you", "bbbbbbbbbbbb"],
    [
      { kind: "standingApproval.expired", approvalId },
      "Automatic rebalancing ended",
      "bbbbbbbbbbbb: its last day is over",
    ],
    [
      {
        ...{ kind: "plan.approved", planId: "11111111-2222-4333-8444-555555555555", planHash: "a".repeat(64) },
        ...{ nonce: "n".repeat(32), mode: "paper", standing: { approvalId, trigger: "highCash" } },
      },
      "Plan approved by itself",
      "paper, aaaaaaaaaaaa, asked for by high cash, under bbbbbbbbbbbb",
    ],
  ])("%o", (event, title, detail) => {
    const told = line(journalEventSchema.parse(event));
    expect([told.area, told.title, told.detail]).toEqual(["plan", title, detail]);
    expect(told.json).not.toContain("nnnn");
  });
});

describe("kindsOfAreas", () => {
  it("covers every kind of the journal exactly once", () => {
    const all = (["system", "profile", "account", "suggestion", "plan", "order", "fill"] as const).flatMap(
      (area) => kindsOfAreas([area]) ?? [],
    );
    const kinds = journalEventSchema.options.map((option) => option.shape.kind.value);
    expect([...all].sort()).toEqual([...kinds].sort());
  });

  it("means all where no area is named, and none where the list is empty", () => {
    expect(kindsOfAreas(undefined)).toBeUndefined();
    expect(kindsOfAreas([])).toEqual([]);
  });
});
