// Which assets and pairs does Kraken list, under which of its several names? Codes, decimals, steps and minimums as in
// recorded Assets and AssetPairs of 2023-07 to 2025-11; minimums change with prices, so they are of that time.
import type { Listing } from "../core/listing.ts";

export interface KrakenAsset {
  readonly code: string;
  readonly altname: string;
  /** Everybody else's name. */
  readonly unified: string;
  readonly decimals: number;
  readonly displayDecimals: number;
}

const asset = (
  code: string,
  altname: string,
  unified: string,
  decimals: number,
  displayDecimals: number,
): KrakenAsset => ({ code, altname, unified, decimals, displayDecimals });

export const ASSETS: readonly KrakenAsset[] = [
  asset("XXBT", "XBT", "BTC", 10, 5),
  asset("XETH", "ETH", "ETH", 10, 5),
  asset("SOL", "SOL", "SOL", 10, 5),
  asset("XXRP", "XRP", "XRP", 8, 5),
  asset("ADA", "ADA", "ADA", 8, 6),
  asset("AVAX", "AVAX", "AVAX", 10, 5),
  asset("DOT", "DOT", "DOT", 10, 8),
  asset("LINK", "LINK", "LINK", 10, 5),
  asset("XLTC", "LTC", "LTC", 10, 5),
  asset("XXDG", "XDG", "DOGE", 8, 2),
  asset("USDC", "USDC", "USDC", 8, 4),
  asset("USDT", "USDT", "USDT", 8, 4),
  asset("ZUSD", "USD", "USD", 4, 2),
  asset("ZEUR", "EUR", "EUR", 4, 2),
  // Earn and staking balances are assets of their own and have no pairs.
  asset("XBT.F", "XBT.F", "BTC.F", 10, 5),
  asset("XBT.M", "XBT.M", "BTC.M", 10, 5),
  asset("ETH2", "ETH2", "ETH2", 10, 5),
  asset("ETH2.S", "ETH2.S", "ETH2.S", 10, 5),
  asset("ETH.F", "ETH.F", "ETH.F", 10, 5),
  asset("SOL.F", "SOL.F", "SOL.F", 10, 5),
  asset("SOL.S", "SOL.S", "SOL.S", 8, 6),
  asset("DOT.S", "DOT.S", "DOT.S", 8, 6),
  asset("ADA.S", "ADA.S", "ADA.S", 8, 6),
  asset("USD.F", "USD.F", "USD.F", 4, 2),
  asset("USD.M", "USD.M", "USD.M", 4, 2),
  asset("USDC.F", "USDC.F", "USDC.F", 8, 4),
];

export interface KrakenPair {
  readonly id: string;
  readonly altname: string;
  readonly wsname: string;
  readonly base: string;
  readonly quote: string;
  readonly symbol: string;
  readonly pairDecimals: number;
  readonly costDecimals: number;
  readonly ordermin: string;
  readonly costmin: string;
  readonly tickSize: string;
}

export const LOT_DECIMALS = 8;

const pair = (
  symbol: string,
  id: string,
  altname: string,
  pairDecimals: number,
  tickSize: string,
  ordermin: string,
  costmin = "0.5",
): KrakenPair => {
  const [base = "", quote = ""] = symbol.split("/");
  const of = (unified: string) => ASSETS.find((one) => one.unified === unified);
  return {
    id,
    altname,
    wsname: `${of(base)?.altname}/${of(quote)?.altname}`,
    base: of(base)?.code ?? "",
    quote: of(quote)?.code ?? "",
    symbol,
    pairDecimals,
    costDecimals: 5,
    ordermin,
    costmin,
    tickSize,
  };
};

