// Can any spoiled frame make the reader throw, say nothing, or give a number that the frame does not hold?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { mutatedJson } from "#testing/mutated-json.ts";
import { parseKrakenFrame, readFrame } from "./parse-frame.ts";
import { parseBalances, parseExecutions } from "./parse-private-frames.ts";

const BTC = marketSymbolSchema.parse("BTC/USD");
const names: StreamNames = { symbolOf: (id) => (id === "BTC/USD" ? BTC : null), idOf: (symbol) => symbol };
const parse = (text: string) =>
  text.includes('"sequence"')
    ? readFrame(text, names, { executions: parseExecutions, balances: parseBalances })
    : parseKrakenFrame(text, names);

const FRAMES: readonly string[] = [
  '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":64000.10,"bid_qty":0.5,"ask":64000.2,"ask_qty":1.25,"last":64000.20,"volume":1234.00000001,"timestamp":"2026-03-01T12:00:00.123456Z"}]}',
  '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":64000.1,"qty":0.0002,"trade_id":17,"timestamp":"2026-03-01T12:00:00Z"}]}',
  '{"channel":"ohlc","type":"update","timestamp":"2026-03-01T12:00:30.5Z","data":[{"symbol":"BTC/USD","open":64000.1,"high":64010.0,"low":63990.0,"close":64005.5,"volume":0.75,"interval_begin":"2026-03-01T12:00:00Z","interval":1}]}',
  '{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD","bids":[{"price":64000.10,"qty":0.50}],"asks":[{"price":64000.20,"qty":1.0}],"checksum":77,"timestamp":"2026-03-01T12:00:00Z"}]}',
  '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":64000.10,"qty":0}],"asks":[],"checksum":78,"timestamp":"2026-03-01T12:00:00Z"}]}',
  '{"method":"subscribe","result":{"channel":"ticker","snapshot":true,"symbol":"BTC/USD"},"success":true,"time_in":"2026-03-01T12:00:00Z","time_out":"2026-03-01T12:00:00Z","req_id":1}',
  '{"method":"subscribe","error":"Currency pair not supported","success":false,"symbol":"BTC/USD","req_id":1}',
  '{"channel":"status","type":"update","data":[{"system":"online","api_version":"v2","connection_id":1,"version":"2.0"}]}',
  '{"channel":"executions","type":"update","sequence":2,"data":[{"order_id":"OAAAAA-BBBBB-CCCCCC","cl_ord_id":"6d1b345e-2821-40e2-ad83-4ecb18a06876","symbol":"BTC/USD","exec_type":"new","order_status":"new","timestamp":"2026-03-01T12:00:00Z"}]}',
  '{"channel":"balances","type":"update","sequence":2,"data":[{"asset":"BTC","amount":0.1,"balance":1.25,"timestamp":"2026-03-01T12:00:00Z"}]}',
];

interface Place {
  readonly text: unknown;
  readonly least: "zero" | "above zero" | "any";
}

type Row = Readonly<Record<string, unknown>>;

/** Each figure of an event with what stands in the frame at its place, found without the reader's own tools. */
function figures(event: StreamEvent, row: Row): readonly (readonly [string | null, Place])[] {
  const at = (name: string, least: Place["least"] = "above zero"): Place => ({ text: row[name], least });
  switch (event.type) {
    case "quote":
      return [
        [event.bid, at("bid")],
        [event.ask, at("ask")],
        [event.last, at("last")],
        [event.volume, at("volume", "zero")],
      ];
    case "trade":
      return [
        [event.price, at("price")],
        [event.quantity, at("qty")],
      ];
    case "candle":
      return [
        [event.open, at("open")],
        [event.high, at("high")],
        [event.low, at("low")],
        [event.close, at("close")],
        [event.volume, at("volume", "zero")],
      ];
    case "book":
      return (["bids", "asks"] as const).flatMap((side) => {
        const levels = row[side] as readonly Row[]; // the reader said that it is a list
        expect(event[side]).toHaveLength(levels.length);
        return event[side].flatMap(([price, size], index): readonly (readonly [string, Place])[] => [
          [price, { text: levels[index]?.price, least: "above zero" }],
          [size, { text: levels[index]?.qty, least: event.kind === "snapshot" ? "above zero" : "zero" }],
        ]);
      });
    case "balance":
      return [[event.total, at("balance", "any")]];
    default:
      return [];
  }
}

function check(text: string): void {
  const { events } = parse(text);
  expect(events.length).toBeGreaterThan(0);
  const value = parseExactJson(text) as { readonly data?: readonly Row[] } | undefined; // rows are there where events have figures
  const isTold = (event: StreamEvent) => figures(event, {}).length > 0 || event.type === "book";
  for (const [index, event] of events.entries()) {
    if (event.type === "malformed") expect(event.reason).not.toBe("");
    if (event.type === "book" || isTold(event)) {
      const row = value?.data?.[index];
      if (row === undefined) throw new Error("an event of no row");
      for (const [figure, { text: told, least }] of figures(event, row)) checkFigure(figure, told, least);
    }
  }
}

function checkFigure(figure: string | null, told: unknown, least: Place["least"]): void {
  const wanted = typeof told === "string" ? Decimal.tryParse(told) : undefined;
  if (figure === null) {
    expect(told === undefined || told === null || told === "" || wanted?.isZero === true).toBe(true);
    return;
  }
  expect(figure).toMatch(/^-?\d+(\.\d+)?$/);
  const read = Decimal.parse(figure);
  expect(wanted !== undefined && read.eq(wanted)).toBe(true);
  expect(least === "any" || (least === "zero" ? !read.isNegative : read.isPositive)).toBe(true);
}

describe("a spoiled frame", () => {
  it("of which one part was changed", () => {
    const mutated = fc
      .constantFrom(...FRAMES)
      .chain((text) => mutatedJson(parseExactJson(text)))
      .map((value) => JSON.stringify(value) ?? "");
    fc.assert(fc.property(mutated, check), { numRuns: 4_000 });
  });

  it("of which a piece was cut out, repeated or replaced", () => {
    const piece = fc.oneof(
      fc.constantFrom(
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
      ),
      fc.string({ maxLength: 6, unit: "binary" }),
    );
    const spoiled = fc
      .tuple(fc.constantFrom(...FRAMES), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 12 }), piece)
      .map(([text, share, length, put]) => {
        const from = Math.floor(share * text.length);
        return text.slice(0, from) + put + text.slice(from + length);
      });
    fc.assert(fc.property(spoiled, check), { numRuns: 4_000 });
  });

  it("that is any text at all", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), check), { numRuns: 1_000 });
  });
});

it("the check itself sees a wrong number", () => {
  expect(() => checkFigure("1.5", "1.6", "zero")).toThrow();
  expect(() => checkFigure("-1", "-1", "zero")).toThrow();
  expect(() => checkFigure(null, "1", "zero")).toThrow();
  for (const text of FRAMES)
    expect(parse(text).events.some(({ type }) => type === "malformed" || type === "ignored")).toBe(false);
});
