import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { planIdSchema } from "#shared/domain/ids.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import {
  isEdited,
  type LegEdits,
  moveLeg,
  NO_EDITS,
  setQuantity,
  setSkipped,
  toEditedLegs,
  toPlanEdits,
} from "./leg-edits.ts";

const planId = planIdSchema.parse("11111111-1111-4111-8111-111111111111");
// Legs are passed through untouched: only their identity is looked at.
const legs = (...names: readonly string[]) => names.map((symbol) => ({ symbol }) as unknown as PlanLeg);
const one = decimalString("1");
const two = decimalString("2");

test("what is put back is no change", () => {
  expect(isEdited(setSkipped(setSkipped(NO_EDITS, 1, true), 1, false))).toBe(false);
  expect(isEdited(setQuantity(setQuantity(NO_EDITS, 0, two, one), 0, one, one))).toBe(false);
  expect(isEdited(moveLeg(moveLeg(NO_EDITS, 3, 0, 2), 3, 0, 0))).toBe(false);
});

test("the engine is told of the legs that changed, by their old places, and of the order without the skipped ones", () => {
  const edits = moveLeg(setQuantity(setSkipped(NO_EDITS, 2, true), 0, two, one), 4, 3, 0);
  expect(toPlanEdits(planId, edits)).toEqual({
    planId,
    legs: [
      { leg: 0, quantity: "2" },
      { leg: 2, skip: true },
    ],
    order: [3, 0, 1],
  });
  expect(toPlanEdits(planId, setSkipped(NO_EDITS, 0, true))).toEqual({ planId, legs: [{ leg: 0, skip: true }] });
});

test("a skipped leg stands where it stood, with its first figures; the others show the changed plan's", () => {
  const base = legs("a", "b", "c");
  const changed = legs("C", "A");
  const made = moveLeg(setSkipped(NO_EDITS, 1, true), 3, 2, 0);
  const shown = (edits: LegEdits) =>
    toEditedLegs({ base, legs: changed, made, edits }).map((row) => [
      row.leg,
      row.shown.symbol,
      row.skipped,
      row.index,
    ]);
  expect(shown(made)).toEqual([
    [2, "C", false, 0],
    [0, "A", false, 1],
    [1, "b", true, null],
  ]);
  // While a further change is being planned, each leg keeps the figures it has.
  expect(shown(setSkipped(moveLeg(made, 3, 0, 0), 1, false))).toEqual([
    [0, "A", false, 1],
    [2, "C", false, 0],
    [1, "b", false, null],
  ]);
});

test("a moved leg keeps the others' order, whatever the place asked for", () => {
  const moves = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: -2, max: 9 })), { maxLength: 8 });
  fc.assert(
    fc.property(moves, (asked) => {
      let edits = NO_EDITS;
      for (const [leg, place] of asked) {
        const before = (edits.order ?? [0, 1, 2, 3, 4, 5]).filter((other) => other !== leg);
        edits = moveLeg(edits, 6, leg, place);
        const after = edits.order ?? [0, 1, 2, 3, 4, 5];
        expect(after.filter((other) => other !== leg)).toEqual(before);
        expect(after.indexOf(leg)).toBe(Math.min(5, Math.max(0, place)));
      }
    }),
  );
});
