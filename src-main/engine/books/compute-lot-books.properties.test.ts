import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BookChange, type CostBasis, costBasisMethodSchema, poolingSchema } from "#shared/domain/books.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { transactionIdSchema } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { anyHistory, BOOK_LIMIT_MS, BOOK_RUNS, PLENTY, soldOutHistory, testChange } from "#testing/book-histories.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { LotBooks } from "./compute-lot-books.ts";
import { computePostings } from "./compute-postings.ts";
import { matchTransfers } from "./compute-transfers.ts";

const USD = asset("USD");
const METHODS = costBasisMethodSchema.options;
const anyBasis: fc.Arbitrary<CostBasis> = fc.record({
  method: fc.constantFrom(...METHODS),
  pooling: fc.constantFrom(...poolingSchema.options),
});

const booksOf = (entries: Iterable<Transaction>, basis: CostBasis): LotBooks =>
  LotBooks.of(entries, { ...basis, currency: USD });

/** All that the books say, as text. */
function spelledOut(books: LotBooks): string {
  const { realized, positions, totals, gaps } = books;
  return JSON.stringify({
    lots: books.lots(),
    disposals: books.disposals(),
    gaps,
    totals,
    positions: [...positions.values()].sort((one, other) => (one.asset < other.asset ? -1 : 1)),
    realized: [realized.byAsset, realized.byAccount, realized.byYear].map((sums) => [...sums].sort()),
    fees: [...books.feesByAsset].sort(),
  });
}

const sum = (texts: readonly string[]): Decimal => Decimal.sum(texts.map(decimal));
const shuffled = (entries: readonly Transaction[]): fc.Arbitrary<readonly Transaction[]> =>
  fc.shuffledSubarray([...entries], { minLength: entries.length });

function property<Values extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [At in keyof Values]: fc.Arbitrary<Values[At]> },
  check: (...values: Values) => void,
): void {
  it(name, () => fc.assert(fc.property(...arbitraries, check), { numRuns: BOOK_RUNS }), BOOK_LIMIT_MS);
}

