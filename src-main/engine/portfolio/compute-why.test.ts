import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeLedgerIn } from "#engine/books/compute-ledger.ts";
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { type CostBasis, costBasisMethodSchema, poolingSchema } from "#shared/domain/books.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { anyHistory, BOOK_LIMIT_MS, BOOK_RUNS, PLENTY } from "#testing/book-histories.ts";
import { asset, testTransaction as entry, testBalance, testPrice, testProfile } from "#testing/portfolio-fakes.ts";
import { BookEffects } from "./compute-book-effects.ts";
import { foldDerivation } from "./compute-derivation.ts";
import { computePnlShare } from "./compute-pnl.ts";
import { computeAssets, computePortfolio } from "./compute-portfolio.ts";
import { computeWhy, type WhyFigure, type WhyInput } from "./compute-why.ts";

const NOW = unixMs(1_767_571_200_000);
const READ_AT = unixMs(NOW - 5_000);
const FIGURES: readonly WhyFigure[] = ["value", "cost", "weight", "return", "pnl"];
const anyBasis: fc.Arbitrary<CostBasis> = fc.record({
  method: fc.constantFrom(...costBasisMethodSchema.options),
  pooling: fc.constantFrom(...poolingSchema.options),
});

const quote = (venue: string, code: string, mid: string) => ({
  venue: venueIdSchema.parse(venue),
  symbol: marketSymbolSchema.parse(`${code}/USD`),
  mid: decimal(mid).toString(),
  ageMs: 1_000,
  state: "live" as const,
});
/** ETH by the median of two venues, BTC by that of three, USDC over a market of another currency. */
const PRICES: Readonly<Record<string, ConsensusPrice>> = {
  BTC: testPrice("BTC", "101.5", {
    sources: [quote("kraken", "BTC", "101.5"), quote("binance", "BTC", "101"), quote("coinbase", "BTC", "109.25")],
  }),
  ETH: testPrice("ETH", "7.0005", { sources: [quote("kraken", "ETH", "7"), quote("binance", "ETH", "7.001")] }),
  BNB: testPrice("BNB", "300", { sources: [quote("binance", "BNB", "300")] }),
  USDC: testPrice("USDC", "0.99", { sources: [quote("kraken", "EUR", "1.1")] }),
  USD: testPrice("USD", "1", { path: [] }),
};

/** What is shown of these entries, with balances as the books have them; null prices are unknown. */
function shown(
  transactions: readonly Transaction[],
  costBasis: CostBasis,
  prices: Readonly<Record<string, ConsensusPrice>> = PRICES,
  { currency = asset("USD"), rate = "1" }: { readonly currency?: Asset; readonly rate?: string } = {},
) {
  const lots = LotBooks.of(transactions, { ...costBasis, currency });
  const ledger = computeLedgerIn(lots.ledger, decimal(rate));
  const profile = testProfile({ costBasis });
  const balances = [...ledger.positions.values()].flatMap(({ asset: code, quantity }) => {
    const half = quantity.mul(decimal("0.5")).toString();
    return [testBalance(code, half), testBalance(code, half, "demo-a-beta")];
  });
  const priceOf = (code: Asset): ConsensusPrice | null => prices[code] ?? null;
  const { portfolio } = computePortfolio({
    profile,
    ts: NOW,
    balances,
    balancesKnown: true,
    ledger,
    prices: new Map(computeAssets(profile, balances).map((code) => [code, priceOf(code)])),
    dayStart: null,
  });
  const byId = new Map(transactions.map((each) => [each.id, each]));
  const input: WhyInput = {
    portfolio,
    ledger,
    books: new BookEffects(lots),
    bookCurrency: currency,
    priceOf,
    readAt: () => READ_AT,
    entryOf: (id) => byId.get(id) ?? null,
  };
  return { portfolio, ledger, input };
}

const FIFO: CostBasis = { method: "fifo", pooling: "profile" };
const NOT = "not computable";

function leavesOf(tree: Derivation): readonly Derivation[] {
  return tree.children.length === 0 ? [tree] : tree.children.flatMap(leavesOf);
}

