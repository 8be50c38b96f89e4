// Is a field read exactly, or refused by its name?
import { describe, expect, it } from "vitest";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { Answer } from "./answer.ts";

const body = new Answer(venueIdSchema.parse("kraken"), "Ticker", {
  price: "0.00100000",
  tiny: "1e-8",
  huge: "1e999",
  minus: "-1",
  word: "abc",
  time: "1688669448.1234",
  ms: "1688669448123",
  list: ["1", "x"],
  yes: true,
  empty: "",
  nothing: null,
});

describe("answer", () => {
  it("reads what is there", () => {
    expect(body.at("price").amount()).toBe("0.001");
    expect(body.at("tiny").positive()).toBe("0.00000001");
    expect(body.at("minus").decimal().toString()).toBe("-1");
    expect(body.at("time").time("s")).toBe(1_688_669_448_123);
    expect(body.at("ms").time()).toBe(1_688_669_448_123);
    expect(body.at("ms").isoTime("2026-01-01T00:00:00.045123456Z") % 1_000).toBe(45);
    // The platform would read 451 ms.
    expect(() => body.at("ms").isoTime("2026-01-01T00:00:00.0451234567Z")).toThrow("a time in ISO 8601");
    expect(body.at("list").at(0).whole()).toBe(1);
    expect(body.at("yes").flag()).toBe(true);
    expect([body.at("empty").amountOrNull(), body.at("nothing").textOrNull(), body.at("gone").absent]).toEqual([
      null,
      null,
      true,
    ]);
  });

  it.each([
    ["0", "0"],
    ["0.000", "0"],
    ["100", "100"],
    ["100.00", "100"],
    ["0.10", "0.1"],
    ["007.50", "7.5"],
    ["1E2", "100"],
    ["00", "0"],
  ])("shortens %s to %s", (text, short) => {
    expect(new Answer(body.venue, "x", text).amount()).toBe(short);
  });

  it.each(["5.", ".5", "1.5.0", "1,5", "+1", " 1", "1 ", "", "0x1", "NaN", "Infinity"])(
    "does not take %j for a number",
    (text) => {
      expect(() => new Answer(body.venue, "x", text).amount()).toThrow(
        expect.objectContaining({ code: "VENUE_ANSWER" }),
      );
    },
  );

  it.each([
    ["Ticker.huge", () => body.at("huge").amount()],
    ["Ticker.minus", () => body.at("minus").amount()],
    ["Ticker.word", () => body.at("word").decimal()],
    ["Ticker.yes", () => body.at("yes").text()],
    ["Ticker.list[1]", () => body.at("list").list()[1]?.whole()],
    ["Ticker.word.x", () => new Answer(body.venue, "Ticker.word.x", 5).text()],
    ["Ticker.price.deeper", () => body.at("price").at("deeper")],
    ["Ticker.list", () => body.at("list").entries()],
    ["Ticker.toString", () => body.at("toString").text()],
    ["Ticker.minus", () => body.at("minus").time()],
    ["Ticker.word", () => body.at("word").oneOf("buy", "sell")],
  ])("refuses %s by its name", (place, read) => {
    expect(read).toThrow(expect.objectContaining({ code: "VENUE_ANSWER", data: expect.objectContaining({ place }) }));
  });
});
