import { expect, it } from "vitest";
import { parseSymbol } from "./parse-symbol.ts";

it.each([
  ["BTCUSDT.csv", "BTC/USDT"],
  ["btcusd.CSV", "BTC/USD"],
  ["ETHBTC.csv", "ETH/BTC"],
  ["BTCFDUSD.csv", "BTC/FDUSD"],
  ["USDCUSDT.csv", "USDC/USDT"],
  ["1INCHUSDT.csv", "1INCH/USDT"],
  ["BUSDUSDT.csv", "BUSD/USDT"],
  ["USDT.csv", null],
  ["prices.csv", null],
  ["B TCUSDT.csv", null],
])("%s is %s", (name, symbol) => {
  expect(parseSymbol(name)?.symbol ?? null).toBe(symbol);
});
