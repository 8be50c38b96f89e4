import { describe, expect, it, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { QuoteState } from "#shared/domain/quote.ts";
import { doubtOfPortfolio, doubtOfPosition, doubtOfPrice, doubtOfSum } from "./price-doubt.ts";

const position = (asset: string, priceState: QuoteState | null, quantity = "1") => ({
  asset: assetSchema.parse(asset),
  priceState,
  quantity: decimalString(quantity),
});

test.each<[QuoteState | null, boolean]>([
  ["live", false],
  ["lagging", false],
  ["stale", true],
  ["suspect", true],
  ["dead", true],
  [null, false],
])("a price that is %s is in doubt: %s", (state, isDoubted) => {
  expect(doubtOfPrice(state) !== null).toBe(isDoubted);
  expect(doubtOfPosition({ priceState: state }) !== null).toBe(isDoubted);
  if (isDoubted) expect(doubtOfPrice(state)?.reason).toMatch(/\.$/);
});

test("the engine's own words come before ours", () => {
  expect(doubtOfPrice("stale", "No confirmation from the venue for 23 s.")?.reason).toContain("23 s");
  expect(doubtOfPrice("live", "not to be said")).toBeNull();
});

describe("a sum", () => {
  it("is as good as the worst price of what is held", () => {
    expect(doubtOfSum([position("BTC", "live"), position("USD", "live")])).toBeNull();
    expect(doubtOfSum([position("BTC", "live"), position("SOL", "stale")])?.reason).toBe(
      "Rests on a price that may be old or wrong: SOL.",
    );
    expect(doubtOfSum([position("BTC", "live"), position("SOL", "stale", "0")])).toBeNull();
    expect(doubtOfSum([position("BTC", "live"), position("XYZ", null)])).toBeNull();
  });

  it("names a few, not a hundred", () => {
    const many = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"].map((asset) => position(asset, "dead"));
    expect(doubtOfSum(many)?.reason).toBe("Rests on prices that may be old or wrong: AAA, BBB, CCC, DDD and more.");
  });

  it("is nothing to doubt while there is none", () => {
    expect(doubtOfPortfolio(null)).toBeNull();
  });
});
