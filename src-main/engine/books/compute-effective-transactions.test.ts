import { describe, expect, it } from "vitest";
import { transactionIdSchema } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { testChange as change } from "#testing/book-histories.ts";
import { testTransaction } from "#testing/portfolio-fakes.ts";
import { effectiveTransactions } from "./compute-effective-transactions.ts";

function entry(id: string, replaces: string | null = null): Transaction {
  const plain = testTransaction({ id, ts: 1, type: "reward", asset: "BTC", quantity: "1", price: "1" });
  return { ...plain, replaces: replaces === null ? null : transactionIdSchema.parse(replaces) };
}
const counting = (...[entries, changes]: Parameters<typeof effectiveTransactions>) =>
  effectiveTransactions(entries, changes).map(({ id }) => id);

describe("effectiveTransactions", () => {
  const [original, correction, second] = [entry("a"), entry("b", "a"), entry("c", "b")];

  it("lets everything count while nothing was decided", () => {
    expect(counting([entry("a"), entry("b")], [])).toEqual(["a", "b"]);
  });

  it("takes out what was retracted and puts back what was restored: the newest decision counts, in whatever order they are listed", () => {
    const changes = [change("restore", ["a"], 3), change("retract", ["a", "b"], 2)];
    expect(counting([entry("a"), entry("b"), entry("c")], changes)).toEqual(["a", "c"]);
    expect(counting([entry("a")], [...changes, change("retract", ["a"], 4)])).toEqual([]);
  });

  it("lets a correction stand in for its original, and a correction of the correction for both", () => {
    expect(counting([original, correction], [])).toEqual(["b"]);
    expect(counting([second, correction, original], [])).toEqual(["c"]);
  });

  it("brings back what a retracted correction stood in for", () => {
    expect(counting([original, correction], [change("retract", ["b"], 1)])).toEqual(["a"]);
    expect(counting([original, correction, second], [change("retract", ["c"], 1)])).toEqual(["b"]);
    // The middle one was out already; the newest still stands in for the first.
    expect(counting([original, correction, second], [change("retract", ["b"], 1)])).toEqual(["c"]);
    expect(counting([original, correction, second], [change("retract", ["b", "c"], 1)])).toEqual(["a"]);
  });

  it("lets a correction count whose original is not there", () => {
    expect(counting([correction], [])).toEqual(["b"]);
  });

  it("loses nothing to a circle of replacements", () => {
    expect(counting([entry("a", "b"), entry("b", "a")], [])).toEqual(["a", "b"]);
    expect(counting([entry("a", "a")], [])).toEqual(["a"]);
    expect(counting([entry("a", "b"), entry("b", "a"), entry("c", "a")], [])).toEqual(["c"]);
  });

  it("has no opinion about pairs", () => {
    expect(counting([entry("a"), entry("b")], [change("pair", ["a", "b"], 1)])).toEqual(["a", "b"]);
  });
});