export const PAIRS: readonly KrakenPair[] = [
  pair("BTC/USD", "XXBTZUSD", "XBTUSD", 1, "0.1", "0.00005"),
  pair("BTC/EUR", "XXBTZEUR", "XBTEUR", 1, "0.1", "0.00005", "0.45"),
  pair("BTC/USDT", "XBTUSDT", "XBTUSDT", 1, "0.1", "0.00005"),
  pair("BTC/USDC", "XBTUSDC", "XBTUSDC", 2, "0.01", "0.00005"),
  pair("ETH/USD", "XETHZUSD", "ETHUSD", 2, "0.01", "0.001"),
  pair("ETH/EUR", "XETHZEUR", "ETHEUR", 2, "0.01", "0.001", "0.45"),
  pair("ETH/USDT", "ETHUSDT", "ETHUSDT", 2, "0.01", "0.001"),
  pair("ETH/USDC", "ETHUSDC", "ETHUSDC", 2, "0.01", "0.001"),
  pair("ETH/BTC", "XETHXXBT", "ETHXBT", 5, "0.00001", "0.001", "0.00002"),
  pair("SOL/USD", "SOLUSD", "SOLUSD", 2, "0.01", "0.02"),
  pair("SOL/EUR", "SOLEUR", "SOLEUR", 2, "0.01", "0.02", "0.45"),
  pair("SOL/USDT", "SOLUSDT", "SOLUSDT", 2, "0.01", "0.02"),
  pair("SOL/USDC", "SOLUSDC", "SOLUSDC", 2, "0.01", "0.02"),
  pair("SOL/BTC", "SOLXBT", "SOLXBT", 7, "0.0000001", "0.02", "0.00002"),
  pair("XRP/USD", "XXRPZUSD", "XRPUSD", 5, "0.00001", "2"),
  pair("XRP/EUR", "XXRPZEUR", "XRPEUR", 5, "0.00001", "2", "0.45"),
  pair("XRP/USDT", "XRPUSDT", "XRPUSDT", 5, "0.00001", "2"),
  pair("ADA/USD", "ADAUSD", "ADAUSD", 6, "0.000001", "5"),
  pair("AVAX/USD", "AVAXUSD", "AVAXUSD", 2, "0.01", "0.1"),
  pair("DOT/USD", "DOTUSD", "DOTUSD", 4, "0.0001", "0.5"),
  pair("LINK/USD", "LINKUSD", "LINKUSD", 5, "0.00001", "0.2"),
  pair("LTC/USD", "XLTCZUSD", "LTCUSD", 2, "0.01", "0.04"),
  pair("DOGE/USD", "XDGUSD", "XDGUSD", 7, "0.0000001", "13"),
  pair("USDC/USD", "USDCUSD", "USDCUSD", 4, "0.0001", "5"),
  pair("USDT/USD", "USDTZUSD", "USDTUSD", 5, "0.00001", "5"),
  pair("USDT/EUR", "USDTEUR", "USDTEUR", 4, "0.0001", "5", "0.45"),
  pair("EUR/USD", "ZEURZUSD", "EURUSD", 5, "0.00001", "5"),
];

export const LISTINGS: readonly Listing[] = PAIRS.map((one) => ({
  symbol: one.symbol,
  priceStep: one.tickSize,
  amountStep: "0.00000001",
  amountMin: one.ordermin,
  amountMax: null,
  costMin: one.costmin,
  costMax: null,
}));

/** Kraken's code of an asset; its own codes stay as they are. */
export function codeOf(unified: string): string {
  return ASSETS.find((one) => one.unified === unified)?.code ?? unified;
}

export function assetByCode(code: string): KrakenAsset | undefined {
  return ASSETS.find((one) => one.code === code || one.altname === code);
}

/** By any of the names that Kraken takes: id, altname, wsname. */
export function findPair(name: string): KrakenPair | undefined {
  return PAIRS.find((one) => one.id === name || one.altname === name || one.wsname === name);
}

export function pairOf(symbol: string): KrakenPair | undefined {
  return PAIRS.find((one) => one.symbol === symbol);
}
