import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { portfolioSchema } from "#shared/domain/portfolio.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { asset, testTransaction as entry, testBalance, testPrice, testProfile } from "#testing/portfolio-fakes.ts";
import { testLedger } from "#testing/test-ledger.ts";
import type { PnlPoint } from "./compute-pnl.ts";
import { computeAssets, computePortfolio } from "./compute-portfolio.ts";

function view(input: {
  readonly holdings: Readonly<Record<string, string>>;
  readonly prices: Readonly<Record<string, string | ConsensusPrice>>;
  readonly transactions?: readonly Transaction[];
  readonly profile?: Parameters<typeof testProfile>[0];
  readonly dayStart?: PnlPoint;
  readonly balancesKnown?: boolean;
}) {
  const profile = testProfile(input.profile);
  const balances = Object.entries(input.holdings).map(([code, free]) => testBalance(code, free));
  const prices = Object.entries(input.prices).map(
    ([code, price]) => [asset(code), typeof price === "string" ? testPrice(code, price) : price] as const,
  );
  return computePortfolio({
    profile,
    ts: unixMs(1_000),
    balances,
    balancesKnown: input.balancesKnown ?? true,
    ledger: testLedger(input.transactions ?? []),
    prices: new Map(prices),
    dayStart: input.dayStart ?? null,
  });
}

const PRICES = { BTC: "100", ETH: "10", USDC: "1", USD: "1" };
const bought = [
  entry({ id: "1", ts: 1, type: "deposit", asset: "USD", quantity: "1000" }),
  entry({ id: "2", ts: 2, type: "trade", side: "buy", asset: "BTC", quantity: "5", price: "80", fee: ["USD", "4"] }),
];

describe("computePortfolio", () => {
  it("values holdings, knows their cost and gain, and fits the contract", () => {
    const { portfolio } = view({ holdings: { BTC: "5", USD: "596" }, prices: PRICES, transactions: bought });
    expect(portfolioSchema.parse(portfolio)).toEqual(portfolio);
    expect(portfolio).toMatchObject({
      totalValue: "1096",
      cash: "596",
      netInvested: "1000",
      totalPnl: "96",
      state: "live",
    });
    expect(portfolio).toMatchObject({ unrealized: "96", realized: "0", fees: "4", dayPnl: null });
    expect(portfolio.positions.map((position) => position.asset)).toEqual(["BTC", "ETH", "USDC", "USD"]);
    expect(portfolio.positions[0]).toMatchObject({
      value: "500",
      averageCost: "80.8",
      cost: "404",
      unrealized: "96",
      target: "0.5",
    });
    // The cash group's drift stands on its targeted coin: 596 of 1096 is cash.
    expect(portfolio.positions[2]).toMatchObject({ asset: "USDC", value: "0", target: "0.2", drift: "0.3437956204" });
    expect(portfolio.positions[3]).toMatchObject({ asset: "USD", weight: "0.5437956204", target: null, drift: null });
  });

  it("gives no total, weight or gain while a wanted asset has no price, and says which", () => {
    const { portfolio, allocation } = view({
      holdings: { BTC: "5", ETH: "1", USD: "596" },
      prices: { BTC: "100", USD: "1", USDC: "1" },
    });
    expect(portfolio).toMatchObject({ state: "unresolved", totalValue: null, totalPnl: null });
    expect(allocation).toBeNull();
    expect(portfolio.positions[1]).toMatchObject({
      asset: "ETH",
      value: null,
      weight: null,
      unresolved: "No price for ETH.",
    });
    expect(portfolio.positions[0]).toMatchObject({ value: "500", weight: null });
  });

  it("lists a coin that nobody bought or wants as unresolved without losing the rest", () => {
    const { portfolio } = view({ holdings: { BTC: "1", AIRDROP: "7" }, prices: PRICES });
    expect(portfolio).toMatchObject({ state: "live", totalValue: "100" });
    expect(portfolio.positions.find(({ asset: code }) => code === "AIRDROP")).toMatchObject({
      value: null,
      unresolved: "No price for AIRDROP.",
    });
  });

  it("values up to the price's time to live, flagged, and no further", () => {
    const at = (ageMs: number) =>
      view({ holdings: { BTC: "1" }, prices: { ...PRICES, BTC: testPrice("BTC", "100", { ageMs, state: "stale" }) } })
        .portfolio;
    expect(at(60_000)).toMatchObject({ state: "stale", totalValue: "100", oldestPriceAgeMs: 60_000 });
    expect(at(60_001)).toMatchObject({ state: "unresolved", totalValue: null });
    expect(at(73_000).positions[0]).toMatchObject({
      price: "100",
      value: null,
      unresolved: "The last price of BTC is 73 s old.",
    });
  });

  it("knows nothing before the accounts were read, and that an empty one is worth 0", () => {
    expect(view({ holdings: {}, prices: PRICES, balancesKnown: false }).portfolio).toMatchObject({
      state: "unresolved",
      totalValue: null,
    });
    expect(view({ holdings: {}, prices: {} }).portfolio).toMatchObject({
      state: "live",
      totalValue: "0",
      totalPnl: "0",
    });
  });

  it("leaves cost and gain blank where a deposit's value was not known", () => {
    const transactions = [entry({ id: "1", ts: 1, type: "deposit", asset: "BTC", quantity: "5" })];
    const { portfolio } = view({ holdings: { BTC: "5" }, prices: PRICES, transactions });
    expect(portfolio).toMatchObject({ totalValue: "500", totalPnl: null, unrealized: null });
    expect(portfolio.positions[0]).toMatchObject({ averageCost: null, cost: null, unrealized: null });
  });

  it("tells the change over 24 h from the price then", () => {
    const { portfolio } = view({
      holdings: { BTC: "1" },
      prices: { ...PRICES, BTC: testPrice("BTC", "100", { price24hAgo: decimal("96").toString() }) },
    });
    expect(portfolio.positions[0]?.change24h).toBe("0.0416666667");
  });

  it("orders assets by target, then name, cash last", () => {
    const profile = testProfile({ targets: { SOL: "0.1", BTC: "0.6", USDC: "0.3" } });
    const held = ["ZEC", "ADA", "USD"].map((code) => testBalance(code, "1"));
    expect(computeAssets(profile, held)).toEqual(["BTC", "SOL", "ADA", "ZEC", "USDC", "USD"]);
  });
});