describe("LotBooks, properties", () => {
  property<[readonly Transaction[], CostBasis]>(
    "conserve: what came in = what is left + what was sold or spent, in units and in cost, whatever was oversold",
    [anyHistory({ types: ["trade", "trade", "deposit", "reward", "fee", "adjustment"] }), anyBasis],
    (entries, basis) => {
      const books = booksOf(entries, basis);
      const added = entries
        .flatMap((entry) => computePostings(entry, USD).postings)
        .filter(({ kind }) => kind === "add");
      for (const code of ["BTC", "ETH", "BNB", "USDC"].map(asset)) {
        const came = added.filter((posting) => posting.asset === code);
        const left = books.lots(code);
        const gone = books.disposals({ asset: code });
        expect(Decimal.sum(came.map(({ quantity }) => quantity)).toString()).toBe(
          sum([...left, ...gone].map(({ quantity }) => quantity)).toString(),
        );
        const costs = came.map((posting) => (posting.kind === "add" ? (posting.cost ?? Decimal.ZERO) : Decimal.ZERO));
        expect(Decimal.sum(costs).toString()).toBe(sum([...left, ...gone].map(({ cost }) => cost ?? "0")).toString());
      }
      for (const lot of books.lots()) expect(decimal(lot.quantity).isPositive).toBe(true);
    },
  );

  property<[readonly Transaction[], CostBasis]>(
    "explain every cost: what is left cost = net invested + realized + carried out + income",
    [anyHistory(), anyBasis],
    (entries, basis) => {
      const books = booksOf([...PLENTY, ...entries], basis);
      expect(books.gaps).toEqual([]);
      const { netInvested, realized, withdrawnGain, income } = books.totals;
      const cost = Decimal.sum([...books.positions.values()].map((position) => position.cost));
      expect(cost.toString()).toBe(Decimal.sum([netInvested, realized, withdrawnGain, income]).toString());
    },
  );

  property<[readonly Transaction[], CostBasis]>(
    "spell out what they realized: disposals add up to the gain by asset, account and year",
    [anyHistory({ types: ["trade", "deposit", "withdrawal", "fee"] }), anyBasis],
    (entries, basis) => {
      const books = booksOf(entries, basis);
      const { realized } = books;
      for (const [code, gain] of realized.byAsset) {
        expect(sum(books.disposals({ asset: code }).map((disposal) => disposal.gain)).toString()).toBe(gain.toString());
      }
      for (const [accountId, gain] of realized.byAccount) {
        expect(sum(books.disposals({ accountId }).map((disposal) => disposal.gain)).toString()).toBe(gain.toString());
      }
      for (const [year, gain] of realized.byYear) {
        expect(sum(books.disposals({ year }).map((disposal) => disposal.gain)).toString()).toBe(gain.toString());
      }
      for (const { proceeds, cost, fee, gain } of books.disposals()) {
        expect(gain).toBe(decimal(proceeds).sub(decimal(cost)).sub(decimal(fee)).toString());
      }
    },
  );

  property<[readonly Transaction[]]>(
    "gain the same in all under each method once everything is sold",
    [soldOutHistory],
    (entries) => {
      const books = METHODS.map((method) => booksOf(entries, { method, pooling: "profile" }));
      for (const each of books) {
        expect(each.lots().filter((lot) => lot.asset !== USD)).toEqual([]);
        expect(each.gaps.filter((gap) => gap.asset !== USD)).toEqual([]);
      }
      expect(new Set(books.map(({ totals }) => totals.realized.toString())).size).toBe(1);
    },
  );

  const twice = anyHistory().chain((entries) => fc.tuple(fc.constant(entries), shuffled([...entries, ...entries])));
  property<[readonly [readonly Transaction[], readonly Transaction[]], CostBasis]>(
    "are the same after importing twice, in any order",
    [twice, anyBasis],
    ([entries, again], basis) => {
      const once = booksOf(entries, basis);
      expect(spelledOut(booksOf(again, basis))).toBe(spelledOut(once));
      const before = spelledOut(once);
      expect(once.add(entries)).toBe(0);
      expect(spelledOut(once)).toBe(before);
    },
  );

  const parts = anyHistory().chain((entries) =>
    fc.tuple(fc.constant(entries), shuffled(entries), fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 })),
  );
  property<[readonly [readonly Transaction[], readonly Transaction[], readonly number[]], CostBasis]>(
    "are the same for any order of import and any cuts in it, as from the beginning",
    [parts, anyBasis],
    ([entries, mixed, sizes], basis) => {
      const wanted = spelledOut(booksOf(entries, basis));
      for (const order of [mixed, entries.toSorted((one, other) => one.ts - other.ts)]) {
        const books = booksOf([], basis);
        for (let from = 0, turn = 0; from < order.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          books.add(order.slice(from, from + size));
          from += size;
        }
        expect(spelledOut(books)).toBe(wanted);
      }
    },
  );

  /** Each trade as two of half its size, at the same time and price. */
  const halved = (entries: readonly Transaction[]): readonly Transaction[] =>
    entries.flatMap((entry) => {
      const half = (text: string) => decimal(text).div(Decimal.of(2n, 0), 30, "halfEven").toString();
      return ["a", "b"].map((part) => ({
        ...entry,
        id: transactionIdSchema.parse(`${entry.id}${part}`),
        quantity: half(entry.quantity),
        fee: entry.fee === null ? null : { ...entry.fee, amount: half(entry.fee.amount) },
      }));
    });
  const units = (books: LotBooks) =>
    [...books.positions.values()].map((held) => `${held.asset} ${held.quantity}`).sort();

  property<[readonly Transaction[], CostBasis]>(
    "do not mind a trade that is split, to the last digit where no share has to be rounded",
    [anyHistory({ types: ["trade"], plain: true, fees: false }), anyBasis],
    (entries, basis) => {
      fc.pre(basis.method !== "average");
      const [whole, split] = [booksOf(entries, basis), booksOf(halved(entries), basis)];
      expect(units(split)).toEqual(units(whole));
      expect(split.totals.realized.toString()).toBe(whole.totals.realized.toString());
      expect([...split.positions].map(([code, { cost }]) => `${code} ${cost}`).sort()).toEqual(
        [...whole.positions].map(([code, { cost }]) => `${code} ${cost}`).sort(),
      );
    },
  );

  property<[readonly Transaction[], CostBasis]>(
    "do not mind a trade that is split, but for the eighteenth place of rounded shares",
    [anyHistory({ types: ["trade"] }), anyBasis],
    (entries, basis) => {
      // Nothing is oversold: what is short would depend on which half comes first.
      const [whole, split] = [entries, halved(entries)].map((list) => booksOf([...PLENTY, ...list], basis));
      if (whole === undefined || split === undefined) throw new Error("no books");
      expect(units(split)).toEqual(units(whole));
      // Each part of each lot that pays rounds its share of cost, of proceeds and of the fee.
      const shares = 3n * BigInt(split.state.disposals.list({}).length + 4 * split.lots().length + 8 * entries.length);
      const apart = split.totals.realized.sub(whole.totals.realized).abs();
      expect(apart.lte(Decimal.of(shares, 18))).toBe(true);
    },
  );

  property<[readonly Transaction[], CostBasis]>(
    "are the same pooled by account and by profile where there is one account",
    [anyHistory({ accounts: ["demo-a-alpha"] }), anyBasis],
    (entries, { method }) => {
      expect(spelledOut(booksOf(entries, { method, pooling: "account" }))).toBe(
        spelledOut(booksOf(entries, { method, pooling: "profile" })),
      );
    },
  );

  /** Pairs, as a person would make them, each withdrawal with the first deposit of its coin that is not larger. */
  function decidePairs(entries: readonly Transaction[]): readonly BookChange[] {
    const taken = new Set<string>();
    return entries.flatMap((out, index): readonly BookChange[] => {
      const into = entries.find(
        ({ id, type, asset: code, quantity }) =>
          type === "deposit" && code === out.asset && !taken.has(id) && decimal(quantity).lte(decimal(out.quantity)),
      );
      if (out.type !== "withdrawal" || into === undefined) return [];
      taken.add(into.id);
      return [testChange("pair", [out.id, into.id], index)];
    });
  }

  property<[readonly Transaction[], CostBasis]>(
    "lose nothing in transfers: units, cost and net invested are those of books that never moved anything, less what was spent",
    [anyHistory({ types: ["trade", "deposit", "withdrawal"] }), anyBasis],
    (entries, basis) => {
      const all = [...PLENTY, ...entries];
      const transfers = matchTransfers(all, decidePairs(entries));
      const books = LotBooks.of(all, { ...basis, currency: USD }, transfers);
      const moved = new Set(transfers.flatMap(({ outId, inId }) => [outId, inId]));
      const kept = booksOf(
        all.map((entry) => (moved.has(entry.id) ? { ...entry, quantity: Decimal.ZERO.toString() } : entry)),
        basis,
      );
      expect(books.gaps).toEqual([]);
      const { netInvested, realized, withdrawnGain, income } = books.totals;
      const cost = Decimal.sum([...books.positions.values()].map((position) => position.cost));
      expect(cost.toString()).toBe(Decimal.sum([netInvested, realized, withdrawnGain, income]).toString());
      expect(netInvested.toString()).toBe(kept.totals.netInvested.toString());
      const byId = new Map(all.map((entry) => [entry.id, entry]));
      for (const [code, { quantity }] of books.positions) {
        const onTheWay = transfers.map(({ outId, inId }) => {
          const [out, into] = [byId.get(outId), byId.get(inId)];
          return out?.asset === code ? decimal(out.quantity).sub(decimal(into?.quantity ?? "0")) : Decimal.ZERO;
        });
        expect(quantity.add(Decimal.sum(onTheWay)).toString()).toBe(kept.positions.get(code)?.quantity.toString());
      }
    },
  );

  property<[readonly Transaction[], CostBasis]>(
    "take in entries and their transfers one by one as all at once",
    [anyHistory({ types: ["trade", "deposit", "withdrawal"] }), anyBasis],
    (entries, basis) => {
      const changes = decidePairs(entries);
      const books = booksOf([], basis);
      for (let count = 1; count <= entries.length; count += 1) {
        // A pair that is decided already is found once both of its sides are there.
        books.add(entries.slice(count - 1, count), matchTransfers(entries.slice(0, count), changes));
      }
      const whole = LotBooks.of(entries, { ...basis, currency: USD }, matchTransfers(entries, changes));
      expect(spelledOut(books)).toBe(spelledOut(whole));
    },
  );
});
