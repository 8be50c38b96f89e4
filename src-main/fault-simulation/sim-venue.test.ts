// Are a venue's whole numbers told as the exact decimals that they are?
import fc from "fast-check";
import { expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { exact, whole } from "./sim-venue.ts";

it("writes whole numbers as exact decimals do, and reads them back", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat({ max: 12 }), (units, places) => {
      const text = exact(units, places);
      expect(text).toBe(Decimal.of(BigInt(units), places).toString());
      expect(whole(text, places)).toBe(units === 0 ? 0 : units);
    }),
  );
});

it("rounds down what is finer than its places", () => {
  expect(whole("1.23459", 4)).toBe(12_345);
  expect(whole("7", 4)).toBe(70_000);
});
