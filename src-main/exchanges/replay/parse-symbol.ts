// Which market does a file of candles belong to? `BTCUSDT.csv` is BTC/USDT: the longest known quote asset at the end.
import { type Asset, assetSchema, type MarketSymbol, marketSymbolSchema } from "#shared/domain/ids.ts";

const QUOTE_ASSETS: readonly string[] = [
  "FDUSD",
  "USDT",
  "USDC",
  "BUSD",
  "TUSD",
  "USDP",
  "PYUSD",
  "DAI",
  "USD",
  "EUR",
  "GBP",
  "CHF",
  "JPY",
  "AUD",
  "CAD",
  "TRY",
  "BRL",
  "BTC",
  "ETH",
  "BNB",
].sort((a, b) => b.length - a.length);

export interface ReplayMarketName {
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
}

/** Null when no known quote asset ends the name. */
export function parseSymbol(fileName: string): ReplayMarketName | null {
  const name = fileName.replace(/\.csv$/i, "").toUpperCase();
  const quote = QUOTE_ASSETS.find((candidate) => name.length > candidate.length && name.endsWith(candidate));
  if (quote === undefined) return null;
  const base = assetSchema.safeParse(name.slice(0, -quote.length));
  if (!base.success) return null;
  return {
    symbol: marketSymbolSchema.parse(`${base.data}/${quote}`),
    base: base.data,
    quote: assetSchema.parse(quote),
  };
}

/** For the message to a person whose file has another name. */
export const KNOWN_QUOTES: string = [...QUOTE_ASSETS].sort().join(", ");
