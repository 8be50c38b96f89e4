import { describe, expect, it } from "vitest";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { emptyScan, judgeOf } from "#testing/judge-scan.ts";
import { recordedWire } from "#testing/recorded-wire.ts";
import { type QuoteFigures, scanQuoteCases } from "#testing/scan-quote-cases.ts";
import { parseCoinbaseExchangeFrame } from "./parse-frame.ts";
import { scanCoinbaseExchangeQuote } from "./scan-quote.ts";
import { guessCoinbaseExchangeNames } from "./stream-names.ts";

const IDS = ["BTC-USD", "ETH-EUR", "SHIB-USD"];
const reading = {
  scan: scanCoinbaseExchangeQuote,
  parse: parseCoinbaseExchangeFrame,
  names: guessCoinbaseExchangeNames(),
  ids: IDS,
};

const frame = ({ id, count, bid, ask, last, size, volume, timeMs }: QuoteFigures) =>
  `{"type":"ticker","sequence":${count},"product_id":"${id}","price":"${last}","open_24h":"16437.94","volume_24h":"${volume}",` +
  `"low_24h":"16423.37","high_24h":"17259.37","volume_30d":"1093827.95195495","best_bid":"${bid}","best_bid_size":"${size}",` +
  `"best_ask":"${ask}","best_ask_size":"${size}","side":"sell","time":"${new Date(timeMs).toISOString().slice(0, -1)}581Z",` +
  `"trade_id":463751434,"last_size":"0.05"}`;
const DOCUMENTED = frame({
  ...{ id: "BTC-USD", count: 50_978_628_538, last: "17165.16", volume: "42492.05081975", size: "0.61540890" },
  ...{ bid: "17165.15", ask: "17167.76", timeMs: Date.parse("2026-01-05T00:00:00.122Z") },
});
const changed = (from: string | RegExp, to: string) => DOCUMENTED.replace(from, to);

describe("the fast reading of Coinbase Exchange's ticker", () => {
  scanQuoteCases({
    reading,
    frame,
    taken: {
      "the documented frame": DOCUMENTED,
      "texts that are empty where we do not look": changed('"open_24h":"16437.94"', '"open_24h":""'),
    },
    leftAlone: {
      "the first one after subscribing, which has no trade": changed(/"side".*$/, '"side":"buy"}').replace(
        ',"side":"buy"',
        "",
      ),
      "one without sizes, as they were before 2022": changed(/,"best_(bid|ask)_size":"[^"]*"/g, ""),
      "no price on one side": changed('"best_bid":"17165.15"', '"best_bid":""'),
      "a price of zero": changed('"best_ask":"17167.76"', '"best_ask":"0.00"'),
      "no last trade": changed('"price":"17165.16"', '"price":"0"'),
      "no volume": changed('"volume_24h":"42492.05081975"', '"volume_24h":""'),
      "a time that was never set": changed(/"time":"[^"]*"/, '"time":"0001-01-01T00:00:00.000000Z"'),
      "another kind of frame": changed('"ticker"', '"match"'),
      "an escape": changed("sell", "s\\u0065ll"),
    },
  });

  it("gives the figures and the time; its numbers order nothing", () => {
    const out = emptyScan();
    out.sequence = 9;
    out.connectionSequence = 9;
    expect(scanCoinbaseExchangeQuote(Buffer.from(DOCUMENTED), new SymbolBytes(IDS), out)).toBe(true);
    expect(out).toEqual({
      ...{ bidUnits: 1_716_515, bidPlaces: 2, askUnits: 1_716_776, askPlaces: 2, lastUnits: 1_716_516, lastPlaces: 2 },
      ...{ volumeUnits: 4_249_205_081_975, volumePlaces: 8, tsEvent: Date.parse("2026-01-05T00:00:00.122Z") },
      ...{ market: 0, connectionSequence: -1, sequence: -1, tradeId: 463_751_434 },
    });
  });

  it("takes the newest of the recorded tickers, and leaves the older ones, which have no sizes", ({ skip }) => {
    const recorded = recordedWire("tardis-node", "coinbase_exchange.json");
    if ("missing" in recorded) return skip(recorded.missing);
    const all = JSON.parse(recorded.text) as readonly { readonly type: string }[];
    const tickers = all.filter(({ type }) => type === "ticker").map((value) => Buffer.from(JSON.stringify(value)));
    expect(tickers.map((text) => judgeOf(reading)(text)).map(({ scanned, problem }) => [scanned, problem])).toEqual([
      [false, null],
      [false, null],
      [true, null],
    ]);
  });
});
