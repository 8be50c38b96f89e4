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
