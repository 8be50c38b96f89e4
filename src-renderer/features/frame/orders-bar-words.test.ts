// Does the bar say the gravest thing, and only that?
import { expect, test } from "vitest";
import { ORDERS_TIME, sampleRecovery, sampleStanding, sampleUnknownRow } from "#renderer/stores/testing-orders.ts";
import { barWords } from "./orders-bar-words.ts";

test("nothing while all is known", () => {
  expect(barWords(sampleStanding(), null)).toBeNull();
});

test("read-only mode with its reason stands before all else", () => {
  const words = barWords(
    sampleStanding({
      readiness: { ok: false, reason: "Kraken could not be reconciled." },
      unknownCount: 1,
      recovery: sampleRecovery(),
    }),
    ORDERS_TIME,
  );
  expect(words).toMatchObject({ title: "Read-only:", link: "recovery", startedAt: null });
  expect(words?.detail).toContain("Kraken could not be reconciled.");
});

test("an unknown outcome stands before a recovery and cannot be put away", () => {
  const words = barWords(sampleStanding({ unknownCount: 2, recovery: sampleRecovery() }), ORDERS_TIME);
  expect(words).toMatchObject({ title: "The outcome of 2 orders is unknown.", link: "orders", startedAt: null });
});

test("a recovery is told until it is put away", () => {
  const standing = sampleStanding({ recovery: sampleRecovery() });
  expect(barWords(standing, null)).toMatchObject({
    detail: "Its plan is held until you decide; nothing new was sent.",
    link: "recovery",
    startedAt: ORDERS_TIME,
  });
  expect(barWords(standing, ORDERS_TIME)).toBeNull();
  const left = { ...sampleRecovery(sampleUnknownRow()), plan: null };
  expect(barWords(sampleStanding({ recovery: left }), null)?.detail).toBe("1 of 1 orders are still looked after.");
});
