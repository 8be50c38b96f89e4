// Is each market found under its name on the socket, and never under another coin's?
import { describe, expect, it } from "vitest";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { parseMarkets } from "./parse-market.ts";
import { KRAKEN } from "./quirks.ts";
import { guessKrakenNames, krakenStreamNames } from "./stream-names.ts";

const symbol = (text: string) => marketSymbolSchema.parse(text);
const answer = (text: string) => new Answer(KRAKEN, "test", parseExactJson(text));
const pair = (id: string, altname: string, wsname: string | null, base: string) =>
  `"${id}":{"altname":"${altname}",${wsname === null ? "" : `"wsname":"${wsname}",`}"base":"${base}","quote":"ZUSD","pair_decimals":1,"lot_decimals":8,"status":"online"}`;
const names = krakenStreamNames(
  parseMarkets(
    answer(
      '{"result":{"XXBT":{"altname":"XBT"},"ZUSD":{"altname":"USD"},"XXDG":{"altname":"XDG"},"LUNA":{"altname":"LUNA"},"LUNA2":{"altname":"LUNA2"},"ETH":{"altname":"ETH"},"AAPLx":{"altname":"AAPLx"}}}',
    ),
    answer(
      `{"result":{${[
        pair("XXBTZUSD", "XBTUSD", "XBT/USD", "XXBT"),
        pair("XDGUSD", "XDGUSD", "XDG/USD", "XXDG"),
        pair("LUNAUSD", "LUNAUSD", "LUNA/USD", "LUNA"),
        pair("LUNA2USD", "LUNA2USD", "LUNA2/USD", "LUNA2"),
        pair("AAPLxUSD", "AAPLxUSD", "AAPLx/USD", "AAPLx"),
        pair("ETHUSD", "ETHUSD", null, "ETH"),
      ].join(",")}}}`,
    ),
  ),
);

describe("names by the market list", () => {
  it.each([
    ["BTC/USD", "BTC/USD"],
    ["DOGE/USD", "DOGE/USD"],
    // What others call LUNC is LUNA at Kraken: a name taken for a symbol would show one coin at the price of another.
    ["LUNC/USD", "LUNA/USD"],
    ["LUNA/USD", "LUNA2/USD"],
    ["AAPLX/USD", "AAPLx/USD"],
  ])("%s is %s on the socket, both ways", (ours, id) => {
    expect(names.idOf(symbol(ours))).toBe(id);
    expect(names.symbolOf(id)).toBe(ours);
  });

  it("know no market without a name on the socket, nor one that is not listed, nor one by an older name", () => {
    expect(names.idOf(symbol("ETH/USD"))).toBeNull();
    expect(names.idOf(symbol("SOL/USD"))).toBeNull();
    for (const id of ["ETH/USD", "SOL/USD", "XBT/USD", "btc/usd", "constructor", "__proto__", ""])
      expect(names.symbolOf(id)).toBeNull();
  });
});

describe("names by guess", () => {
  const guess = guessKrakenNames();
  it.each([
    ["BTC/USD", "BTC/USD"],
    ["XBT/USD", "BTC/USD"],
    ["XDG/EUR", "DOGE/EUR"],
    ["ETH/XBT", "ETH/BTC"],
    ["LUNA/USD", "LUNC/USD"],
    ["AAPLx/USD", "AAPLX/USD"],
    ["BTCUSD", null],
    ["BTC/USD/EUR", null],
    ["constructor/USD", "CONSTRUCTOR/USD"],
    ["", null],
    ["BTC/", null],
  ])("%s is %s", (id, expected) => {
    expect(guess.symbolOf(id)).toBe(expected);
  });

  it("give a name only where it cannot be another coin's", () => {
    expect(guess.idOf(symbol("BTC/USD"))).toBe("BTC/USD");
    expect(guess.idOf(symbol("LUNA/USD"))).toBeNull();
    expect(guess.idOf(symbol("XBT/USD"))).toBeNull();
  });
});
