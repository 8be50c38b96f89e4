import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { assetColor, assetSlot } from "./asset-color.ts";
import { formatAxisValue } from "./format-axis.ts";
import { formatBasisPoints } from "./format-basis-points.ts";
import { formatDecimal, HIDDEN_AMOUNT, scaleOfStep, TRUE_MINUS, toneOf } from "./format-decimal.ts";
import { formatAmount, formatMoney, splitCents } from "./format-money.ts";
import { formatPercent, formatPercentCell } from "./format-percent.ts";
import { formatBand, formatPoints } from "./format-points.ts";
import { formatPrice } from "./format-price.ts";
import { formatQuantity } from "./format-quantity.ts";

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 18 }))
  .map(([coefficient, scale]) => Decimal.of(coefficient, scale));

describe("money", () => {
  it.each([
    ["248315.68", {}, "$248,315.68"],
    ["2451.01", { sign: "always" }, "+$2,451.01"],
    ["-318.4", { sign: "always" }, "\u2212$318.40"],
    ["0", { sign: "always" }, "$0.00"],
    ["-0.004", { sign: "always" }, "$0.00"],
    ["0.125", {}, "$0.12"],
    ["0.135", {}, "$0.14"],
    ["123456789012345678901234567890.995", {}, "$123,456,789,012,345,678,901,234,567,891.00"],
    ["1204.18", { currency: "CHF" }, "1,204.18 CHF"],
    ["26107.14", { scale: 0 }, "$26,107"],
    ["5", { hidden: true }, HIDDEN_AMOUNT],
  ] as const)("writes %s as %s", (amount, format, text) => {
    expect(formatMoney(amount, format)).toBe(text);
  });
  it("says in words that a value is missing, also in privacy mode", () => {
    expect(formatMoney(undefined)).toBe("no value");
    expect(formatMoney(undefined, { hidden: true, absent: "no price" })).toBe("no price");
  });
  it("leaves the symbol to the table's head", () => {
    expect(formatAmount("-764.64", { sign: "always" })).toBe("\u2212764.64");
  });
  it("splits the cents off", () => {
    expect(splitCents("$248,315.68")).toEqual(["$248,315", ".68"]);
    expect(splitCents(HIDDEN_AMOUNT)).toEqual([HIDDEN_AMOUNT, ""]);
  });
  it("refuses what is not a number instead of guessing", () => {
    expect(() => formatMoney("12,5")).toThrow(RangeError);
  });
});

describe("any decimal", () => {
  it("reads back as the exactly rounded value", () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 10 }), (value, scale) => {
        const text = formatDecimal(value, { scale, sign: "always" });
        const plain = text.replaceAll(",", "").replace("+", "").replace(TRUE_MINUS, "-");
        expect(Decimal.parse(plain).eq(value.roundTo(scale, "halfEven"))).toBe(true);
      }),
    );
  });
  it("has a sign exactly when it is not zero as shown", () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 6 }), (value, scale) => {
        const text = formatDecimal(value, { scale, sign: "always" });
        const tone = toneOf(value, scale);
        expect(text.startsWith("+")).toBe(tone === "gain");
        expect(text.startsWith(TRUE_MINUS)).toBe(tone === "loss");
        expect(text).not.toContain("-");
      }),
    );
  });
});

describe("prices and quantities", () => {
  it.each([
    ["97412.5", "0.01", "97,412.50"],
    ["0.7418", "0.0001", "0.7418"],
    ["3286.4", "5", "3,286"],
    ["3286.4", undefined, "3,286.40"],
    ["0.00001234", undefined, "0.000012340"],
    ["1", undefined, "1.0000"],
  ])("writes price %s at tick %s as %s", (price, tick, text) => {
    expect(formatPrice(price, tick)).toBe(text);
  });
  it("never writes a missing price as a number", () => {
    expect(formatPrice(undefined, "0.01")).toBe("no price");
  });
  it.each([
    ["26.5149", { step: "0.001", asset: "SOL" }, "26.514 SOL"],
    ["1.08592", {}, "1.08592"],
    ["20637.12", {}, "20,637.12"],
    ["0.033340", {}, "0.0333400"],
    ["9741.2", { step: "1" }, "9,741"],
    ["5", { hidden: true }, HIDDEN_AMOUNT],
  ] as const)("writes quantity %s as %s", (quantity, format, text) => {
    expect(formatQuantity(quantity, format)).toBe(text);
  });
  it("never shows more than there is", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        const shown = Decimal.parse(formatQuantity(value.abs(), { step: "0.0001" }).replaceAll(",", ""));
        expect(shown.lte(value.abs())).toBe(true);
      }),
    );
  });
  it.each([
    ["0.010", 2],
    ["1", 0],
    ["0.00000001", 8],
    ["10", 0],
  ])("a step of %s has %i digits", (step, scale) => {
    expect(scaleOfStep(step)).toBe(scale);
  });
});

describe("shares", () => {
  it("writes percent, weights, points, bands and basis points", () => {
    expect(formatPercent("0.01", { sign: "always" })).toBe("+1.00%");
    expect(formatPercentCell("0.426", { scale: 1 })).toBe("42.6");
    expect(formatPoints("0.0362")).toBe("+3.6");
    expect(formatPoints("-0.0129")).toBe("\u22121.3");
    expect(formatPoints("0.0004")).toBe("0.0");
    expect(formatBand("0.02")).toBe("\u00b12.0");
    expect(formatBasisPoints("0.002086")).toBe("20.9 bp");
    expect(formatPercent(undefined)).toBe("n/a");
  });
});

describe("axis labels", () => {
  it.each([
    [250_000, 10_000, "250 k"],
    [1_250, 50, "1,250"],
    [12_500_000, 500_000, "12.5 m"],
    [0.25, 0.05, "0.25"],
    [-4_000, 1_000, "\u22124,000"],
    [0, 500, "0"],
  ])("writes %d with step %d as %s", (value, step, text) => {
    expect(formatAxisValue(value, step)).toBe(text);
  });
});

describe("asset colors", () => {
  it("keeps a slot for ever and gives every name one of ten", () => {
    expect(["BTC", "ETH", "SOL", "XRP", "USDC"].map(assetSlot)).toEqual([1, 2, 3, 6, 10]);
    expect(assetColor("SOL")).toBe("var(--cat-3)");
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), (asset) => {
        expect(assetSlot(asset)).toBeGreaterThanOrEqual(1);
        expect(assetSlot(asset)).toBeLessThanOrEqual(10);
        expect(assetSlot(asset)).toBe(assetSlot(asset));
      }),
    );
  });
  it("knows no name by accident of the language", () => {
    expect(assetSlot("constructor")).toBeGreaterThanOrEqual(1);
  });
});