/** The numbers that the window shows; null where it says that there is none. */
function shownFigures({ portfolio, ledger }: ReturnType<typeof shown>): ReadonlyMap<string, string | null> {
  const figures = new Map<string, string | null>();
  const share = (part: string | null, whole: string | null) =>
    part === null || whole === null || !decimal(whole).isPositive
      ? null
      : decimal(part).div(decimal(whole), 10, "halfEven").toString();
  for (const { asset: code, value, weight, cost, unrealized, realized } of portfolio.positions) {
    const held = ledger.positions.get(code)?.quantity.isPositive === true;
    figures.set(`${code} value`, value);
    figures.set(`${code} weight`, weight);
    figures.set(`${code} cost`, held ? cost : "0");
    figures.set(`${code} return`, held ? share(unrealized, cost) : null);
    figures.set(`${code} pnl`, held ? plus(unrealized, realized) : realized);
  }
  const { totalValue, totalPnl, netInvested } = portfolio;
  figures.set("all value", totalValue);
  figures.set("all weight", totalValue !== null && decimal(totalValue).isPositive ? "1" : null);
  figures.set("all pnl", totalPnl);
  const pnlShare = totalPnl === null ? null : computePnlShare(decimal(totalPnl), decimal(netInvested));
  figures.set("all return", pnlShare?.toString() ?? null);
  const held = [...ledger.positions.values()].filter(({ quantity }) => quantity.isPositive);
  const known = held.every(({ costKnown }) => costKnown);
  figures.set("all cost", known ? Decimal.sum(held.map(({ cost }) => cost)).toString() : null);
  return figures;
}

function plus(first: string | null, second: string): string | null {
  return first === null ? null : decimal(first).add(decimal(second)).toString();
}

function checkAll(state: ReturnType<typeof shown>): void {
  const wanted = shownFigures(state);
  for (const code of [...state.portfolio.positions.map((position) => position.asset), null]) {
    for (const figure of FIGURES) {
      const tree = computeWhy(state.input, code, figure);
      const number = wanted.get(`${code ?? "all"} ${figure}`) ?? null;
      const isRight =
        number === null ? tree.value === NOT : tree.value !== NOT && decimal(tree.value).eq(decimal(number));
      const isFolded = (foldDerivation(tree)?.toString() ?? NOT) === tree.value;
      const unsourced = leavesOf(tree).find(
        ({ source, value, formula }) => source === null && value !== NOT && formula !== "sum",
      );
      // One assertion for all: a thousand runs make a hundred thousand trees.
      if (isRight && isFolded && unsourced === undefined) continue;
      expect({ code, figure, number, unsourced, tree }).toBe("a tree that folds to the number that is shown");
    }
  }
}

