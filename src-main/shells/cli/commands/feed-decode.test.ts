// Does `feed decode` print what each venue's frames say, line by line, whatever comes?
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { ensure } from "#shared/domain/assert.ts";
import { decodeFrames } from "./feed-decode.ts";
import { DECODABLE } from "./feed-venues.ts";

const MAIN = join(import.meta.dirname, "..", "main.ts");
const ID = "0c5f1f0e-6f0f-4a59-9f5e-3a6f3f2c7b11";

async function decode(venue: string, text: string): Promise<readonly string[]> {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on("data", (chunk: Buffer) => chunks.push(chunk));
  await decodeFrames(ensure(DECODABLE.get(venue), venue), PassThrough.from([Buffer.from(text)]), output);
  return Buffer.concat(chunks).toString().split("\n").slice(0, -1);
}

/** A run of the command itself. */
function run(args: readonly string[], input: string): Promise<{ code: number | null; out: string; error: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, "feed", "decode", ...args], { stdio: "pipe" });
    let out = "";
    let error = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      error += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, error }));
    // A usage error ends it before it reads.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

const BINANCE_QUOTE =
  '{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}';

describe("lines", () => {
  it.each<[string, string, readonly string[]]>([
    [
      "binance",
      BINANCE_QUOTE,
      ['{"type":"quote","symbol":"BNB/USDT","bid":"25.3519","ask":"25.3652","last":null,"volume":null,"tsEvent":null}'],
    ],
    [
      "binance",
      '{"e":"trade","E":1767571200123,"s":"BTCUSDT","t":12345,"p":"60000.10","q":"0.002","T":1767571200120,"m":true,"M":true}',
      [
        '{"type":"trade","symbol":"BTC/USDT","price":"60000.1","quantity":"0.002","side":"sell","id":"12345","tsEvent":1767571200120}',
      ],
    ],
    [
      "binance",
      '{"e":"kline","E":1767571260010,"s":"BTCUSDT","k":{"t":1767571200000,"T":1767571259999,"s":"BTCUSDT","i":"1m","f":1,"L":9,"o":"1.0","c":"2.0","h":"3.0","l":"0.5","v":"10","n":9,"x":true,"q":"20","V":"5","Q":"10","B":"0"}}',
      [
        '{"type":"candle","symbol":"BTC/USDT","timeframe":"1m","openTime":1767571200000,"open":"1","high":"3","low":"0.5","close":"2","volume":"10","closed":true}',
      ],
    ],
    [
      "binance",
      '{"e":"depthUpdate","E":1767571200123,"s":"BTCUSDT","U":157,"u":160,"b":[["0.0024","10"]],"a":[["0.0026","0"]]}',
      [
        '{"type":"book","symbol":"BTC/USDT","kind":"delta","bids":[["0.0024","10"]],"asks":[["0.0026","0"]],"sequence":160}',
      ],
    ],
    ["binance", '{"result":null,"id":7}', ['{"type":"subscribed","channel":null,"symbol":null}']],
    [
      "coinbase",
      '{"channel":"ticker","client_id":"","timestamp":"2026-01-05T00:00:00.5Z","sequence_num":1,"events":[{"type":"update","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"60000.5","volume_24_h":"1000.25","low_24_h":"1","high_24_h":"2","low_52_w":"1","high_52_w":"2","price_percent_chg_24_h":"1","best_bid":"60000.4","best_bid_quantity":"1","best_ask":"60000.6","best_ask_quantity":"1"}]}]}',
      [
        '{"type":"quote","symbol":"BTC/USD","bid":"60000.4","ask":"60000.6","last":"60000.5","volume":"1000.25","tsEvent":1767571200500}',
      ],
    ],
    [
      "coinbase",
      '{"channel":"heartbeats","client_id":"","timestamp":"2026-01-05T00:00:00Z","sequence_num":2,"events":[{"current_time":"2026-01-05 00:00:00 +0000 UTC m=+1","heartbeat_counter":42}]}',
      ['{"type":"heartbeat","symbol":null,"counter":42,"tsEvent":1767571200000}'],
    ],
    [
      "coinbaseexchange",
      '{"type":"match","trade_id":10,"sequence":50,"maker_order_id":"a","taker_order_id":"b","time":"2026-01-05T00:00:01Z","product_id":"ETH-USD","size":"5.23512","price":"400.23","side":"sell"}',
      [
        '{"type":"trade","symbol":"ETH/USD","price":"400.23","quantity":"5.23512","side":"buy","id":"10","tsEvent":1767571201000}',
      ],
    ],
    [
      "coinbaseexchange",
      '{"type":"error","message":"Failed to subscribe","reason":"FOO-USD is not a valid product"}',
      ['{"type":"error","message":"Failed to subscribe: FOO-USD is not a valid product"}'],
    ],
    [
      "kraken",
      '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":60000.1,"bid_qty":1.5,"ask":60000.2,"ask_qty":2,"last":60000.1,"volume":1234.50000001,"vwap":1,"low":1,"high":2,"change":1,"change_pct":1}]}',
      [
        '{"type":"quote","symbol":"BTC/USD","bid":"60000.1","ask":"60000.2","last":"60000.1","volume":"1234.50000001","tsEvent":null}',
      ],
    ],
    ["kraken", '{"channel":"heartbeat"}', ['{"type":"heartbeat","symbol":null,"counter":null,"tsEvent":null}']],
    [
      "kraken",
      '{"error":"Currency pair not supported FOO/USD","method":"subscribe","success":false,"symbol":"FOO/USD","time_in":"2026-01-05T00:00:00Z","time_out":"2026-01-05T00:00:00Z"}',
      ['{"type":"error","message":"Currency pair not supported FOO/USD"}'],
    ],
  ])("%s: %s", async (venue, frame, lines) => {
    expect(await decode(venue, `${frame}\n`)).toEqual(lines);
  });

  it("of an account's socket are orders and balances", async () => {
    const order = {
      channel: "executions",
      type: "update",
      data: [
        {
          order_id: "OK4GJX-KSTLS-7DZZO5",
          cl_ord_id: ID,
          exec_type: "canceled",
          order_status: "canceled",
          timestamp: "2026-01-05T00:00:01Z",
        },
      ],
      sequence: 8,
    };
    const balance = {
      channel: "balances",
      type: "update",
      data: [{ asset: "BTC", balance: 1.5, type: "deposit", timestamp: "2026-01-05T00:00:01Z" }],
      sequence: 9,
    };
    const lines = await decode("kraken", [order, balance].map((frame) => JSON.stringify(frame)).join("\n"));
    const events = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(["order", "balance"]);
    expect(Object.keys(events[0] ?? {})).toEqual([
      "type",
      "symbol",
      "clientOrderId",
      "venueOrderId",
      "state",
      "tsEvent",
    ]);
    expect(events[0]).toMatchObject({ clientOrderId: ID, venueOrderId: "OK4GJX-KSTLS-7DZZO5", state: "canceled" });
    expect(Object.keys(events[1] ?? {})).toEqual(["type", "asset", "total", "tsEvent"]);
  });
});

