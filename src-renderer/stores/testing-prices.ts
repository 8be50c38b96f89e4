// Which prices do tests of several screens speak of? Parsed by the schemas, so that they can not drift from them.
import { pricesSchema } from "#shared/contract/market-data.ts";
import { profileSummarySchema } from "#shared/contract/profiles.ts";
import type { Prices, ProfileSummary } from "#shared/contract/views.ts";
import { type Instrument, instrumentSchema } from "#shared/domain/instrument.ts";
import { type Portfolio, portfolioSchema } from "#shared/domain/portfolio.ts";
import type { QuoteState } from "#shared/domain/quote.ts";

/** Bitcoin and dollars are well; what ether and solana are is said. */
export type PriceStates = Readonly<Partial<Record<"BTC" | "ETH" | "SOL", QuoteState>>>;

const AGES: Readonly<Record<QuoteState, number>> = {
  live: 400,
  lagging: 12_000,
  stale: 20_000,
  suspect: 20_000,
  dead: 20_000,
};

const HELD = [
  ["BTC", "1", "60000", "0.6", "0.5"],
  ["ETH", "10", "3000", "0.3", "0.3"],
  ["SOL", "50", "100", "0.05", "0.1"],
  ["USD", "5000", "1", "0.05", "0.1"],
] as const;

export function sampleHoldings(states: PriceStates = {}): Portfolio {
  const stateOf = (asset: string): QuoteState => (states as Record<string, QuoteState>)[asset] ?? "live";
  return portfolioSchema.parse({
    profileId: "core",
    currency: "USD",
    ts: 0,
    totalValue: "100000",
    cash: "5000",
    netInvested: "90000",
    realized: "0",
    unrealized: "10000",
    fees: "0",
    totalPnl: "10000",
    dayPnl: "250",
    dayPnlShare: "0.0025",
    oldestPriceAgeMs: 400,
    state: HELD.every(([asset]) => stateOf(asset) === "live") ? "live" : "stale",
    positions: HELD.map(([asset, quantity, price, weight, target]) => ({
      asset,
      quantity,
      balances: [],
      price,
      priceState: stateOf(asset),
      priceAgeMs: AGES[stateOf(asset)],
      unresolved: null,
      value: String(Number(quantity) * Number(price)),
      weight,
      target,
      drift: (Number(weight) - Number(target)).toFixed(2),
      band: "0.05",
      averageCost: price,
      cost: String(Number(quantity) * Number(price)),
      unrealized: "0.5",
      realized: "0",
      change24h: "0.01",
      isCash: asset === "USD",
    })),
  });
}

/** A profile with one account, at Kraken. */
export function sampleProfileSummary(): ProfileSummary {
  return profileSummarySchema.parse({
    profile: {
      id: "core",
      name: "Core",
      priority: 1,
      mode: "paper",
      source: "real",
      currency: "USD",
      cashAssets: ["USD"],
      accounts: [
        { id: "core-kraken", name: "Kraken", kind: "paper", venue: "kraken", fees: { maker: "0.001", taker: "0.002" } },
      ],
      targets: { BTC: "0.5", ETH: "0.3", SOL: "0.1", USD: "0.1" },
      policy: {},
      limits: {},
      createdAt: 0,
      seed: "1",
    },
    tradingState: "active",
    stateReason: null,
    value: "100000",
    dayPnl: null,
    dayPnlShare: null,
    readOnlyReason: null,
    openSuggestions: 0,
    openSignals: 0,
    valueInDoubt: false,
    openPlan: null,
    automaticUntil: null,
  });
}

/** One quote at Kraken for each asset that is not cash. */
export function samplePrices(states: PriceStates = {}): Prices {
  const priced = HELD.filter(([asset]) => asset !== "USD");
  const stateOf = (asset: string): QuoteState => (states as Record<string, QuoteState>)[asset] ?? "live";
  return pricesSchema.parse({
    unresolved: [],
    prices: priced.map(([asset, , price]) => ({
      asset,
      currency: "USD",
      price,
      state: stateOf(asset),
      ageMs: 0,
      path: [`${asset}/USD`],
      sources: [{ venue: "kraken", symbol: `${asset}/USD`, mid: price, ageMs: 0, state: stateOf(asset) }],
      assumedPar: false,
      price24hAgo: price,
    })),
    quotes: priced.map(([asset, , price]) => ({
      venue: "kraken",
      symbol: `${asset}/USD`,
      bid: String(Number(price) - 1),
      ask: String(Number(price) + 1),
      last: null,
      volume24h: null,
      tsEvent: null,
      tsInit: 0,
      source: "stream",
      state: stateOf(asset),
      reason: stateOf(asset) === "live" ? null : `${asset} is ${stateOf(asset)}.`,
      confirmedAt: 0,
    })),
  });
}

export function sampleMarket(symbol: string, venue = "kraken"): Instrument {
  const [base, quote] = symbol.split("/");
  return instrumentSchema.parse({
    venue,
    symbol,
    base,
    quote,
    priceStep: "0.01",
    amountStep: "0.001",
    amountMin: null,
    amountMax: null,
    costMin: null,
    costMax: null,
    status: "online",
  });
}