describe("computeWhy", () => {
  it(
    "folds to exactly the shown number, for every figure, with entries, prices and balances as leaves",
    () => {
      fc.assert(
        fc.property(anyHistory(), anyBasis, fc.boolean(), (history, basis, plenty) => {
          checkAll(shown(plenty ? [...PLENTY, ...history] : history, basis));
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it("says what is not computable and why, like the window, while a price is missing", () => {
    const history = [
      entry({ id: "1", ts: 1, type: "deposit", asset: "USD", quantity: "500" }),
      entry({ id: "2", ts: 2, type: "trade", side: "buy", asset: "SOL", quantity: "2", price: "20" }),
    ];
    const state = shown(history, FIFO);
    checkAll(state);
    expect(computeWhy(state.input, asset("SOL"), "value")).toMatchObject({ value: NOT, formula: "No price for SOL." });
    expect(computeWhy(state.input, null, "return")).toMatchObject({ value: NOT, formula: "No price for SOL." });
    expect(computeWhy(state.input, asset("SOL"), "cost").value).toBe("40");
  });

  it("converts what the books keep in another currency by the price that is shown", () => {
    const history = [
      entry({
        id: "1",
        ts: 1,
        type: "deposit",
        asset: "BTC",
        quantity: "2",
        quote: "EUR",
        price: "80",
        quoteValue: "1",
      }),
      entry({ id: "2", ts: 2, type: "trade", side: "sell", asset: "BTC", quantity: "1", quote: "EUR", price: "90" }),
    ];
    const prices = { ...PRICES, EUR: testPrice("EUR", "1.1", { sources: [quote("kraken", "EUR", "1.1")] }) };
    const state = shown(history, FIFO, prices, { currency: asset("EUR"), rate: "1.1" });
    checkAll(state);
    expect(computeWhy(state.input, asset("BTC"), "cost")).toMatchObject({
      value: "88",
      children: [{ value: "80" }, { label: "Price of 1 EUR in USD", value: "1.1" }],
    });
  });

  it("tells entries by year and month with their words, and where each price came from", () => {
    const history = [
      entry({ id: "a", ts: Date.UTC(2024, 0, 3), type: "deposit", asset: "USD", quantity: "500" }),
      entry({ id: "b", ts: Date.UTC(2024, 1, 5), type: "trade", side: "buy", asset: "ETH", quantity: "2", price: "6" }),
      entry({ id: "c", ts: Date.UTC(2025, 1, 6), type: "trade", side: "buy", asset: "ETH", quantity: "1", price: "9" }),
    ];
    const { input } = shown(history, FIFO);
    const cost = computeWhy(input, asset("ETH"), "cost");
    expect(cost.children.map(({ label, value }) => `${label} ${value}`)).toEqual(["2024 12", "2025 9"]);
    expect(cost.children[0]?.children[0]).toMatchObject({
      label: "2024-02",
      children: [
        {
          label: "2024-02-05 Purchase of 2 ETH at 6 USD",
          source: { kind: "transaction", id: "b", ts: Date.UTC(2024, 1, 5) },
        },
      ],
    });
    const [units, price] = computeWhy(input, asset("ETH"), "value").children;
    expect(units?.children.map(({ source }) => source)).toEqual([
      { kind: "balance", accountId: "demo-a-alpha", at: READ_AT },
      { kind: "balance", accountId: "demo-a-beta", at: READ_AT },
    ]);
    expect(price).toMatchObject({ label: "Price of 1 ETH in USD", value: "7.0005" });
    expect(price?.children.map(({ source }) => source)).toEqual([
      { kind: "price", venue: "kraken", symbol: "ETH/USD", at: NOW - 1_000, from: "live quote" },
      { kind: "price", venue: "binance", symbol: "ETH/USD", at: NOW - 1_000, from: "live quote" },
    ]);
  });

  it("knows when the books have changed since they were gone through", () => {
    const first = entry({ id: "1", ts: 1, type: "deposit", asset: "USD", quantity: "500" });
    const lots = LotBooks.of([first], { ...FIFO, currency: asset("USD") });
    const books = new BookEffects(lots);
    expect(books.isOf(lots)).toBe(true);
    lots.add([first]);
    expect(books.isOf(lots)).toBe(true);
    lots.add([entry({ id: "2", ts: 2, type: "deposit", asset: "USD", quantity: "5" })]);
    expect(books.isOf(lots)).toBe(false);
    expect(new BookEffects(lots).isOf(LotBooks.of([first], { ...FIFO, currency: asset("USD") }))).toBe(false);
  });

  it("lists the newest 500 of very many entries and says how many lie before them", () => {
    const history = Array.from({ length: 1_200 }, (_, index) =>
      entry({ id: `${index}`, ts: index * 86_400_000, type: "deposit", asset: "BTC", quantity: "1", price: "2" }),
    );
    // Whatever the order in which they came in.
    for (const [method, entries] of [
      ["fifo", history],
      ["average", history],
      ["average", history.toReversed()],
    ] as const) {
      const { input } = shown(entries, { method, pooling: "profile" });
      const cost = computeWhy(input, asset("BTC"), "cost");
      const [earlier] = cost.children;
      expect(cost.value).toBe("2400");
      expect(earlier).toEqual({
        label: "Until 1971-12-01",
        value: "1400",
        formula: "sum of 700 entries that are not listed",
        source: null,
        children: [],
      });
      expect(leavesOf(cost)).toHaveLength(501);
      const effects = input.books.cost(asset("BTC"));
      expect([effects.length, effects.total.toString(), effects.at(700).value.toString()]).toEqual([
        1_200,
        "2400",
        "2",
      ]);
      expect(() => effects.at(698)).toThrow("No effect 698 of 1200 is kept");
      expect(() => effects.sumOf(600)).toThrow(RangeError);
    }
  });
});
