// Which market does a file of candles belong to? `BTCUSDT.csv` is BTC/USDT.
import { type MarketName, splitMarketName } from "#shared/domain/market-name.ts";

/** Null when no known quote asset ends the name. */
export function parseSymbol(fileName: string): MarketName | null {
  return splitMarketName(fileName.replace(/\.csv$/i, ""));
}
