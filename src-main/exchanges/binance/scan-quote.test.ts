import { describe, expect, it } from "vitest";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { emptyScan, judgeOf } from "#testing/judge-scan.ts";
import { compactJson, recordedWire } from "#testing/recorded-wire.ts";
import { type QuoteFigures, scanQuoteCases } from "#testing/scan-quote-cases.ts";
import { parseBinanceFrame } from "./parse-frame.ts";
import { scanBinanceQuote } from "./scan-quote.ts";
import { guessBinanceNames } from "./stream-names.ts";

const IDS = ["BNBUSDT", "BTCUSDT", "ETHUSDT", "1000SATSUSDT"];
const reading = { scan: scanBinanceQuote, parse: parseBinanceFrame, names: guessBinanceNames(), ids: IDS };

const frame = ({ id, count, bid, ask, size }: QuoteFigures) =>
  `{"u":${count},"s":"${id}","b":"${bid}","B":"${size}","a":"${ask}","A":"${size}"}`;
const DOCUMENTED =
  '{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}';
const changed = (from: string, to: string) => DOCUMENTED.replace(from, to);

describe("the fast reading of Binance's best prices", () => {
  scanQuoteCases({
    reading,
    frame,
    taken: {
      "the documented frame": DOCUMENTED,
      "sizes that are too long to be read": changed("31.21000000", `${"9".repeat(30)}.${"9".repeat(30)}`),
      "a size of zero": changed("40.66000000", "0.00000000"),
    },
    leftAlone: {
      "a combined frame": `{"stream":"bnbusdt@bookTicker","data":${DOCUMENTED}}`,
      "an empty side": changed("25.35190000", "0.00000000"),
      "another order of the fields": DOCUMENTED.replace(/("b":"[^"]*"),("B":"[^"]*")/, "$2,$1"),
      "one more field": changed("}", ',"T":1671621244670}'),
      "a number in place of a text": changed('"25.35190000"', "25.35190000"),
      "an escaped name": changed("BNBUSDT", "BNB\\u0055SDT"),
      spaces: DOCUMENTED.replaceAll(",", ", "),
      "a price of more digits than a double holds": changed("25.35190000", "25.351900001234567"),
    },
  });

  it("gives the figures, the update's number and nothing that the frame does not tell", () => {
    const out = emptyScan();
    out.lastUnits = 5;
    out.volumeUnits = 6;
    out.tsEvent = 7;
    out.connectionSequence = 8;
    expect(scanBinanceQuote(Buffer.from(DOCUMENTED), new SymbolBytes(["BTCUSDT", "BNBUSDT"]), out)).toBe(true);
    expect(out).toEqual({
      ...emptyScan(),
      ...{ bidUnits: 2_535_190_000, bidPlaces: 8, askUnits: 2_536_520_000, askPlaces: 8 },
      ...{ market: 1, sequence: 400_900_217 },
    });
  });

  it("takes a recorded frame, and leaves one of another market of the exchange", ({ skip }) => {
    const recorded = recordedWire("barter-rs", "binance__book__l1.json");
    if ("missing" in recorded) return skip(recorded.missing);
    const frames = (JSON.parse(recorded.text) as readonly unknown[]).map((value) => JSON.stringify(value));
    const verdicts = frames.map((text) => judgeOf(reading)(Buffer.from(text)));
    expect(verdicts.map(({ scanned, problem }) => [scanned, problem])).toEqual([
      [true, null],
      [false, null],
    ]);
  });

  it("takes what a recorded combined frame wraps", ({ skip }) => {
    const recorded = recordedWire("jkorf", "Binance.Net", "Subscriptions", "Spot", "ExchangeData", "BookTicker.txt");
    if ("missing" in recorded) return skip(recorded.missing);
    const whole = compactJson(recorded.text.split(/^= *$/m)[1] ?? "");
    const inner = whole.slice(whole.indexOf('"data":') + '"data":'.length, -1);
    expect(judgeOf(reading)(Buffer.from(inner))).toMatchObject({ scanned: true, problem: null });
    expect(judgeOf(reading)(Buffer.from(whole))).toMatchObject({ scanned: false, problem: null });
  });
});
