// Are frames that others recorded or took from the vendor's docs read unharmed? Only where the reference data is there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseKrakenFrame } from "./parse-frame.ts";
import { guessKrakenNames } from "./stream-names.ts";

const WIRE = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const WHY_NOT = `no recorded frames in ${WIRE} (SCHWABOT_REFERENCE_DATA names another folder)`;
const names = guessKrakenNames();
const events = (text: string) => parseKrakenFrame(text, names).events;
const types = (text: string) => events(text).map(({ type }) => type);

/** None of their checksums can be compared: the books are shortened, or hold the checksum of another one. */
describe("recorded frames of the second version", () => {
  const folder = join(WIRE, "nautilus_trader", "kraken");
  const read = (name: string) => readFileSync(join(folder, `ws_${name}.json`), "utf8");

  it("of one project give their quotes, trades, candles and books", ({ skip }) => {
    skip(!existsSync(folder), WHY_NOT);
    expect(events(read("ticker_snapshot"))).toEqual([
      {
        type: "quote",
        symbol: "BTC/USD",
        bid: "105944.2",
        ask: "105944.3",
        last: "105899.4",
        volume: "163.28908096",
        tsEvent: Date.parse("2022-12-25T09:30:59.123Z"),
      },
    ]);
    expect(types(read("trade_update"))).toEqual(["trade", "trade"]);
    expect(types(read("ohlc_update"))).toEqual(["candle"]);
    expect(events(read("book_snapshot"))[0]).toMatchObject({
      kind: "snapshot",
      bids: [
        ["105944.20", "0.136"],
        ["105935.40", "0.024"],
        ["105920.10", "0.052"],
      ],
      checksum: 2_439_117_997,
    });
    expect(events(read("book_update"))[0]).toMatchObject({ kind: "delta", bids: [["105944.20", "0.250"]], asks: [] });
    expect(types(read("pong"))).toEqual(["heartbeat"]);
    expect(events(read("subscribe_response"))).toEqual([
      { type: "subscribed", channel: "ticker", symbol: "BTC/USD", requestId: 1 },
    ]);
    expect(types(read("l3_snapshot"))).toEqual(["ignored"]);
  });

  it("of another project are read, but for the update without a checksum", ({ skip }) => {
    const file = join(WIRE, "tardis-node", "kraken_v2.json");
    skip(!existsSync(file), WHY_NOT);
    const frames = JSON.parse(readFileSync(file, "utf8")) as readonly unknown[];
    expect(frames.map((frame) => types(JSON.stringify(frame)))).toEqual([
      ["trade"],
      ["trade"],
      ["book"],
      ["malformed"],
      ["quote"],
      ["ignored"],
    ]);
  });

  it("of a third one are read from its dialogues", ({ skip }) => {
    const dialogues = join(WIRE, "jkorf", "Kraken.Net", "Subscriptions", "Spot");
    skip(!existsSync(dialogues), WHY_NOT);
    const pushed = (name: string) => {
      const [, push = ""] = readFileSync(join(dialogues, `${name}.txt`), "utf8").split(/^= *$/m);
      return events(push);
    };
    expect(pushed("Ticker")).toMatchObject([{ type: "quote", bid: "0.10025", volume: "997038.98383185" }]);
    expect(pushed("Kline")).toMatchObject([
      { type: "candle", timeframe: "5m", volume: "30927.68066226", closed: false },
    ]);
    expect(pushed("Trades").map(({ type }) => type)).toContain("trade");
    const [book] = pushed("AggBook");
    expect(book?.type === "book" && [book.bids.length, book.asks.length]).toEqual([10, 10]);
  });
});
