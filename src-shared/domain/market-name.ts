// Which market does a name without a separator mean? `BTCUSDT` is BTC/USDT: the longest known quote asset at the end.
import { type Asset, assetSchema, type MarketSymbol, marketSymbolSchema } from "./ids.ts";

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

export interface MarketName {
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
}

/** In any case of letters. Null when no known quote asset ends the name. */
export function splitMarketName(text: string): MarketName | null {
  const name = text.toUpperCase();
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

/** For the message to a person who gave another name. */
export const KNOWN_QUOTES: string = [...QUOTE_ASSETS].sort().join(", ");