describe("the stream", () => {
  it("goes on after lines that are no frames; an empty one is none", async () => {
    const junk = ["", "  ", "{", "null", "[]", "7", '"text"', "\u0000\u0001", '{"__proto__":{"x":1}}', "{}"];
    for (const venue of DECODABLE.keys()) {
      const lines = await decode(venue, `${junk.join("\n")}\r\n`);
      const events = lines.map((line): Record<string, unknown> => JSON.parse(line));
      expect([venue, events.length]).toEqual([venue, junk.length - 2]);
      for (const { type, reason } of events) {
        expect(["malformed", "ignored"]).toContain(type);
        expect(typeof reason).toBe("string");
      }
    }
    expect(await decode("binance", `{\n${BINANCE_QUOTE}`)).toHaveLength(2);
  });

  it("reads no further than it is read", async () => {
    let taken = 0;
    async function* frames(): AsyncGenerator<Uint8Array> {
      for (; taken < 10_000; taken += 1) yield Buffer.from(`${BINANCE_QUOTE}\n`.repeat(100));
    }
    let waiting: (() => void) | null = null;
    const slow = new Writable({
      write: (_chunk, _encoding, done) => {
        waiting = done;
      },
    });
    const decoding = decodeFrames(ensure(DECODABLE.get("binance"), "binance"), frames(), slow);
    // Each turn lets everything run that can without the reader.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).not.toBeNull();
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(50);
    slow.destroy(Object.assign(new Error("nobody reads any more"), { code: "EPIPE" }));
    await decoding;
  });
});

describe("the command", () => {
  it("reads 100,000 lines to the last", { timeout: 60_000 }, async () => {
    const count = 100_000;
    const { code, out, error } = await run(["--venue", "binance"], `${BINANCE_QUOTE}\n`.repeat(count));
    expect([code, error, out.split("\n").length - 1]).toEqual([0, "", count]);
    expect(new Set(out.split("\n")).size).toBe(2);
  });

  it("does not know every venue: wrong usage", { timeout: 30_000 }, async () => {
    const { code, out, error } = await run(["--venue", "mtgox"], "");
    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain("Allowed choices are binance, coinbase, coinbaseexchange, kraken.");
  });

  const wire = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");
  it.for<[string, RegExp]>([
    ["binance", /binance/i],
    ["coinbase", /coinbase(?!_exchange)/i],
    ["coinbaseexchange", /coinbase_exchange/i],
    ["kraken", /kraken/i],
  ])("reads every recorded message of %s, frame or not", { timeout: 60_000 }, async ([venue, name], { skip }) => {
    skip(!existsSync(wire), `no recorded frames in ${wire} (SCHWABOT_REFERENCE_DATA names another folder)`);
    const frames = filesIn(wire)
      .filter((file) => name.test(file))
      .flatMap(framesIn);
    expect(frames.length).toBeGreaterThan(3);
    const { code, out, error } = await run(["--venue", venue], `${frames.join("\n")}\n`);
    expect([code, error]).toEqual([0, ""]);
    const types = out
      .split("\n")
      .slice(0, -1)
      .map((line): string => JSON.parse(line).type);
    expect(types.length).toBeGreaterThanOrEqual(frames.length);
    // Some of them are quotes and trades, not only what cannot be read.
    for (const type of ["quote", "trade"]) expect(types).toContain(type);
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A file is one message, a list of them, or one a line. */
function framesIn(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  try {
    const value: unknown = JSON.parse(text);
    const frames = Array.isArray(value) ? value : [value];
    return frames.map((frame) => (typeof frame === "string" ? frame : JSON.stringify(frame)).replaceAll("\n", " "));
  } catch {
    return text.split("\n").filter((line) => line.trim() !== "");
  }
}
