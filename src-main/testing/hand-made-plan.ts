// How does a test write a planner's input by hand? Parts with every field filled in, as loose as JSON: a test may spoil any of them.

export type Json = Record<string, unknown>;

export const balance = (asset: string, free: string, locked = "0"): Json => ({
  asset,
  free,
  inOrders: "0",
  earn: "0",
  locked,
});

export const market = (symbol: string, bid: string, ask: string, more: Json = {}): Json => ({
  venue: "kraken",
  symbol,
  base: symbol.split("/")[0],
  quote: symbol.split("/")[1],
  priceStep: "0.01",
  amountStep: "0.0001",
  amountMin: null,
  amountMax: null,
  costMin: "5",
  costMax: null,
  status: "online",
  bid,
  ask,
  book: null,
  ...more,
});

/** Without fees, at kraken. */
export const account = (id: string, balances: Json[], more: Json = {}): Json => ({
  id,
  name: id,
  kind: "paper",
  venue: "kraken",
  fees: { maker: "0", taker: "0", feeAsset: "quote" },
  balances,
  ...more,
});

/** 1 BTC of 10,000, 10 ETH of 1,000 and 1,000 USD, 40 % of each coin and 20 % of cash wanted. */
export const handMadeInput = (more: Json = {}): Json => ({
  valuationAsset: "USD",
  cashAssets: ["USD", "USDC"],
  accounts: [account("a1", [balance("BTC", "1"), balance("ETH", "10"), balance("USD", "1000")])],
  instruments: [market("BTC/USD", "10000", "10000"), market("ETH/USD", "1000", "1000")],
  prices: { BTC: "10000", ETH: "1000", USD: "1", USDC: "1" },
  targets: { BTC: "0.4", ETH: "0.4", USD: "0.2" },
  policy: { tolerance: "0" },
  ...more,
});
