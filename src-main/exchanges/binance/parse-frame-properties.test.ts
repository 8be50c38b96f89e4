// Can any spoiled frame make the reader throw, say nothing, or give a number that the frame does not hold?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { emptyScan } from "#testing/judge-scan.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { parseBinanceAccountFrame } from "./parse-account-frame.ts";
import { parseBinanceFrame } from "./parse-frame.ts";
import { scanBinanceQuote } from "./scan-quote.ts";

const BTC = marketSymbolSchema.parse("BTC/USDT");
const names: StreamNames = { symbolOf: (id) => (id === "BTCUSDT" ? BTC : null), idOf: () => "BTCUSDT" };
const parse = (text: string) =>
  (text.includes('"event"') || text.includes('"status"') ? parseBinanceAccountFrame : parseBinanceFrame)(text, names);

const FRAMES: readonly string[] = [
  '{"u":400900217,"s":"BTCUSDT","b":"64000.10000000","B":"0.50000000","a":"64000.20000000","A":"1.25000000"}',
  '{"e":"24hrTicker","E":1772366400123,"s":"BTCUSDT","p":"-120.00","P":"-0.187","w":"64100.0","x":"64120.2","c":"64000.20000000","Q":"0.001","b":"64000.10000000","B":"0.5","a":"64000.20000000","A":"1.25","o":"64120.2","h":"65000","l":"63000","v":"12345.67800000","q":"790000000","O":1772280000123,"C":1772366400123,"F":1,"L":900,"n":900}',
  '{"e":"trade","E":1772366400123,"s":"BTCUSDT","t":4123456789,"p":"64000.10000000","q":"0.00020000","T":1772366400122,"m":true,"M":true}',
  '{"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1772366400123,"s":"BTCUSDT","k":{"t":1772366400000,"T":1772366459999,"s":"BTCUSDT","i":"1m","f":1,"L":2,"o":"64000.1","c":"64005.5","h":"64010","l":"63990","v":"0.75","n":2,"x":true,"q":"48000","V":"0.5","Q":"32000","B":"0"}}}',
  '{"e":"depthUpdate","E":1772366400123,"s":"BTCUSDT","U":157,"u":160,"b":[["64000.10000000","0.00000000"]],"a":[["64000.20000000","1.5"],["64000.3","2"]]}',
  '{"result":null,"id":1}',
  '{"code":2,"msg":"Invalid request: too many parameters","id":1}',
  '{"e":"serverShutdown","E":1772366400123}',
  '{"id":1,"status":200,"result":{"subscriptionId":0},"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"count":2}]}',
  '{"subscriptionId":0,"event":{"e":"executionReport","E":1772366400123,"s":"BTCUSDT","c":"6d1b345e-2821-40e2-ad83-4ecb18a06876","S":"BUY","o":"LIMIT","C":"","x":"NEW","X":"NEW","r":"NONE","i":4293153,"T":1772366400122,"t":-1}}',
  '{"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1772366400123,"u":1772366400122,"B":[{"a":"BTC","f":"0.50000000","l":"0.25000000"}]}}',
  '{"subscriptionId":0,"event":{"e":"balanceUpdate","E":1772366400123,"a":"BTC","d":"-0.50000000","T":1772366400122}}',
];

interface Place {
  readonly text: unknown;
  readonly least: "zero" | "above zero";
}
type Row = Readonly<Record<string, unknown>>;

/** Each figure of an event with what stands in the frame at its place, found without the reader's own tools. */
function figures(event: StreamEvent, row: Row): readonly (readonly [string | null, Place])[] {
  const at = (name: string, least: Place["least"] = "above zero", of = row): Place => ({ text: of[name], least });
  switch (event.type) {
    case "quote":
      return [
        [event.bid, at("b")],
        [event.ask, at("a")],
        [event.last, at("c")],
        [event.volume, at("v", "zero")],
      ];
    case "trade":
      return [
        [event.price, at("p")],
        [event.quantity, at("q")],
      ];
    case "candle": {
      const kline = row.k as Row; // the reader said that it is an object
      return [
        [event.open, at("o", "above zero", kline)],
        [event.high, at("h", "above zero", kline)],
        [event.low, at("l", "above zero", kline)],
        [event.close, at("c", "above zero", kline)],
        [event.volume, at("v", "zero", kline)],
      ];
    }
    case "book":
      return (["bids", "asks"] as const).flatMap((side) => {
        const levels = row[side === "bids" ? "b" : "a"] as readonly (readonly unknown[])[]; // the reader said so
        expect(event[side]).toHaveLength(levels.length);
        return event[side].flatMap(([price, size], index): readonly (readonly [string, Place])[] => [
          [price, { text: levels[index]?.[0], least: "above zero" }],
          [size, { text: levels[index]?.[1], least: "zero" }],
        ]);
      });
    default:
      return [];
  }
}

