import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOf, parseHash } from "./navigation-store.ts";

test.each([
  ["", "overview", []],
  ["#", "overview", []],
  ["#/rebalance", "rebalance", []],
  ["#/markets/sim-alpha/BTC%2FUSD", "markets", ["sim-alpha", "BTC/USD"]],
  ["#/broken%E0%A4%A", "broken%E0%A4%A", []],
])("%s opens %s", (hash, screen, parameters) => {
  expect(parseHash(hash)).toEqual({ screen, parameters });
});

test("every address leads back to what it was made from", () => {
  const part = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(part, fc.array(part), (screen, parameters) => {
      expect(parseHash(hashOf(screen, ...parameters))).toEqual({ screen, parameters });
    }),
  );
});
