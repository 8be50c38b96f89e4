import { describe, expect, it } from "vitest";
import { assertNever, ensure, InvariantError } from "./assert.ts";
import { assetSchema, clientOrderIdSchema, marketSymbolSchema, venueIdSchema } from "./ids.ts";
import { DAY_MS, floorTime, HOUR_MS, unixMs } from "./time.ts";

describe("time", () => {
  it("is a whole number of milliseconds within the range of dates", () => {
    expect(unixMs(0)).toBe(0);
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 8_640_000_000_000_001])
      expect(() => unixMs(bad)).toThrow("Not a time in UTC milliseconds");
  });

  it("floors to the start of its interval", () => {
    const time = unixMs(Date.UTC(2026, 0, 5, 13, 37, 42, 7));
    expect(floorTime(time, HOUR_MS)).toBe(Date.UTC(2026, 0, 5, 13));
    expect(floorTime(time, DAY_MS)).toBe(Date.UTC(2026, 0, 5));
    expect(floorTime(floorTime(time, DAY_MS), DAY_MS)).toBe(Date.UTC(2026, 0, 5));
  });
});

describe("ids", () => {
  it.each<[string, { safeParse: (text: string) => { success: boolean } }, string, boolean]>([
    ["asset", assetSchema, "BTC", true],
    ["asset", assetSchema, "1INCH", true],
    ["asset", assetSchema, "btc", false],
    ["asset", assetSchema, "__proto__", false],
    ["asset", assetSchema, "constructor", false],
    ["asset", assetSchema, "A".repeat(25), false],
    ["symbol", marketSymbolSchema, "BTC/USD", true],
    ["symbol", marketSymbolSchema, "BTCUSD", false],
    ["symbol", marketSymbolSchema, "BTC/USD/EUR", false],
    ["venue", venueIdSchema, "sim-alpha", true],
    ["venue", venueIdSchema, "../etc", false],
    ["client order id", clientOrderIdSchema, "0b0e7a4c-9d0e-4f8e-8b0a-1a2b3c4d5e6f", true],
    ["client order id", clientOrderIdSchema, "0B0E7A4C-9D0E-4F8E-8B0A-1A2B3C4D5E6F", false],
    ["client order id", clientOrderIdSchema, "0b0e7a4c-9d0e-1f8e-8b0a-1a2b3c4d5e6f", false],
  ])("%s: %o takes %s: %s", (_name, schema, text, fine) => expect(schema.safeParse(text).success).toBe(fine));
});

describe("what cannot happen", () => {
  it("is said with its name", () => {
    expect(ensure(0, "number")).toBe(0);
    expect(() => ensure(null, "order 7")).toThrow(new InvariantError("Missing order 7"));
    expect(() => assertNever("odd" as never)).toThrow(new InvariantError('Unexpected value: "odd"'));
  });
});