const units = fc.bigInt({ min: 0n, max: 10n ** 14n }).map((value) => Decimal.of(value, 8).toString());
const coins = fc.record({ BTC: units, ETH: units, USDC: units, USD: units });
const somePrices = fc.record({ BTC: units, ETH: units, USDC: units, USD: fc.constant("1") });

describe("computePortfolio, properties", () => {
  it("is worth exactly the sum of its positions, and their weights are its shares", () => {
    fc.assert(
      fc.property(coins, somePrices, (holdings, prices) => {
        const { portfolio, allocation } = view({ holdings, prices });
        const values = portfolio.positions.map(({ value }) => decimal(value ?? "0"));
        expect(Decimal.sum(values).toString()).toBe(portfolio.totalValue);
        expect(allocation?.total.toString()).toBe(portfolio.totalValue);
        if (portfolio.totalValue === "0") return;
        const weights = Decimal.sum(portfolio.positions.map(({ weight }) => decimal(weight ?? "0")));
        expect(weights.sub(Decimal.ONE).abs().lte(decimal("0.0000000004"))).toBe(true);
      }),
    );
  });

  it("keeps start + flows + gain = end, and does not move the day's gain by deposits", () => {
    fc.assert(
      fc.property(coins, somePrices, units, units, units, (holdings, prices, startValue, startInvested, deposit) => {
        const dayStart = { value: decimal(startValue), netInvested: decimal(startInvested) };
        const before = view({
          holdings,
          prices,
          dayStart,
          transactions: [entry({ id: "0", ts: 0, type: "deposit", asset: "USD", quantity: startInvested })],
        }).portfolio;
        const gain = decimal(before.dayPnl ?? "x");
        const flow = decimal(before.netInvested).sub(dayStart.netInvested);
        expect(dayStart.value.add(flow).add(gain).toString()).toBe(before.totalValue);
        const after = view({
          holdings: { ...holdings, USD: decimal(holdings.USD).add(decimal(deposit)).toString() },
          prices,
          dayStart,
          transactions: [
            entry({ id: "0", ts: 0, type: "deposit", asset: "USD", quantity: startInvested }),
            entry({ id: "1", ts: 1, type: "deposit", asset: "USD", quantity: deposit }),
          ],
        }).portfolio;
        expect(after.dayPnl).toBe(before.dayPnl);
        expect(after.totalPnl).toBe(before.totalPnl);
      }),
    );
  });

  it("splits the total gain into realized and unrealized, where venue and books agree", () => {
    const trades = fc.array(
      fc.record({
        buy: fc.boolean(),
        quantity: fc.integer({ min: 1, max: 50 }),
        price: fc.integer({ min: 1, max: 900 }),
        fee: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(trades, fc.integer({ min: 1, max: 900 }), (rows, price) => {
        const transactions = [
          entry({ id: "d", ts: 0, type: "deposit", asset: "USD", quantity: "10000000" }),
          entry({ id: "e", ts: 0, type: "deposit", asset: "BTC", quantity: "1000", price: "100" }),
          ...rows.map((row, index) =>
            entry({
              id: `t${index}`,
              ts: index + 1,
              type: "trade",
              side: row.buy ? "buy" : "sell",
              asset: "BTC",
              quantity: `${row.quantity}`,
              price: `${row.price}`,
              fee: ["USD", `${row.fee}`],
            }),
          ),
        ];
        const books = testLedger(transactions);
        const held = (code: string) => books.positions.get(asset(code))?.quantity.toString() ?? "0";
        const { portfolio } = view({
          holdings: { BTC: held("BTC"), USD: held("USD") },
          prices: { ...PRICES, BTC: `${price}` },
          transactions,
        });
        const gains = decimal(portfolio.realized).add(decimal(portfolio.unrealized ?? "x"));
        expect(gains.toString()).toBe(portfolio.totalPnl);
      }),
    );
  });
});
