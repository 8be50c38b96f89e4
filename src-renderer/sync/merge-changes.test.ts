import { expect, test } from "vitest";
import type { AuditLine, Plans, Prices } from "#shared/contract/views.ts";
import type { PlanRecord, PlanState } from "#shared/domain/plan.ts";
import { mergeAuditLine, mergePlan, mergePrices } from "./merge-changes.ts";

// Only the fields that the merges read; the rest of a record passes through untouched.
const record = (planId: string, createdAt: number, state: PlanState) =>
  ({ plan: { planId, createdAt }, state }) as unknown as PlanRecord;
const price = (asset: string, value: string) => ({ asset, price: value }) as unknown as Prices["prices"][number];
const quote = (venue: string, symbol: string, bid: string) =>
  ({ venue, symbol, bid }) as unknown as Prices["quotes"][number];

test("a price that changed replaces its predecessor, others stay, unresolved ones go", () => {
  const before = {
    prices: [price("BTC", "1"), price("ETH", "2"), price("SOL", "3")],
    quotes: [quote("a", "BTC/USD", "1"), quote("b", "BTC/USD", "1")],
    unresolved: [],
  };
  const after = mergePrices(before, {
    prices: [price("ETH", "5")],
    quotes: [quote("b", "BTC/USD", "9")],
    unresolved: [{ asset: price("SOL", "").asset, reason: "no market" }],
  });
  expect(after.prices).toEqual([price("BTC", "1"), price("ETH", "5")]);
  expect(after.quotes).toEqual([quote("a", "BTC/USD", "1"), quote("b", "BTC/USD", "9")]);
  expect(after.unresolved).toHaveLength(1);
});

test("a plan is open from its approval until it is over, and listed newest first", () => {
  const empty: Plans = { open: null, latest: [] };
  const previewed = mergePlan(empty, record("p1", 1, "PREVIEWED"));
  expect(previewed.open).toBeNull();
  const approved = mergePlan(previewed, record("p1", 1, "APPROVED"));
  expect(approved.open?.plan.planId).toBe("p1");
  const done = mergePlan(approved, record("p1", 1, "DONE"));
  expect(done.open).toBeNull();
  const next = mergePlan(done, record("p2", 2, "EXECUTING"));
  expect(next.latest.map(({ plan }) => plan.planId)).toEqual(["p2", "p1"]);
  expect(mergePlan(next, record("p1", 1, "DONE")).open?.plan.planId).toBe("p2");
});

test("a line of the journal is shown once", () => {
  const line = (seq: number) => ({ seq }) as unknown as AuditLine;
  expect(mergeAuditLine([line(2), line(1)], line(3)).map(({ seq }) => seq)).toEqual([3, 2, 1]);
  expect(mergeAuditLine([line(2), line(1)], line(2)).map(({ seq }) => seq)).toEqual([2, 1]);
});
