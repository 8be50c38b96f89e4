import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SymbolBytes } from "./symbol-bytes.ts";

const frameOf = (before: string, name: string, after: string) => {
  const bytes = Buffer.from(before + name + after);
  const frame = new DataView(Uint8Array.from([...bytes, 0, 0, 0, 0]).buffer);
  const from = Buffer.byteLength(before);
  return { frame, from, to: from + Buffer.byteLength(name) };
};
const find = (index: SymbolBytes, name: string, around = "") => {
  const { frame, from, to } = frameOf(around, name, around);
  return index.find(frame, from, to);
};

describe("SymbolBytes", () => {
  it("finds each name wherever it stands in a frame, and no other", () => {
    const name = fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^[AB]{1,9}[-/]?(USDT?|EUR)$/));
    const lists = fc.uniqueArray(name, { maxLength: 60 });
    fc.assert(
      fc.property(lists, name, fc.string({ maxLength: 5 }), (ids, other, around) => {
        const index = new SymbolBytes(ids);
        for (const [number, id] of ids.entries()) expect(find(index, id, around)).toBe(number);
        expect(find(index, other, around)).toBe(ids.indexOf(other));
      }),
    );
  });

  it("tells a name from one that it begins with, ends with or nearly is", () => {
    const index = new SymbolBytes(["BTCUSDT", "BTCUSD", "1000SATSUSDT"]);
    expect(["BTCUSDT", "BTCUSD", "1000SATSUSDT"].map((id) => find(index, id))).toEqual([0, 1, 2]);
    for (const id of ["", "B", "BTCUS", "BTCUSDTT", "BTCUSDC", "btcusdt", "TCUSDT", "BTCUSDT\0", "1000SATSUSDC"])
      expect(find(index, id), id).toBe(-1);
  });

  it("knows nothing where there are no markets", () => {
    expect(find(new SymbolBytes([]), "BTCUSDT")).toBe(-1);
    expect(find(new SymbolBytes([]), "")).toBe(-1);
  });

  it("gives the first of names that are the same", () => {
    expect(find(new SymbolBytes(["A", "B", "A"]), "A")).toBe(0);
  });

  it("finds names beyond ASCII and very long ones", () => {
    const long = "X".repeat(300);
    const index = new SymbolBytes(["币安人生USDT", long]);
    expect(find(index, "币安人生USDT", '"')).toBe(0);
    expect(find(index, long, '"')).toBe(1);
    expect(find(index, `${long}X`, '"')).toBe(-1);
  });

  it("finds each of a thousand names", () => {
    const ids = Array.from({ length: 1_000 }, (_, number) => `C${number}-USD`);
    const index = new SymbolBytes(ids);
    expect(ids.map((id) => find(index, id))).toEqual(ids.map((_, number) => number));
    expect(find(index, "C1000-USD")).toBe(-1);
  });
});
