import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unitsDecimal, unitsNumber } from "#engine/market-data/compute-units.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { ByteScanner, pieceOf } from "./byte-scanner.ts";

const scanner = new ByteScanner();
const start = (text: string) => {
  expect(scanner.start(Buffer.from(text))).toBe(true);
  return scanner;
};

/** What a number must look like, and how far it reaches. */
const NUMBER = /^(?:0|[1-9]\d*)(?:\.\d+(?!\d)|(?![\d.]))/;
/** Digits that count: neither zeros in front nor those after the point at the end. */
const significant = (text: string) => {
  const [whole = "", fraction = ""] = text.split(".");
  return (whole + fraction.replace(/0+$/, "")).replace(/^0+/, "").length;
};
/** Digits, points and what may follow a number; mostly of the right form. */
const texts = fc.oneof(
  fc.stringMatching(/^(0|[1-9][0-9]{0,17})(\.[0-9]{1,20})?[",}e ]?[0-9"]{0,3}$/),
  fc.stringMatching(/^[0-9.eE+"-]{0,30}$/),
);

describe("number", () => {
  it("is read exactly as it is written, or not at all", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const written = NUMBER.exec(text)?.[0] ?? null;
        if (!start(text).number()) {
          expect(written === null || significant(written) > 15, text).toBe(true);
          return;
        }
        expect(text.slice(0, scanner.at)).toBe(written);
        expect(Number.isSafeInteger(scanner.units)).toBe(true);
        expect(unitsDecimal(scanner.units, scanner.places).eq(decimal(written ?? ""))).toBe(true);
        expect(unitsNumber(scanner.units, scanner.places)).toBe(Number(written));
      }),
    );
  });

  it("is always read where it has at most 15 digits", () => {
    const short = fc
      .tuple(fc.integer({ min: 0, max: 999_999_999_999_999 }), fc.integer({ min: 0, max: 14 }))
      .map(([units, places]) => unitsDecimal(units, places).toFixed(places, "down"));
    fc.assert(
      fc.property(short, fc.constantFrom('"', ",", "}", ""), (text, after) => {
        expect(start(text + after).number()).toBe(true);
        expect(scanner.at).toBe(text.length);
      }),
    );
  });

  it.each([
    ["25.35190000", 2_535_190_000, 8],
    ["0", 0, 0],
    ["0.0", 0, 1],
    ["0.00000001", 1, 8],
    ["999999999999999", 999_999_999_999_999, 0],
    ["123456789012345.000000", 123_456_789_012_345, 0],
    ["123456789012.00000000", 123_456_789_012_000, 3],
    ["0.00000000000000123", 123, 17],
    ["1.00000000000000000000000000", 100_000_000_000_000, 14],
  ])("%s is %d / 10^%d", (text, units, places) => {
    expect(start(`${text}"`).number()).toBe(true);
    expect([scanner.units, scanner.places]).toEqual([units, places]);
  });

  it.each([
    ["nothing", ""],
    ["a sign", "-1"],
    ["a plus", "+1"],
    ["zeros in front", "007"],
    ["no whole part", ".5"],
    ["no fraction", "5."],
    ["no fraction before the quotation mark", '5."'],
    ["sixteen digits", "9999999999999999"],
    ["sixteen digits with a point", "99999999.99999999"],
    ["a digit after many zeros", "123456789012345.0001"],
    ["many zeros before the point", "1230000000000000000000"],
    ["too many places", `0.${"0".repeat(30)}1`],
    ["no end", "0.".padEnd(200, "0")],
    ["letters", "NaN"],
    ["a space", " 1"],
  ])("is not read with %s", (_, text) => {
    expect(start(text).number()).toBe(false);
  });

  it("ends where it ends: what follows is for the next reading", () => {
    expect(start("1e5").number()).toBe(true);
    expect(scanner.at).toBe(1);
    expect(start("1.5.5").number()).toBe(true);
    expect(scanner.at).toBe(3);
  });
});

describe("count", () => {
  it.each(["0", "7", "4294967296", "400900217", "999999999999999"])("reads %s", (text) => {
    expect(start(`${text},`).count()).toBe(true);
    expect(scanner.units).toBe(Number(text));
    expect(scanner.at).toBe(text.length);
  });

  it.each(["", "-1", "01", "1000000000000000", "x"])("does not read %j", (text) => {
    expect(start(text).count()).toBe(false);
  });

  it("ends before a point", () => {
    expect(start("12.0").count()).toBe(true);
    expect(scanner.at).toBe(2);
  });
});

