import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvText } from "#shared/domain/csv-text.ts";
import { CSV_SEPARATORS, readCsv } from "./read-csv.ts";

const cellsOf = (text: string, separator: "," | ";" | "\t" = ",") => {
  const read = readCsv(text, separator);
  expect(read.ok).toBe(true);
  return read.rows.map(({ line, cells }) => [line, ...cells]);
};

describe("readCsv", () => {
  it.each<[name: string, text: string, rows: readonly (readonly (string | number)[])[]]>([
    [
      "LF, CRLF and CR as line ends",
      "a,b\r\nc,d\re,f\n",
      [
        [1, "a", "b"],
        [2, "c", "d"],
        [3, "e", "f"],
      ],
    ],
    ["a byte order mark", "\uFEFFa,b\n", [[1, "a", "b"]]],
    ["no line end at the end", "a,b", [[1, "a", "b"]]],
    [
      "empty lines, counted but no rows",
      "a\n\n  \nb\n",
      [
        [1, "a"],
        [4, "b"],
      ],
    ],
    ["separators and doubled quotes inside quotes", '"a,""b""",c\n', [[1, 'a,"b"', "c"]]],
    [
      "line ends inside quotes, also counted",
      '"a\nb\r\nc",d\ne,f',
      [
        [1, "a\nb\r\nc", "d"],
        [4, "e", "f"],
      ],
    ],
    ["empty cells, also quoted", ',"",\n', [[1, "", "", ""]]],
    ["a quote inside a bare cell", 'a "b" c,d\n', [[1, 'a "b" c', "d"]]],
    ["outer spaces", " a , b \n", [[1, " a ", " b "]]],
  ])("reads %s", (_name, text, rows) => {
    expect(cellsOf(text)).toEqual(rows);
  });

  it("reads with other separators", () => {
    expect(cellsOf("a;b,c\n", ";")).toEqual([[1, "a", "b,c"]]);
    expect(cellsOf("a\tb;c\n", "\t")).toEqual([[1, "a", "b;c"]]);
  });

  it("names the place of a quote that is never closed, and keeps the rows before it", () => {
    expect(readCsv('a,b\nc,"d\ne,f\n', ",")).toMatchObject({
      ok: false,
      line: 2,
      got: '"d\ne,f\n',
      rows: [{ line: 1 }],
    });
  });

  it("names the place of text after a closing quote", () => {
    expect(readCsv('a,b\n"c"d,e\n', ",")).toMatchObject({ ok: false, line: 2, got: "d,e\n" });
  });

  it("stops after as many rows as asked for", () => {
    expect(readCsv("a\nb\nc\n", ",", 2).rows).toHaveLength(2);
  });

  it("reads back whatever csvText writes (1,000 runs)", () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('"', ",", "\n", "\r", "\r\n", "é", "€", "x"),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant("x"), cell, cell), { maxLength: 6 }), (rows) => {
        // The mark at the very beginning is none of the text.
        expect(readCsv(csvText(rows), ",").rows.map(({ cells }) => cells)).toEqual(rows);
      }),
      { numRuns: 1_000 },
    );
  });

  it("never throws, and its rows begin on rising lines (1,000 runs)", () => {
    const piece = fc.constantFrom('"', '""', ",", ";", "\t", "\n", "\r", "a", "1.5", " ", "\uFEFF");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom(...CSV_SEPARATORS), (pieces, separator) => {
        const { rows } = readCsv(pieces.join(""), separator);
        for (const [index, row] of rows.entries()) expect(row.line).toBeGreaterThan(rows[index - 1]?.line ?? 0);
      }),
      { numRuns: 1_000 },
    );
  });
});
