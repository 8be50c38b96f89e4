// Are Binance's names of markets taken from its list where there is one, and guessed from their ends where there is none?
import { expect, it } from "vitest";
import { Answer } from "#exchanges/shared/answer.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { parseMarkets } from "./parse-market.ts";
import { BINANCE } from "./quirks.ts";
import { binanceStreamNames, guessBinanceNames } from "./stream-names.ts";

const symbol = (text: string) => marketSymbolSchema.parse(text);
const market = (id: string, baseAsset: string, quoteAsset: string) => ({
  symbol: id,
  status: "TRADING",
  ...{ baseAsset, quoteAsset, isSpotTradingAllowed: true },
  filters: [
    { filterType: "PRICE_FILTER", tickSize: "0.01" },
    { filterType: "LOT_SIZE", stepSize: "0.00001", minQty: "0.00001", maxQty: "9000" },
  ],
});

it("the list decides", () => {
  const symbols = [market("BTCUSDT", "BTC", "USDT"), market("ODDNAME", "ADA", "EUR")];
  const names = binanceStreamNames(parseMarkets(new Answer(BINANCE, "exchangeInfo", { symbols })));
  expect(names.symbolOf("BTCUSDT")).toBe("BTC/USDT");
  expect(names.symbolOf("ODDNAME")).toBe("ADA/EUR");
  expect(names.idOf(symbol("ADA/EUR"))).toBe("ODDNAME");
  expect(names.symbolOf("btcusdt")).toBeNull();
  expect(names.symbolOf("__proto__")).toBeNull();
  expect(names.idOf(symbol("ETH/USDT"))).toBeNull();
});

it("without a list the longest known quote asset does", () => {
  const names = guessBinanceNames();
  const read: readonly (readonly [string, string | null])[] = [
    ["BTCUSDT", "BTC/USDT"],
    ["BTCFDUSD", "BTC/FDUSD"],
    ["ADAEUR", "ADA/EUR"],
    ["BTCEURI", "BTC/EURI"],
    ["ETHBTC", "ETH/BTC"],
    ["1000SATSUSDT", "1000SATS/USDT"],
    ["USDT", null],
    ["BTCXYZ", null],
    ["btcusdt", null],
    ["", null],
    ["币安人生USDT", null],
  ];
  for (const [id, wanted] of read) {
    expect([id, names.symbolOf(id)]).toEqual([id, wanted]);
    if (wanted !== null) expect(names.idOf(symbol(wanted))).toBe(id);
  }
  // Written together they would be read as no market, or as another one: T/FDUSD.
  expect(names.idOf(symbol("BTC/XYZ"))).toBeNull();
  expect(names.idOf(symbol("TF/DUSD"))).toBeNull();
});