describe("what is passed over", () => {
  it.each([
    ["0.5,", 3],
    ["12345678901234567890.12345678901234567890}", 41],
    ["0}", 1],
  ])("an amount like %s", (text, end) => {
    expect(start(text).skipAmount()).toBe(true);
    expect(scanner.at).toBe(end);
    expect(start(text).skipNumber()).toBe(true);
    expect(start(`-${text}`).skipNumber()).toBe(true);
    expect(scanner.at).toBe(end + 1);
    expect(start(`-${text}`).skipAmount()).toBe(false);
  });

  it.each(["", "-", "00", "1.", ".1", "-.1", "--1", "1".repeat(97)])("no amount and no number like %j", (text) => {
    expect(start(text).skipAmount()).toBe(false);
    expect(start(text).skipNumber()).toBe(false);
  });

  it("a text up to its quotation mark, unless something in it needs more than a look", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), fc.nat(3), (text, shift) => {
        const encoded = Buffer.from(`${"x".repeat(shift)}${text}"`);
        const end = encoded.findIndex((byte) => byte === 34 || byte === 92 || byte < 32);
        scanner.start(encoded);
        expect(scanner.skipText()).toBe(encoded[end] === 34);
        if (encoded[end] === 34) expect(scanner.at).toBe(end);
      }),
    );
  });

  it.each(["\\", "\u0000", "\n", "\t", "\u001f"])("no text with %j in it, wherever it stands", (odd) => {
    for (let at = 0; at < 9; at += 1) {
      expect(start(`${"x".repeat(at)}${odd}xxxxxxxx"`).skipText()).toBe(false);
      // Behind the end it is no matter.
      expect(start(`${"x".repeat(at)}"${odd}xxxxxxx`).skipText()).toBe(true);
      expect(scanner.at).toBe(at);
    }
  });

  it("no text without an end", () => {
    expect(start("abcdefgh").skipText()).toBe(false);
    expect(start("").skipText()).toBe(false);
  });
});

describe("take", () => {
  it("goes past just the piece and nothing else", () => {
    const pieces = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pieces, fc.string({ maxLength: 6 }), fc.nat(39), fc.nat(255), (text, after, place, byte) => {
        const piece = pieceOf(text);
        expect(start(text + after).take(piece)).toBe(true);
        expect(scanner.at).toBe(text.length);
        const changed = Buffer.from(text + after);
        const at = place % text.length;
        if (changed[at] === byte) return;
        changed[at] = byte;
        scanner.start(changed);
        expect(scanner.take(piece)).toBe(false);
        expect(scanner.at).toBe(0);
      }),
    );
  });

  it("never sees what an earlier frame left behind the end", () => {
    const text = '{"channel":"ticker","client_id":"","timestamp":"';
    for (let length = 0; length < text.length; length += 1) {
      start(text);
      expect(start(text.slice(0, length)).take(pieceOf(text))).toBe(false);
    }
  });
});

describe("time", () => {
  const times = fc
    .tuple(
      fc.date({ min: new Date(0), max: new Date("2199-12-31T23:59:59.999Z"), noInvalidDate: true }),
      fc.nat(9),
      fc.nat(),
    )
    .map(([date, digits, more]) => {
      const [whole, fraction] = date.toISOString().slice(0, -1).split(".");
      const nanoseconds = `${fraction}${String(more).padStart(6, "0").slice(0, 6)}`;
      return `${whole}${digits === 0 ? "" : `.${nanoseconds.slice(0, digits)}`}Z`;
    });

  it("is the platform's, what is finer than a millisecond cut off", () => {
    fc.assert(
      fc.property(times, (text) => {
        expect(start(`${text}"`).time()).toBe(Date.parse(text));
        expect(scanner.at).toBe(text.length);
      }),
    );
  });

  it("is nothing else than the platform's, whatever byte is wrong", () => {
    fc.assert(
      fc.property(times, fc.nat(29), fc.integer({ min: 32, max: 126 }), (text, place, code) => {
        const at = place % text.length;
        const changed = `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
        const time = start(changed).time();
        if (time >= 0) expect(time).toBe(Date.parse(changed.slice(0, scanner.at)));
      }),
    );
  });

  it.each([
    "2026-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-05T24:00:00Z",
    "2026-01-05T00:60:00Z",
    "2026-01-05T00:00:60Z",
    "2026-01-05T00:00:00.Z",
    "2026-01-05T00:00:00.0451234567Z",
    "2026-01-05T00:00:00",
    "2026-01-05T00:00:00.5",
    "2026-01-05T00:00:00+00:00",
    "2026-01-05 00:00:00Z",
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "2026-1-05T00:00:00Z",
    "2026-01-05T00:00",
    "",
  ])("is not read from %j", (text) => {
    expect(start(text).time()).toBe(-1);
  });

  it("keeps no part of a minute that was none", () => {
    for (const text of ["2026-01-05T00:61:00Z", "2026-01-05T00:59:00Z", "2026-01-05T00:61:00Z"])
      expect(start(text).time()).toBe(text.includes(":59:") ? Date.parse(text) : -1);
  });

  it("takes 29 February of leap years", () => {
    expect(start("2028-02-29T12:00:00.5Z").time()).toBe(Date.parse("2028-02-29T12:00:00.500Z"));
    expect(start("2000-02-29T12:00:00.12Z").time()).toBe(Date.parse("2000-02-29T12:00:00.120Z"));
  });
});

describe("start", () => {
  it("refuses a frame that is longer than any that is hot", () => {
    expect(scanner.start(Buffer.alloc(2_048, 49))).toBe(true);
    expect(scanner.skipAmount()).toBe(false);
    expect(scanner.start(Buffer.alloc(2_049, 49))).toBe(false);
  });

  it("reads a frame of the greatest length to its end without looking beyond", () => {
    const text = `"${"x".repeat(2_030)}2026-01-05T00:00`;
    start(text.slice(0, 2_047));
    scanner.at = 2_031;
    expect(scanner.time()).toBe(-1);
    scanner.at = 2_044;
    expect(scanner.take(pieceOf("0:00:00:00:00"))).toBe(false);
    expect(scanner.skipText()).toBe(false);
  });
});
