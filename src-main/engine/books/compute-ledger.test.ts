import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_COST_BASIS } from "#shared/domain/books.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { asset, testTransaction as entry } from "#testing/portfolio-fakes.ts";
import { testLedger } from "#testing/test-ledger.ts";
import { computeBookCurrency, computeLedgerIn, type Ledger } from "./compute-ledger.ts";
import { LotBooks } from "./compute-lot-books.ts";

const USD = asset("USD");
const deposit = entry({ id: "d", ts: 0, type: "deposit", asset: "USD", quantity: "100000" });

function books(...transactions: Transaction[]) {
  const ledger = testLedger([deposit, ...transactions]);
  const of = (code: string) => {
    const position = ledger.positions.get(asset(code));
    return [position?.quantity, position?.cost, position?.realized].map((value) => value?.toString());
  };
  return { ledger, of };
}

describe("the books at average cost, worked examples", () => {
  const buy = { type: "trade", side: "buy", asset: "BTC", price: "1000" } as const;

  it("takes a purchase's fee in quote into the cost and out of the quote pool", () => {
    const { of, ledger } = books(entry({ ...buy, id: "1", ts: 1, quantity: "2", fee: ["USD", "10"] }));
    expect(of("BTC")).toEqual(["2", "2010", "0"]);
    expect(of("USD")).toEqual(["97990", "97990", "0"]);
    expect(ledger.fees.toString()).toBe("10");
  });

  it("takes a fee in base as fewer units for the same cost", () => {
    const { of, ledger } = books(entry({ ...buy, id: "1", ts: 1, quantity: "2", fee: ["BTC", "0.004"] }));
    expect(of("BTC")).toEqual(["1.996", "2000", "0"]);
    expect(ledger.fees.toString()).toBe("4");
  });

  it("values a fee in a third coin at the fill and counts it as a disposal of that coin", () => {
    const { of } = books(
      entry({ ...buy, id: "1", ts: 1, asset: "BNB", quantity: "10", price: "300" }),
      entry({ ...buy, id: "2", ts: 2, quantity: "2", fee: ["BNB", "0.01"], feeValue: "400" }),
    );
    expect(of("BTC")).toEqual(["2", "2004", "0"]);
    expect(of("BNB")).toEqual(["9.99", "2997", "1"]);
  });

  it("realizes proceeds less average cost less the sale's fee", () => {
    const { of, ledger } = books(
      entry({ ...buy, id: "1", ts: 1, quantity: "1", price: "1000" }),
      entry({ ...buy, id: "2", ts: 2, quantity: "3", price: "2000" }),
      entry({ ...buy, id: "3", ts: 3, side: "sell", quantity: "2", price: "2500", fee: ["USD", "5"] }),
    );
    // Average cost 1750 a unit: 5000 - 3500 - 5.
    expect(of("BTC")).toEqual(["2", "3500", "1495"]);
    expect(ledger.realized.toString()).toBe("1495");
  });

  it("puts what adds before what takes at equal times, whatever the order given", () => {
    const sell = entry({ ...buy, id: "a", ts: 5, side: "sell", quantity: "1", price: "1100" });
    const bought = entry({ ...buy, id: "b", ts: 5, quantity: "1" });
    for (const order of [
      [sell, bought],
      [bought, sell],
    ]) {
      const { of, ledger } = books(...order);
      expect(of("BTC")).toEqual(["0", "0", "100"]);
      expect(ledger.gaps).toEqual([]);
    }
  });

  it("rounds a share of the pool half-even at 18 places and gives the last unit what is left", () => {
    const third = { ...buy, side: "sell", quantity: "1", price: "10" } as const;
    const { of } = books(
      entry({ ...buy, id: "1", ts: 1, quantity: "3", price: "0.333333333333333333" }),
      entry({ ...buy, id: "2", ts: 2, asset: "BTC", quantity: "4", price: "0.25" }),
      entry({ ...third, id: "3", ts: 3 }),
    );
    // Pool of 7 units for 1.999999999999999999: a seventh is 0.285714285714285714142…
    expect(of("BTC")[1]).toBe("1.714285714285714285");
    const { of: emptied } = books(
      entry({ ...buy, id: "1", ts: 1, quantity: "3", price: "0.333333333333333333" }),
      ...[1, 2, 3].map((ts) => entry({ ...third, id: `s${ts}`, ts: ts + 1 })),
    );
    expect(emptied("BTC")).toEqual(["0", "0", "29.000000000000000001"]);
  });

  it("makes a gap, never a negative lot, of a sale beyond the books, and leaves its unknown part out of the gain", () => {
    const { of, ledger } = books(
      entry({ ...buy, id: "1", ts: 1, quantity: "1" }),
      entry({ ...buy, id: "2", ts: 2, side: "sell", quantity: "4", price: "1200" }),
    );
    expect(of("BTC")).toEqual(["0", "0", "200"]);
    expect(ledger.gaps.map(({ asset: code, quantity }) => `${code} ${quantity}`)).toEqual(["BTC 3"]);
  });

  it("says that a cost is not known where a deposit had no value, until those units are gone", () => {
    const { ledger, of } = books(entry({ id: "1", ts: 1, type: "deposit", asset: "XYZ", quantity: "5" }));
    expect(ledger.positions.get(asset("XYZ"))?.costKnown).toBe(false);
    expect(ledger.netInvestedKnown).toBe(false);
    expect(of("XYZ")[0]).toBe("5");
  });

  it("values withdrawals then, keeps the gain they carried out, and takes a plain fee as a loss of its cost", () => {
    const { of, ledger } = books(
      entry({ ...buy, id: "1", ts: 1, quantity: "2" }),
      entry({ id: "2", ts: 2, type: "withdrawal", asset: "BTC", quantity: "1", price: "1500" }),
      entry({ id: "3", ts: 3, type: "fee", asset: "BTC", quantity: "0.1", price: "1500" }),
      entry({ id: "4", ts: 4, type: "reward", asset: "BTC", quantity: "0.1", price: "1600" }),
    );
    expect(of("BTC")).toEqual(["1", "1060", "-100"]);
    expect(ledger.netInvested.toString()).toBe("98500");
    expect(ledger.withdrawnGain.toString()).toBe("500");
    expect(ledger.income.toString()).toBe("160");
    expect(ledger.fees.toString()).toBe("150");
  });

  it("takes a maker's rebate in a third coin in at its value", () => {
    const { of } = books(entry({ ...buy, id: "1", ts: 1, quantity: "1", fee: ["BNB", "-0.5"], feeValue: "2" }));
    expect(of("BTC")).toEqual(["1", "999", "0"]);
    expect(of("BNB")).toEqual(["0.5", "1", "0"]);
  });

  it("keeps the currency the books were begun in and shows another at a rate", () => {
    const { ledger } = books(entry({ ...buy, id: "1", ts: 1, quantity: "2" }));
    const own = { type: "deposit", asset: "EUR", quantity: "1", quote: "EUR", price: "1", quoteValue: "1" } as const;
    const euro = entry({ ...own, id: "e", ts: 1 });
    expect(computeBookCurrency([euro, deposit], asset("CHF"))).toBe("EUR");
    // An older deposit of a file was paid in another currency, or in a coin that is taken at par.
    const paid = entry({ ...own, id: "p", ts: 0, quote: "USD", quoteValue: "0.9" });
    const atPar = entry({ ...own, id: "q", ts: 0, quote: "USDC" });
    const opening = entry({ ...own, id: "opening:kraken:EUR", ts: 2 });
    expect(computeBookCurrency([paid, euro], asset("CHF"))).toBe("EUR");
    expect(computeBookCurrency([atPar, opening], asset("CHF"))).toBe("EUR");
    expect(computeBookCurrency([deposit], asset("CHF"))).toBe("CHF");
    expect(computeLedgerIn(ledger, decimal("0.5")).positions.get(asset("BTC"))?.cost.toString()).toBe("1000");
    expect(computeLedgerIn(ledger, null).netInvestedKnown).toBe(false);
  });
});

