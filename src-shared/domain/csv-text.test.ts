import { describe, expect, it } from "vitest";
import { csvText } from "./csv-text.ts";

describe("CSV", () => {
  it.each([
    ["plain cells", [["a", "1.50"]], "a,1.50\r\n"],
    ["a missing value as an empty cell", [["a", null, undefined, "b"]], "a,,,b\r\n"],
    [
      "commas, quotes and line ends quoted",
      [['say "x"', "1,000", "two\nlines"]],
      '"say ""x""","1,000","two\nlines"\r\n',
    ],
    ["nothing", [], ""],
  ])("writes %s", (_name, rows, text) => {
    expect(csvText(rows)).toBe(text);
  });
});
