// Which asset does a code in Kraken's files stand for, and which market is a pair?
import { KRAKEN_ASSET_NAMES, KRAKEN_BALANCE_SUFFIXES } from "#shared/domain/venue-assets.ts";

/**
 * Codes of the first assets with their leading X (coin) or Z (money). Sources: support.kraken.com "Explanation of asset codes",
 * BittyTax conv/parsers/kraken.py (2024).
 */
const PREFIXED: ReadonlySet<string> = new Set([
  ...["XETC", "XETH", "XICN", "XLTC", "XMLN", "XNMC", "XREP", "XXBT", "XXDG", "XXLM", "XXMR", "XXRP", "XXVN", "XZEC"],
  ...["ZAUD", "ZCAD", "ZEUR", "ZGBP", "ZJPY", "ZKRW", "ZUSD"],
]);

/** Staked with a lock of so many days: `DOT28.S` is DOT. Source: api.kraken.com Assets (2024). */
const LOCK_DAYS = /^([A-Z]+)\d\d$/;

/** `XXBT`, `XBT.F` and `BTC` are BTC, `DOT28.S` is DOT; anything else stays what it is. In upper case. */
export function foldKrakenAsset(code: string): string {
  const upper = code.trim().toUpperCase();
  const point = upper.lastIndexOf(".");
  const suffixed = point > 0 && Object.hasOwn(KRAKEN_BALANCE_SUFFIXES, upper.slice(point + 1));
  const held = suffixed ? upper.slice(0, point) : upper;
  const bare = suffixed ? (LOCK_DAYS.exec(held)?.[1] ?? held) : held;
  const plain = PREFIXED.has(bare) ? bare.slice(1) : bare;
  return Object.hasOwn(KRAKEN_ASSET_NAMES, plain) ? (KRAKEN_ASSET_NAMES[plain] ?? plain) : plain;
}

/**
 * Quote assets of Kraken's markets, the likeliest first: of two assets in this list the earlier one is the quote (EUR/USD,
 * GBP/USD, USD/JPY, USDT/EUR, ETH/BTC). Source: api.kraken.com AssetPairs (2024); not confirmed for pairs of stable coins.
 */
export const KRAKEN_QUOTES: readonly string[] = [
  ...["JPY", "CHF", "CAD", "USD", "AUD", "GBP", "EUR"],
  ...["USDT", "USDC", "PYUSD", "USDG", "RLUSD", "DAI", "BTC", "ETH", "DOT"],
];

/** What a pair may end in, longest first, as Kraken writes it. */
const PAIR_ENDS = [...KRAKEN_QUOTES, "XBT", "AED"].toSorted((first, second) => second.length - first.length);

/** `XXBTZEUR`, `XBT/EUR`, `ADAUSDT`: base and quote; null where it cannot be told. */
export function splitKrakenPair(pair: string): readonly [base: string, quote: string] | null {
  const upper = pair.trim().toUpperCase();
  const [left, right, more] = upper.split("/");
  if (left !== undefined && right !== undefined && more === undefined) return folded(left, right);
  // Four letters each: XXBTZEUR, USDTZUSD.
  if (upper.length === 8 && PREFIXED.has(upper.slice(4))) return folded(upper.slice(0, 4), upper.slice(4));
  const end = PAIR_ENDS.find((quote) => upper.length > quote.length && upper.endsWith(quote));
  return end === undefined ? null : folded(upper.slice(0, -end.length), end);
}

function folded(base: string, quote: string): readonly [base: string, quote: string] {
  return [foldKrakenAsset(base), foldKrakenAsset(quote)];
}