const COINS = ["BTC", "ETH", "BNB", "USD", "USDC"] as const;
const amount = fc.bigInt({ min: 1n, max: 10n ** 14n }).map((units) => Decimal.of(units, 8).toString());
const price = fc.bigInt({ min: 1n, max: 10n ** 10n }).map((units) => Decimal.of(units, 4).toString());
const fee = fc.option(
  fc.tuple(
    fc.constantFrom(...COINS),
    fc.bigInt({ min: 1n, max: 10n ** 6n }).map((units) => Decimal.of(units, 8).toString()),
  ),
  { nil: undefined },
);

/** Any history in which every value is known; quantities may go beyond what is held. */
const history = fc
  .array(
    fc.record({
      ts: fc.integer({ min: 0, max: 20 }),
      type: fc.constantFrom("trade", "deposit", "withdrawal", "reward", "fee"),
      side: fc.constantFrom("buy", "sell"),
      asset: fc.constantFrom("BTC", "ETH", "BNB"),
      quote: fc.constantFrom("USD", "USDC"),
      quantity: amount,
      price,
      fee,
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map((row, index) => {
      const { fee: paid, ...rest } = row;
      return entry({
        ...rest,
        ...(paid === undefined ? {} : { fee: paid }),
        id: `t${index}`,
        quoteValue: "1.0003",
        feeValue: "7.5",
      });
    }),
  );

describe("the books at average cost, properties", () => {
  /** Enough of everything first, so that no history runs out. */
  const plenty = COINS.map((code, index) =>
    entry({
      id: `p${index}`,
      ts: 0,
      type: "deposit",
      asset: code,
      quantity: "1000000000000000000",
      quote: "USD",
      price: "1",
    }),
  );

  it("conserves cost exactly: what remains = net invested + realized + carried out + income", () => {
    fc.assert(
      fc.property(history, (rows) => {
        const ledger = testLedger([...plenty, ...rows]);
        expect(ledger.gaps).toEqual([]);
        const cost = Decimal.sum([...ledger.positions.values()].map((position) => position.cost));
        const explained = Decimal.sum([ledger.netInvested, ledger.realized, ledger.withdrawnGain, ledger.income]);
        expect(cost.toString()).toBe(explained.toString());
      }),
    );
  });

  it("never holds less than nothing, and gives the same books for any order of the same entries", () => {
    fc.assert(
      fc.property(history, fc.integer(), (rows, seed) => {
        const ledger = testLedger(rows);
        for (const { quantity } of ledger.positions.values()) expect(quantity.isNegative).toBe(false);
        const shuffled = rows.toSorted((a, b) => ((a.ts * 31 + a.id.length + seed) % 7) - ((b.ts * 17 + seed) % 7));
        const again = testLedger(shuffled);
        expect(again.realized.toString()).toBe(ledger.realized.toString());
        expect([...again.positions.values()].map(({ cost }) => cost.toString()).sort()).toEqual(
          [...ledger.positions.values()].map(({ cost }) => cost.toString()).sort(),
        );
      }),
    );
  });

  it("comes to the same books when it goes on from earlier ones", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 20 }), (rows, cut) => {
        const books = LotBooks.of(
          rows.filter(({ ts }) => ts <= cut),
          { ...DEFAULT_COST_BASIS, currency: USD },
        );
        books.add(rows.filter(({ ts }) => ts > cut));
        expect(JSON.stringify(plain(books.ledger))).toBe(JSON.stringify(plain(testLedger(rows))));
      }),
    );
  });
});

function plain({ positions, ...rest }: Ledger) {
  return { ...rest, positions: [...positions.values()].sort((first, second) => (first.asset < second.asset ? -1 : 1)) };
}
