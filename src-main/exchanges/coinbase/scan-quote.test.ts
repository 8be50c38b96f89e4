import { describe, expect, it } from "vitest";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { emptyScan, judgeOf } from "#testing/judge-scan.ts";
import { compactJson, recordedWire } from "#testing/recorded-wire.ts";
import { type QuoteFigures, scanQuoteCases } from "#testing/scan-quote-cases.ts";
import { parseCoinbaseFrame } from "./parse-frame.ts";
import { scanCoinbaseQuote } from "./scan-quote.ts";
import { guessCoinbaseNames } from "./stream-names.ts";

const IDS = ["BTC-USD", "ETH-USDT", "SHIB-USD"];
const reading = { scan: scanCoinbaseQuote, parse: parseCoinbaseFrame, names: guessCoinbaseNames(), ids: IDS };

const ticker = ({ id, bid, ask, last, size, volume }: Omit<QuoteFigures, "timeMs" | "count">) =>
  `{"type":"ticker","product_id":"${id}","price":"${last}","volume_24_h":"${volume}","low_24_h":"67500.00","high_24_h":"69200.00",` +
  `"low_52_w":"25000.00","high_52_w":"73800.00","price_percent_chg_24_h":"-1.85","best_bid":"${bid}","best_bid_quantity":"${size}",` +
  `"best_ask":"${ask}","best_ask_quantity":"${size}"}`;
const wrapped = (time: string, count: number, tickers: string, type = "update") =>
  `{"channel":"ticker","client_id":"","timestamp":"${time}","sequence_num":${count},"events":[{"type":"${type}","tickers":[${tickers}]}]}`;
const frame = (figures: QuoteFigures) =>
  wrapped(`${new Date(figures.timeMs).toISOString().slice(0, -1)}359596Z`, figures.count, ticker(figures));

const TIME = "2026-04-07T14:30:03.167359596Z";
const TICKER = ticker({
  ...{ id: "BTC-USD", last: "68900.50", volume: "15328.12345678" },
  ...{ bid: "68900.00", ask: "68901.00", size: "1.50000000" },
});
const DOCUMENTED = wrapped(TIME, 12, TICKER);
const changed = (from: string, to: string) => DOCUMENTED.replace(from, to);

describe("the fast reading of Coinbase's ticker", () => {
  scanQuoteCases({
    reading,
    frame,
    taken: {
      "the documented frame": DOCUMENTED,
      "the first frame after subscribing": wrapped(TIME, 0, TICKER, "snapshot"),
      "a client's name": changed('"client_id":""', '"client_id":"a1"'),
      "texts that are empty where we do not look": changed('"low_52_w":"25000.00"', '"low_52_w":""'),
    },
    leftAlone: {
      "two tickers": wrapped(TIME, 12, `${TICKER},${TICKER}`),
      "two events": changed("]}]}", `]},{"type":"update","tickers":[${TICKER}]}]}`),
      "no tickers": wrapped(TIME, 12, ""),
      "the batch channel": changed('"ticker"', '"ticker_batch"'),
      "an empty ticker": wrapped(TIME, 12, ticker({ id: "", bid: "", ask: "", last: "", size: "", volume: "" })),
      "no price on one side": changed('"best_bid":"68900.00"', '"best_bid":""'),
      "a price of zero": changed('"best_ask":"68901.00"', '"best_ask":"0"'),
      "no last trade": changed('"price":"68900.50"', '"price":""'),
      "no volume": changed('"volume_24_h":"15328.12345678"', '"volume_24_h":""'),
      "a day that is none": wrapped("2026-02-31T14:30:03Z", 12, TICKER),
      "another zone": wrapped("2026-02-01T14:30:03+01:00", 12, TICKER),
      "a number as text": changed('"sequence_num":12', '"sequence_num":"12"'),
      "an escape": changed('"low_24_h":"67500.00"', '"low_24_h":"67500\\u002e00"'),
      "a figure that a double does not hold": changed("15328.12345678", "1234567890123.45678"),
    },
  });

  it("gives the figures, the time and the frame's number", () => {
    const out = emptyScan();
    out.sequence = 9;
    expect(scanCoinbaseQuote(Buffer.from(DOCUMENTED), new SymbolBytes(IDS), out)).toBe(true);
    expect(out).toEqual({
      ...{ bidUnits: 6_890_000, bidPlaces: 2, askUnits: 6_890_100, askPlaces: 2, lastUnits: 6_890_050, lastPlaces: 2 },
      ...{ volumeUnits: 1_532_812_345_678, volumePlaces: 8, tsEvent: Date.parse("2026-04-07T14:30:03.167Z") },
      ...{ market: 0, connectionSequence: 12, sequence: -1, tradeId: -1 },
    });
  });

  it.for([
    ["of one project", ["nautilus_trader", "coinbase", "ws_ticker.json"], (text: string) => text],
    [
      "of another one",
      ["jkorf", "Coinbase.Net", "Subscriptions", "AdvancedTrade", "Ticker.txt"],
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
