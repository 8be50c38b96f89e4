import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS, testChange as change, inAccount } from "#testing/book-histories.ts";
import { matchTransfers } from "./compute-transfers.ts";

const NOON = 1_000 * HOUR_MS;
type Details = Partial<Pick<Transaction, "venueRef" | "source">>;

const out = (id: string, quantity: string, more: { hours?: number; fee?: string; asset?: string } & Details = {}) => {
  const { hours = 0, fee, asset = "BTC", ...details } = more;
  const ts = NOON + hours * HOUR_MS;
  return {
    ...inAccount({
      id,
      ts,
      account: "demo-a-alpha",
      type: "withdrawal",
      asset,
      quantity,
      ...(fee === undefined ? {} : { fee: [asset, fee] as const }),
    }),
    ...details,
  };
};
const into = (id: string, quantity: string, more: { hours?: number; asset?: string } & Details = {}) => {
  const { hours = 1, asset = "BTC", ...details } = more;
  const ts = NOON + hours * HOUR_MS;
  return { ...inAccount({ id, ts, account: "demo-a-beta", type: "deposit", asset, quantity }), ...details };
};
const pairs = (entries: readonly Transaction[], changes: Parameters<typeof matchTransfers>[1] = []) =>
  matchTransfers(entries, changes).map(({ outId, inId }) => `${outId}>${inId}`);

describe("matchTransfers", () => {
  it.each([
    ["the whole amount", out("w", "1"), into("d", "1"), true],
    ["the amount less the fee told, taken out of it", out("w", "1", { fee: "0.0005" }), into("d", "0.9995"), true],
    ["the amount with the fee on top", out("w", "1", { fee: "0.0005" }), into("d", "1"), true],
    ["digits cut off", out("w", "1.000000009", { fee: "0" }), into("d", "1.00000000"), true],
    ["a little less where no fee was told", out("w", "1"), into("d", "0.99"), true],
    ["more than a little less", out("w", "1"), into("d", "0.9899"), false],
    ["less than the fee told explains", out("w", "1", { fee: "0.0005" }), into("d", "0.998"), false],
    ["more than was sent", out("w", "1"), into("d", "1.00000001"), false],
    ["another coin", out("w", "1"), into("d", "1", { asset: "ETH" }), false],
    ["money of a bank", out("w", "5000", { asset: "EUR" }), into("d", "5000", { asset: "EUR", hours: 70 }), true],
    ["an hour before", out("w", "1"), into("d", "1", { hours: -1 }), true],
    ["earlier than clocks differ", out("w", "1"), into("d", "1", { hours: -1.01 }), false],
    ["three days after", out("w", "1"), into("d", "1", { hours: 72 }), true],
    ["later than that", out("w", "1"), into("d", "1", { hours: 72.01 }), false],
    ["an opening balance", out("w", "1"), into("d", "1", { source: "opening" }), false],
    [
      "the same reference, whatever is missing",
      out("w", "1", { venueRef: "x" }),
      into("d", "0.5", { venueRef: "x" }),
      true,
    ],
  ])("takes for a transfer, or not: %s", (_name, leaving, arriving, found) => {
    expect(pairs([arriving, leaving])).toEqual(found ? ["w>d"] : []);
  });

  it("never pairs two entries of one account", () => {
    const arriving = inAccount({
      id: "d",
      ts: NOON,
      account: "demo-a-alpha",
      type: "deposit",
      asset: "BTC",
      quantity: "1",
    });
    expect(pairs([out("w", "1"), arriving])).toEqual([]);
  });

  it("prefers an equal reference, then the nearest in time", () => {
    expect(pairs([out("w", "1"), into("near", "1"), into("far", "1", { hours: 2 })])).toEqual(["w>near"]);
    const far = into("far", "1", { hours: 2, venueRef: "hash" });
    expect(pairs([out("w", "1", { venueRef: "hash" }), into("near", "1"), far])).toEqual(["w>far"]);
    expect(pairs([out("v", "1", { hours: -5 }), out("w", "1"), into("d", "1"), into("e", "1", { hours: 3 })])).toEqual([
      "v>e",
      "w>d",
    ]);
  });

  it("does as a person decided, the newest word counting", () => {
    const entries = [out("w", "1"), into("d", "1"), into("e", "0.3", { hours: 500 })];
    expect(pairs(entries, [change("part", ["w", "d"], 1)])).toEqual([]);
    expect(pairs(entries, [change("pair", ["w", "e"], 1)])).toEqual(["w>e"]);
    expect(pairs(entries, [change("pair", ["w", "d"], 2), change("pair", ["w", "e"], 1)])).toEqual(["w>d"]);
    expect(pairs(entries, [change("pair", ["w", "e"], 1), change("part", ["w", "e"], 2)])).toEqual(["w>d"]);
    expect(pairs(entries, [change("part", ["w", "d"], 1), change("pair", ["w", "d"], 2)])).toEqual(["w>d"]);
    // An entry that does not count can be in no transfer.
    expect(pairs(entries.slice(0, 2), [change("pair", ["w", "e"], 1)])).toEqual(["w>d"]);
  });

  it("pairs the two sides that one venue tells of a transfer", () => {
    const side = (id: string, account: "demo-a-alpha" | "demo-a-beta", way: "buy" | "sell") =>
      inAccount({ id, ts: NOON, account, type: "transfer", side: way, asset: "BTC", quantity: "1" });
    expect(pairs([side("i", "demo-a-beta", "buy"), side("o", "demo-a-alpha", "sell")])).toEqual(["o>i"]);
  });

  it("does not mind the order of entries, and uses none twice", { timeout: BOOK_LIMIT_MS }, () => {
    const legs = fc.array(
      fc.record({
        isOut: fc.boolean(),
        quantity: fc.constantFrom("1", "0.9995", "2"),
        hours: fc.integer({ min: -80, max: 80 }),
        venueRef: fc.constantFrom(null, null, "x", "y"),
        fee: fc.constantFrom(undefined, "0.0005"),
      }),
      { maxLength: 10 },
    );
    const drawn = legs
      .map((list) =>
        list.map(({ isOut, quantity, fee, ...more }, index) =>
          isOut
            ? out(`w${index}`, quantity, { ...more, ...(fee === undefined ? {} : { fee }) })
            : into(`d${index}`, quantity, more),
        ),
      )
      .chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })));
    fc.assert(
      fc.property(drawn, ([entries, mixed]) => {
        const transfers = matchTransfers(entries, []);
        expect(matchTransfers(mixed, [])).toEqual(transfers);
        const ids = transfers.flatMap(({ outId, inId }) => [outId, inId]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: BOOK_RUNS },
    );
  });
});
