// Does a number survive reading digit by digit?
import { describe, expect, it } from "vitest";
import { parseExactJson } from "./exact-json.ts";

describe("exact JSON", () => {
  it("keeps every number as the text that was sent", () => {
    const text =
      '{"a":0.1000,"b":[12345678901234567890.123456789,-1e-8],"c":"0.10","d":true,"e":null,"f":{"g":9007199254740993}}';
    expect(parseExactJson(text)).toEqual({
      a: "0.1000",
      b: ["12345678901234567890.123456789", "-1e-8"],
      c: "0.10",
      d: true,
      e: null,
      f: { g: "9007199254740993" },
    });
  });

  it.each([
    ["[1, 2]", ["1", "2"]],
    ['{"a" : 1234567890123456 , "b":[ -5]}', { a: "1234567890123456", b: ["-5"] }],
    ["[12345678901234567]", ["12345678901234567"]],
    ["[\n1.0]", ["1.0"]],
    ['{"a":[[1,"2,3.5"]]}', { a: [["1", "2,3.5"]] }],
  ])("reads %s on whichever way", (text, value) => {
    expect(parseExactJson(text)).toEqual(value);
  });

  it("takes a hostile name for a name", () => {
    const value = parseExactJson('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(value ?? {}, "__proto__")).toBe(true);
  });

  it("takes nothing but an object or a list", () => {
    for (const text of ["", "<html>", "1", '"x"', "null", "{", '{"a":1}x'])
      expect(parseExactJson(text)).toBeUndefined();
  });
});
