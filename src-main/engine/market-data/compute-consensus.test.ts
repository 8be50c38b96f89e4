import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { computeConsensus, type PricedMarket } from "./compute-consensus.ts";

const asset = (code: string) => assetSchema.parse(code);

function market(symbol: string, mid: string, changes: Partial<PricedMarket> & { at?: string } = {}): PricedMarket {
  const { at = "kraken", ...rest } = changes;
  const [base = "", quote = ""] = symbol.split("/");
  return {
    venue: venueIdSchema.parse(at),
    symbol: marketSymbolSchema.parse(symbol),
    base: asset(base),
    quote: asset(quote),
    mid: decimal(mid),
    halfSpread: 0.0001,
    state: "live",
    ageMs: 0,
    ...rest,
  };
}

function price(markets: readonly PricedMarket[], of: string, currency = "USD") {
  const found = computeConsensus(markets, asset(of), asset(currency));
  return found.kind === "price" ? found.price : found.reason;
}

describe("computeConsensus", () => {
  it("takes the median over venues, the mean of the middle two when they are even", () => {
    const three = [
      market("BTC/USD", "100", { at: "a" }),
      market("BTC/USD", "104", { at: "b" }),
      market("BTC/USD", "300", { at: "c" }),
    ];
    expect(price(three, "BTC")).toMatchObject({ price: "104", path: ["BTC/USD"], assumedPar: false, state: "live" });
    expect(price(three.slice(0, 2), "BTC")).toMatchObject({ price: "102" });
  });

  it("converts markets against other cash by the median of their own markets", () => {
    const markets = [
      market("BTC/USDC", "100"),
      market("USDC/USD", "0.98", { at: "a" }),
      market("USDC/USD", "1", { at: "b" }),
    ];
    expect(price(markets, "BTC")).toMatchObject({ price: "99", path: ["BTC/USDC", "USDC/USD"], assumedPar: false });
    expect(price(markets, "USDC")).toMatchObject({ price: "0.99", path: ["USDC/USD"] });
    expect(price([market("USD/USDC", "1.25")], "USDC")).toMatchObject({ price: "0.8", path: ["USD/USDC"] });
  });

  it("takes dollars at par where no market links them, and says so", () => {
    expect(price([market("BTC/USDT", "100")], "BTC")).toMatchObject({
      price: "100",
      path: ["BTC/USDT"],
      assumedPar: true,
    });
    expect(price([], "USDT")).toMatchObject({ price: "1", path: [], sources: [], assumedPar: true });
    expect(price([market("BTC/EUR", "100")], "BTC")).toBe("No path of at most 3 live markets leads from BTC to USD.");
  });

  it("is one for the currency itself", () => {
    expect(price([], "EUR", "EUR")).toMatchObject({ price: "1", path: [], assumedPar: false, ageMs: 0 });
  });

  it("prices in a coin", () => {
    const markets = [market("BTC/USD", "50000"), market("ETH/USD", "2500")];
    expect(price(markets, "ETH", "BTC")).toMatchObject({ price: "0.05", path: ["ETH/USD", "BTC/USD"] });
    expect(price(markets, "USD", "BTC")).toMatchObject({ price: "0.00002", path: ["BTC/USD"] });
  });

  it("goes over the fewest markets, then the smaller spread, then the name", () => {
    const fewest = [
      market("ABC/BTC", "0.001"),
      market("ABC/XYZ", "2"),
      market("XYZ/BTC", "0.0005", { halfSpread: 0 }),
      market("BTC/USD", "50000"),
    ];
    expect(price(fewest, "ABC")).toMatchObject({ price: "50", path: ["ABC/BTC", "BTC/USD"] });
    const spread = [
      market("ABC/BTC", "0.001", { halfSpread: 0.01 }),
      market("ABC/ETH", "0.02", { halfSpread: 0.001 }),
      market("BTC/USD", "50000"),
      market("ETH/USD", "2500"),
    ];
    expect(price(spread, "ABC")).toMatchObject({ path: ["ABC/ETH", "ETH/USD"] });
    const name = spread.map((one) => ({ ...one, halfSpread: 0 }));
    expect(price(name, "ABC")).toMatchObject({ path: ["ABC/BTC", "BTC/USD"] });
    const three = [market("ABC/XYZ", "2"), market("XYZ/BTC", "0.0005"), market("BTC/USD", "50000")];
    expect(price(three, "ABC")).toMatchObject({ price: "50", path: ["ABC/XYZ", "XYZ/BTC", "BTC/USD"] });
    const four = [market("ABC/DEF", "1"), market("DEF/XYZ", "2"), ...three.slice(1)];
    expect(price(four, "ABC")).toBe("No path of at most 3 live markets leads from ABC to USD.");
  });

  it("counts only live venues while there is one, then what is young enough, flagged; a suspect never", () => {
    const lagging = market("BTC/USD", "90", { at: "a", state: "lagging", ageMs: 9_000 });
    const live = market("BTC/USD", "100", { at: "b", ageMs: 400 });
    const suspect = market("BTC/USD", "500", { at: "c", state: "suspect" });
    const old = market("BTC/USD", "80", { at: "d", state: "stale", ageMs: 60_001 });
    expect(price([lagging, live, suspect, old], "BTC")).toMatchObject({ price: "100", state: "live", ageMs: 400 });
    expect(price([lagging, suspect, old], "BTC")).toMatchObject({ price: "90", state: "lagging", ageMs: 9_000 });
    expect(price([suspect, old], "BTC")).toBe(
      "The newest price of BTC is far from the last ones and not confirmed yet.",
    );
    expect(price([old], "BTC")).toBe("No price of BTC is younger than 60 s.");
    expect(price([], "BTC")).toBe("No venue in use has a market of BTC.");
  });

  it("lies between the least and the greatest mid", () => {
    const cents = fc.integer({ min: 1, max: 1_000_000 }).map((value) => Decimal.of(BigInt(value), 2));
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 7 }), (mids) => {
        const markets = mids.map((mid, index) => market("BTC/USD", mid.toString(), { at: `v${index}` }));
        const found = computeConsensus(markets, asset("BTC"), asset("USD"));
        if (found.kind !== "price") throw new Error(found.reason);
        const [first = Decimal.ZERO, ...rest] = mids;
        expect(found.value.gte(Decimal.min(first, ...rest)) && found.value.lte(Decimal.max(first, ...rest))).toBe(true);
        expect(found.price.sources).toHaveLength(mids.length);
      }),
    );
  });

  it("does not depend on the order of the markets", () => {
    const markets = [
      market("ABC/BTC", "0.001"),
      market("ABC/ETH", "0.02"),
      market("BTC/USD", "50000", { at: "a" }),
      market("BTC/USDC", "50100", { at: "b" }),
      market("ETH/USD", "2500"),
      market("USDC/USD", "1.0001"),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(markets, { minLength: markets.length }), (shuffled) => {
        for (const of of ["ABC", "BTC", "USDC"]) {
          const [one, two] = [price(markets, of), price(shuffled, of)];
          if (typeof one === "string" || typeof two === "string") throw new Error("unresolved");
          expect([two.price, two.path]).toEqual([one.price, one.path]);
        }
      }),
    );
  });
});