function payload(text: string): Row {
  const frame = (parseExactJson(text) ?? {}) as {
    readonly data?: Row;
    readonly event?: Row;
    readonly stream?: unknown;
  };
  const isCombined = frame.data !== undefined && frame.data !== null && (frame.stream ?? null) !== null;
  return (isCombined ? frame.data : (frame.event ?? frame)) as Row;
}

function check(text: string): void {
  const { events } = parse(text);
  expect(events.length).toBeGreaterThan(0);
  const row = payload(text);
  for (const [index, event] of events.entries()) {
    if (event.type === "malformed") expect(event.reason).not.toBe("");
    for (const [figure, { text: told, least }] of figures(event, row)) checkFigure(figure, told, least);
    if (event.type === "balance" && event.total !== null) checkTotal(event.total, row, index);
  }
}

function checkTotal(total: string, row: Row, index: number): void {
  const { f, l } = (row.B as readonly Row[])[index] ?? {}; // the reader said that it is a list of objects
  expect(total).toMatch(/^\d+(\.\d+)?$/);
  expect(Decimal.parse(total).eq(Decimal.parse(String(f)).add(Decimal.parse(String(l))))).toBe(true);
}

function checkFigure(figure: string | null, told: unknown, least: Place["least"]): void {
  const wanted = typeof told === "string" ? Decimal.tryParse(told) : undefined;
  if (figure === null) {
    expect(told === undefined || told === null || told === "" || wanted?.isZero === true).toBe(true);
    return;
  }
  expect(figure).toMatch(/^\d+(\.\d+)?$/);
  const value = Decimal.parse(figure);
  expect(wanted !== undefined && value.eq(wanted)).toBe(true);
  expect(least === "zero" || value.isPositive).toBe(true);
}

const mutated = fc
  .constantFrom(...FRAMES)
  .chain((text) => mutatedJson(parseExactJson(text)))
  .map((value) => JSON.stringify(value) ?? "");

const PIECES = [
  "",
  "-",
  "0",
  "1e400",
  "-1",
  "NaN",
  "null",
  '"',
  "}",
  "[",
  "{}",
  ",",
  '"__proto__":{},',
  "9".repeat(300),
];
const cut = fc
  .tuple(
    fc.constantFrom(...FRAMES),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat({ max: 12 }),
    fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6, unit: "binary" })),
  )
  .map(([text, share, length, put]) => {
    const from = Math.floor(share * text.length);
    return text.slice(0, from) + put + text.slice(from + length);
  });

describe("a spoiled frame", () => {
  it("of which one part was changed", () => {
    fc.assert(fc.property(mutated, check), { numRuns: 4_000 });
  });

  it("of which a piece was cut out, repeated or replaced", () => {
    fc.assert(fc.property(cut, check), { numRuns: 4_000 });
  });

  it("that is any text at all", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), check), { numRuns: 1_000 });
  });
});

it("the fast reading of a quote takes nothing that the whole reading does not", () => {
  const index = new SymbolBytes(["BTCUSDT"]);
  const out = emptyScan();
  let taken = 0;
  const agree = (text: string) => {
    if (!scanBinanceQuote(new TextEncoder().encode(text), index, out)) return;
    taken += 1;
    const [event] = parseBinanceFrame(text, names).events;
    if (event?.type !== "quote") throw new Error(`It took ${text}`);
    expect(Decimal.parse(event.bid).eq(Decimal.of(BigInt(out.bidUnits), out.bidPlaces))).toBe(true);
    expect(Decimal.parse(event.ask).eq(Decimal.of(BigInt(out.askUnits), out.askPlaces))).toBe(true);
    expect([event.last, event.volume, event.tsEvent]).toEqual([null, null, null]);
  };
  fc.assert(fc.property(fc.oneof(mutated, cut, fc.constant(FRAMES[0] ?? "")), agree), { numRuns: 3_000 });
  expect(taken).toBeGreaterThan(500);
});

it("the check itself sees a wrong number", () => {
  expect(() => checkFigure("1.5", "1.6", "zero")).toThrow();
  expect(() => checkFigure("0", "0", "above zero")).toThrow();
  expect(() => checkFigure(null, "1", "zero")).toThrow();
  for (const text of FRAMES) {
    check(text);
    expect(parse(text).events.some(({ type }) => type === "malformed" || type === "ignored")).toBe(false);
  }
});
