import { describe, expect, it } from "vitest";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { emptyScan, judgeOf } from "#testing/judge-scan.ts";
import { compactJson, recordedWire } from "#testing/recorded-wire.ts";
import { type QuoteFigures, scanQuoteCases } from "#testing/scan-quote-cases.ts";
import { parseKrakenFrame } from "./parse-frame.ts";
import { scanKrakenQuote } from "./scan-quote.ts";
import { guessKrakenNames } from "./stream-names.ts";

const IDS = ["BTC/USD", "ETH/USDT", "DOGE/EUR"];
const reading = { scan: scanKrakenQuote, parse: parseKrakenFrame, names: guessKrakenNames(), ids: IDS };

const frame = ({ id, bid, ask, last, size, volume, timeMs }: QuoteFigures) =>
  `{"channel":"ticker","type":"update","data":[{"symbol":"${id}","bid":${bid},"bid_qty":${size},"ask":${ask},"ask_qty":${size},` +
  `"last":${last},"volume":${volume},"vwap":105904.39279,"low":104711.0,"high":106613.1,"change":-250.0,"change_pct":-0.24,` +
  `"timestamp":"${new Date(timeMs).toISOString().slice(0, -1)}456Z"}]}`;
const DOCUMENTED = frame({
  ...{ id: "BTC/USD", bid: "105944.20", ask: "105944.30", last: "105899.40", size: "2.5", volume: "163.28908096" },
  ...{ timeMs: Date.parse("2026-01-05T09:30:59.123Z"), count: 0 },
});
const changed = (from: string | RegExp, to: string) => DOCUMENTED.replace(from, to);

describe("the fast reading of Kraken's ticker", () => {
  scanQuoteCases({
    reading,
    frame,
    taken: {
      "the documented frame": DOCUMENTED,
      "the first frame after subscribing": changed('"update"', '"snapshot"'),
      "one without a time": changed(/,"timestamp":"[^"]*"/, ""),
      "figures that are too long where we do not look": changed("105904.39279", "105904.392790000000000000001"),
    },
    leftAlone: {
      "two markets": changed(/\[(.*)\]/, "[$1,$1]"),
      "no market": '{"channel":"ticker","type":"update","data":[]}',
      "an exponent": changed('"bid":105944.20', '"bid":1.0594420e5'),
      "an exponent where we do not look": changed('"change":-250.0', '"change":-2.5e2'),
      "a price of zero": changed('"bid":105944.20', '"bid":0.0'),
      "no last trade": changed('"last":105899.40', '"last":0'),
      "a text in place of a number": changed("105944.20", '"105944.20"'),
      "no time at all": changed(/"timestamp":"[^"]*"/, '"timestamp":"1970-01-01T00:00:00.000000Z"'),
      "what is no JSON where we do not look": changed('"vwap":105904.39279', '"vwap":105904.39279.1'),
      "zeros in front where we do not look": changed('"low":104711.0', '"low":0104711.0'),
      "one more field": changed('"change_pct":-0.24', '"change_pct":-0.24,"trades":5'),
      "another channel": changed('"ticker"', '"trade"'),
    },
  });

  it("gives the figures and the time as they are written", () => {
    const out = emptyScan();
    out.sequence = 9;
    out.connectionSequence = 9;
    expect(scanKrakenQuote(Buffer.from(DOCUMENTED), new SymbolBytes(IDS), out)).toBe(true);
    expect(out).toEqual({
      ...{
        bidUnits: 10_594_420,
        bidPlaces: 2,
        askUnits: 10_594_430,
        askPlaces: 2,
        lastUnits: 10_589_940,
        lastPlaces: 2,
      },
      ...{ volumeUnits: 16_328_908_096, volumePlaces: 8, tsEvent: Date.parse("2026-01-05T09:30:59.123Z") },
      ...{ market: 0, connectionSequence: -1, sequence: -1, tradeId: -1 },
    });
  });

  it.for([
    ["of one project", ["nautilus_trader", "kraken", "ws_ticker_snapshot.json"], (text: string) => text],
    [
      "of another one",
      ["jkorf", "Kraken.Net", "Subscriptions", "Spot", "Ticker.txt"],
      (text: string) => text.split(/^= *$/m)[1] ?? "",
    ],
  ] as const)("takes a recorded frame %s", ([_, parts, frameIn], { skip }) => {
    const recorded = recordedWire(...parts);
    if ("missing" in recorded) return skip(recorded.missing);
    expect(judgeOf(reading)(Buffer.from(compactJson(frameIn(recorded.text))))).toMatchObject({
      scanned: true,
      problem: null,
    });
  });
});
