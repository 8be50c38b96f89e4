// Markets go by the names that Coinbase's sockets use, and a shared book is never taken for its other name's.
import { expect, it } from "vitest";
import { Answer } from "#exchanges/shared/answer.ts";
import { type MarketSymbol, marketSymbolSchema } from "#shared/domain/ids.ts";
import { COINBASE } from "./quirks.ts";
import { coinbaseStreamNames, guessCoinbaseNames } from "./stream-names.ts";
import { readMarkets } from "./symbols.ts";

const sym = (text: string): MarketSymbol => marketSymbolSchema.parse(text);

const product = (id: string, alias = "", aliasTo: readonly string[] = []) => {
  const [base, quote] = id.split("-");
  return {
    product_id: id,
    product_type: "SPOT",
    base_currency_id: base,
    quote_currency_id: quote,
    price_increment: "0.01",
    base_increment: "0.01",
    status: "online",
    alias,
    alias_to: aliasTo,
    base_min_size: "",
    base_max_size: "",
    quote_min_size: "",
    quote_max_size: "",
  };
};
const products = [
  product("BTC-USD", "", ["BTC-USDC"]),
  product("BTC-USDC", "BTC-USD"),
  product("USDT-USDC"),
  product("CGLD-USD"),
];
const listed = coinbaseStreamNames(readMarkets(new Answer(COINBASE, "body", { products }), COINBASE));

it.each([
  ["BTC/USD", "BTC-USD"],
  ["CELO/USD", "CGLD-USD"],
  // Its own book, as Coinbase's page on the channels says.
  ["USDT/USDC", "USDT-USDC"],
  // Asked for it, the venue would answer with BTC-USD.
  ["BTC/USDC", null],
  ["DOGE/USD", null],
])("%s is subscribed as %s", (symbol, id) => expect(listed.idOf(sym(symbol))).toBe(id));

it.each([
  ["BTC-USD", "BTC/USD"],
  ["CGLD-USD", "CELO/USD"],
  // An order names it.
  ["BTC-USDC", "BTC/USDC"],
  ["BIT-28JUN24-CDE", null],
  ["constructor", null],
])("%s is %s", (id, symbol) => expect(listed.symbolOf(id)).toBe(symbol));

it("can be guessed without the list", () => {
  const guessed = guessCoinbaseNames();
  for (const [id, symbol] of [
    ["BTC-USD", "BTC/USD"],
    ["CGLD-EUR", "CELO/EUR"],
  ] as const) {
    expect(guessed.symbolOf(id)).toBe(symbol);
    expect(guessed.idOf(sym(symbol))).toBe(id);
  }
  for (const id of ["BTC", "", "-", "BTC-PERP-INTX", "btc-usd", "BTC/USD-EUR"]) expect(guessed.symbolOf(id)).toBeNull();
});
