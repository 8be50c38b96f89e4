// Frames that public projects recorded at Coinbase's sockets are read as they are.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseCoinbaseAccountFrame } from "./parse-account-frame.ts";
import { parseCoinbaseFrame } from "./parse-frame.ts";
import { guessCoinbaseNames } from "./stream-names.ts";

const folder = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
const missing = `no recorded frames in ${folder} (SCHWABOT_REFERENCE_DATA names another folder)`;
const names = guessCoinbaseNames();
const read = (file: string) => readFileSync(join(folder, file), "utf8");

it.for([
  ["ws_ticker.json", "quote", 12, 1],
  ["ws_market_trades.json", "trade", 5, 2],
  ["ws_l2_data_snapshot.json", "book", 0, 1],
  ["ws_l2_data_update.json", "book", 1, 1],
  ["ws_candles.json", "candle", 3, 1],
  ["ws_heartbeats.json", "heartbeat", 0, 1],
  ["ws_subscriptions.json", "subscribed", 0, 3],
] as const)("%s holds %s", ([file, type, connectionSequence, count], { skip }) => {
  skip(!existsSync(folder), missing);
  const frame = parseCoinbaseFrame(read(`nautilus_trader/coinbase/${file}`), names);
  expect(frame.events.map((event) => event.type)).toEqual(Array.from({ length: count }, () => type));
  expect(frame.connectionSequence).toBe(connectionSequence);
});

it("ws_user.json holds an order", ({ skip }) => {
  skip(!existsSync(folder), missing);
  const { events } = parseCoinbaseAccountFrame(read("nautilus_trader/coinbase/ws_user.json"), names);
  expect(events).toMatchObject([{ type: "order", symbol: "BTC/USD", clientOrderId: null, state: "OPEN" }]);
});

/** Dialogues: `<` was answered, and what follows `=` was pushed. */
it.for([
  ["Ticker", "ticker", "quote"],
  ["Trades", "market_trades", "trade"],
  ["Klines", "candles", "candle"],
  ["Heartbeat", "heartbeats", "heartbeat"],
  ["User", "user", "order"],
  ["BatchTicker", "ticker_batch", "ignored"],
  ["Symbol", "status", "ignored"],
] as const)("the dialogue %s acknowledges %s and then tells %s", ([file, channel, type], { skip }) => {
  skip(!existsSync(folder), missing);
  const text = read(`jkorf/Coinbase.Net/Subscriptions/AdvancedTrade/${file}.txt`);
  const [, acknowledged = "", pushed = ""] = /^<(.*)\n=([\s\S]*)/m.exec(text) ?? [];
  const parse = file === "User" ? parseCoinbaseAccountFrame : parseCoinbaseFrame;
  const symbol = ["quote", "trade", "candle"].includes(type) ? "ETH/USDT" : null;
  expect(parse(acknowledged, names).events).toEqual([{ type: "subscribed", channel, symbol, requestId: null }]);
  const types = parse(pushed, names).events.map((event) => event.type);
  expect(new Set(types)).toEqual(new Set([type]));
});
