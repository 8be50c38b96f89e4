import { describe, expect, test } from "vitest";
import type { ShownError } from "#shared/contract/shown-error.ts";
import { legCheckSchema } from "#shared/domain/leg-check.ts";
import { type ApproveFacts, findObstacle, priceTrouble } from "./approve-gate.ts";
import { sampleCheck, samplePrices, sampleRecord } from "./testing-samples.ts";

describe("may it be approved", () => {
  const facts: ApproveFacts = {
    plan: sampleRecord().plan,
    gates: [{ name: "Clock", ok: true, code: null, detail: "Passes." }],
    checks: [],
    planning: false,
    sumIsWhole: true,
    outOfDate: false,
    connected: true,
    paused: null,
    halted: null,
    prices: null,
    refusal: null,
    pauseKey: "Ctrl .",
  };
  const refused = (code: ShownError["code"]): ShownError => ({ code, message: "No." });

  test.each<[Partial<ApproveFacts>, string | null, string | undefined]>([
    [{}, null, undefined],
    [{ planning: true, outOfDate: true }, "A new plan is being made.", undefined],
    [{ connected: false }, "The engine does not answer. This plan waits.", undefined],
    [{ sumIsWhole: false, outOfDate: true }, "The targets must add up to exactly 100.0%.", undefined],
    [{ outOfDate: true }, "You changed the plan. Plan again to approve.", "R"],
    [{ refusal: refused("PLAN_STALE") }, "Refused. Plan again to approve.", "R"],
    [{ refusal: refused("PLAN_NONCE_USED") }, "Refused. Plan again to approve.", "R"],
    [{ refusal: refused("PLAN_BUSY") }, null, undefined],
    [{ paused: "storm" }, "Everything is paused. Release it to approve.", "Ctrl ."],
    [{ halted: "loss" }, "This profile is halted. Let it trade again under Profiles.", undefined],
    [
      { checks: [legCheckSchema.parse(sampleCheck({ state: "pending" }))] },
      "The venues are checking: 1 order to go.",
      undefined,
    ],
    [
      { checks: [legCheckSchema.parse(sampleCheck({ state: "refused" }))] },
      "The venue would refuse order 1. Change it or plan again.",
      "R",
    ],
    [
      { gates: [{ name: "Order size", ok: false, code: "SIZE", detail: "Order 1: too large." }] },
      "A check fails: Order size. Mend it, then plan again.",
      "R",
    ],
  ])("%j: %s", (changes, sentence, kbd) => {
    const obstacle = findObstacle({ ...facts, ...changes });
    expect(obstacle?.sentence ?? null).toBe(sentence);
    expect(obstacle?.kbd).toBe(kbd);
  });

  test.each([
    [{}, null],
    [{ state: "lagging" }, "The price of SOL/USD is slow. Plan again."],
    [{ bid: "99.9" }, null],
    [{ bid: "99.6" }, "SOL/USD moved 0.40% against you. Plan again."],
    [{ bid: "104", ask: "105" }, null],
    [{ venue: "elsewhere", bid: "1" }, null],
  ])("prices %j: %s", (quote, sentence) => {
    expect(priceTrouble(sampleRecord().plan, samplePrices(quote))).toBe(sentence);
  });
});
