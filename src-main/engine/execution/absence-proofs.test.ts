// Which look-ups count towards a proof that an order was never placed?
import { expect, it } from "vitest";
import { unixMs } from "#shared/domain/time.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { AbsenceProofs } from "./absence-proofs.ts";
import type { LookUp } from "./reconciliation.ts";

const APART_MS = 1_000;
const START_MS = 1_767_571_200_000;
const order = { clientOrderId: new SeededIds("absence").clientOrderId(), state: "UNKNOWN" } as const;
const absentAt = (afterMs: number, provable = true): LookUp => ({
  kind: "absent",
  provable,
  askedAt: unixMs(START_MS + afterMs),
});

/** How many count after these. */
function counted(...results: readonly LookUp[]): number {
  const proofs = new AbsenceProofs();
  for (const result of results) proofs.note(order, result, APART_MS);
  return proofs.of(order.clientOrderId).length;
}

it("counts answers past the horizon that are far enough apart, whoever asked", () => {
  expect(counted(absentAt(0), absentAt(APART_MS))).toBe(2);
  expect(counted(absentAt(0), absentAt(APART_MS - 1))).toBe(1);
  expect(counted(absentAt(0, false), absentAt(APART_MS))).toBe(1);
});

it("counts no call without an answer, and forgets none for it", () => {
  expect(counted(absentAt(0), { kind: "noAnswer", cause: "TIMEOUT" }, absentAt(APART_MS))).toBe(2);
});

it("begins anew where the clock was set back", () => {
  expect(counted(absentAt(0), absentAt(APART_MS), absentAt(-5_000))).toBe(1);
});

it("begins anew once something was seen of the order, or its state is another", () => {
  const proofs = new AbsenceProofs();
  proofs.note(order, absentAt(0), APART_MS);
  proofs.forget(order.clientOrderId);
  proofs.note(order, absentAt(APART_MS), APART_MS);
  expect(proofs.of(order.clientOrderId)).toHaveLength(1);
  proofs.note({ ...order, state: "OPEN" }, absentAt(2 * APART_MS), APART_MS);
  expect(proofs.of(order.clientOrderId)).toHaveLength(0);
});
