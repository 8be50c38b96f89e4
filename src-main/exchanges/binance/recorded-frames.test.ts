// Are frames that others recorded or took from the vendor's docs read unharmed? Only where the reference data is there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBinanceAccountFrame } from "./parse-account-frame.ts";
import { parseBinanceFrame } from "./parse-frame.ts";
import { guessBinanceNames } from "./stream-names.ts";

const WIRE = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const WHY_NOT = `no recorded frames in ${WIRE} (SCHWABOT_REFERENCE_DATA names another folder)`;
const names = guessBinanceNames();
const events = (text: string) => parseBinanceFrame(text, names).events;
const types = (text: string) => events(text).map(({ type }) => type);

describe("recorded market frames", () => {
  it("of 2019 are read, but for snapshots that the recorder made", ({ skip }) => {
    const file = join(WIRE, "tardis-node", "binance.json");
    skip(!existsSync(file), WHY_NOT);
    const frames = JSON.parse(readFileSync(file, "utf8")) as readonly unknown[];
    const texts = frames.map((frame) => JSON.stringify(frame));
    expect(texts.map(types)).toEqual([
      ["trade"],
      ["trade"],
      ["quote"],
      ["quote"],
      ["ignored"],
      ["book"],
      // A market that has gone since is guessed all the same.
      ["book"],
      ["book"],
      ["ignored"],
      ["book"],
    ]);
    expect(events(texts[0] ?? "")).toEqual([
      {
        type: "trade",
        symbol: "BNB/BTC",
        price: "0.0042699",
        quantity: "33.82",
        side: "buy",
        id: "40756030",
        tsEvent: 1_554_076_800_940,
      },
    ]);
    expect(events(texts[3] ?? "")).toMatchObject([
      { symbol: "DOGE/BNB", bid: "0.00014365", ask: "0.00014498", last: "0.0001436", volume: "20014582" },
    ]);
    expect(events(texts[5] ?? "")).toMatchObject([
      { bids: [["4084.88000000", "0.00000000"]], sequence: { first: 16_084_252, last: 16_084_253 } },
    ]);
  });

  it("of another project are read where their times are times", ({ skip }) => {
    const file = join(WIRE, "gocryptotrader", "binance", "wsHandleData.json");
    skip(!existsSync(file), WHY_NOT);
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    // Candle, trade and book bear the time 1234567880: 1970.
    expect(lines.slice(0, 4).map(types)).toEqual([["quote"], ["malformed"], ["malformed"], ["malformed"]]);
    expect(events(lines[1] ?? "")).toEqual([
      { type: "malformed", reason: "frame.data.E should be a time in milliseconds" },
    ]);
  });

  it("of a third one are read from its dialogues", ({ skip }) => {
    const dialogues = join(WIRE, "jkorf", "Binance.Net", "Subscriptions", "Spot", "ExchangeData");
    skip(!existsSync(dialogues), WHY_NOT);
    const pushed = (name: string) => {
      const [, push = ""] = readFileSync(join(dialogues, `${name}.txt`), "utf8").split(/^= *$/m);
      return types(push);
    };
    expect(["BookTicker", "Ticker", "Trades", "PartialBook", "AggregatedTrades", "MiniTicker"].map(pushed)).toEqual([
      ["quote"],
      ["quote"],
      ["trade"],
      ["ignored"],
      ["ignored"],
      ["ignored"],
    ]);
  });
});

describe("recorded account frames", () => {
  const read = (text: string) => parseBinanceAccountFrame(text, names).events;
  const wrapped = (event: unknown) => JSON.stringify({ subscriptionId: 0, event });

  it("of the vendor's docs are read", ({ skip }) => {
    const folder = join(WIRE, "nautilus_trader", "binance", "spot", "user_data_json");
    skip(!existsSync(folder), WHY_NOT);
    const told = readdirSync(folder).map((name) => {
      const value = JSON.parse(readFileSync(join(folder, name), "utf8")) as { readonly event?: unknown };
      return [name.replace(".json", ""), read(wrapped(value.event ?? value)).map(({ type }) => type)] as const;
    });
    expect(Object.fromEntries(told)).toEqual({
      account_position: expect.arrayContaining(["balance"]),
      account_position_wrapped: ["balance"],
      balance_update: ["balance"],
      balance_update_wrapped: ["balance"],
      execution_report_canceled: ["order"],
      execution_report_expired: ["order"],
      execution_report_new: ["order"],
      execution_report_stop_loss: ["order"],
      execution_report_trade: ["order"],
      execution_report_wrapped: ["order"],
      list_status_wrapped: ["ignored"],
    });
  });

  it("of orders in every state are read", ({ skip }) => {
    const folder = join(WIRE, "nautilus_trader", "binance_integration", "ws_messages");
    skip(!existsSync(folder), WHY_NOT);
    const reports = readdirSync(folder).filter((name) => name.includes("execution_report"));
    const states = reports.flatMap((name) => {
      const { data } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { readonly data: unknown };
      return read(wrapped(data)).map((event) => (event.type === "order" ? event.state : event.type));
    });
    expect(states).toHaveLength(reports.length);
    expect(new Set(states)).toEqual(
      new Set([
        "NEW",
        "PARTIALLY_FILLED",
        "FILLED",
        "CANCELED",
        "EXPIRED",
        "EXPIRED_IN_MATCH",
        "REJECTED",
        "PENDING_CANCEL",
      ]),
    );
  });
});
