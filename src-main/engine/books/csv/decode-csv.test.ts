import { describe, expect, it } from "vitest";
import { decodeCsv } from "./decode-csv.ts";

const TEXT = "note\r\nCafé für 5 € – „gut“\r\n";
const of = (...bytes: readonly number[]) => decodeCsv(new Uint8Array(bytes));

/** Those of the text above that are not Latin 1. */
const WINDOWS_1252 = new Map([
  ["€", 0x80],
  ["–", 0x96],
  ["„", 0x84],
  ["“", 0x93],
]);

describe("decodeCsv", () => {
  it.each<[encoding: string, bytes: Uint8Array]>([
    ["utf-8", new TextEncoder().encode(TEXT)],
    ["utf-8", new TextEncoder().encode(`\uFEFF${TEXT}`)],
    ["utf-16le", new Uint8Array(Buffer.from(`\uFEFF${TEXT}`, "utf16le"))],
    ["utf-16le", new Uint8Array(Buffer.from(TEXT, "utf16le"))],
    ["utf-16be", new Uint8Array(Buffer.from(`\uFEFF${TEXT}`, "utf16le").swap16())],
    ["utf-16be", new Uint8Array(Buffer.from(TEXT, "utf16le").swap16())],
    ["windows-1252", Uint8Array.from(TEXT, (letter) => WINDOWS_1252.get(letter) ?? letter.charCodeAt(0))],
  ])("tells %s from the bytes", (encoding, bytes) => {
    expect(decodeCsv(bytes)).toEqual({ ok: true, encoding, text: TEXT });
  });

  it("takes an empty file as an empty text", () => {
    expect(of()).toMatchObject({ ok: true, text: "" });
  });

  it("refuses what is too large without reading it", () => {
    expect(decodeCsv(new Uint8Array(256 * 1024 * 1024 + 1))).toMatchObject({
      ok: false,
      problem: { got: "268435457 bytes", whatToDo: "Divide it by time." },
    });
  });

  it.each<[name: string, bytes: readonly number[], got: RegExp]>([
    ["an Excel workbook", [0x50, 0x4b, 0x03, 0x04, 0x14], /zip|Excel/],
    ["an old Excel workbook", [0xd0, 0xcf, 0x11, 0xe0, 0xa1], /Excel/],
    ["a gzip archive", [0x1f, 0x8b, 0x08], /gzip/],
    ["a PDF", [0x25, 0x50, 0x44, 0x46, 0x2d], /PDF/],
    ["bytes of no encoding", [0x61, 0x81, 0x8d, 0x01], /no text/],
    ["half a UTF-16 letter", [0xff, 0xfe, 0x61], /no text/],
  ])("refuses %s and says what to do", (_name, bytes, got) => {
    expect(of(...bytes)).toMatchObject({ ok: false, problem: { line: 1, got: expect.stringMatching(got) } });
  });
});
