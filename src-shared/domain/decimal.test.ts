import DecimalJs from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Decimal,
  decimal,
  decimalString,
  decimalStringSchema,
  isNonNegativeDecimal,
  nonNegativeDecimalSchema,
  type Rounding,
} from "./decimal.ts";

const Oracle = DecimalJs.clone({ precision: 400, toExpNeg: -400, toExpPos: 400, minE: -9e15, maxE: 9e15 });
const MODES: Readonly<Record<Rounding, DecimalJs.Rounding>> = {
  down: DecimalJs.ROUND_DOWN,
  up: DecimalJs.ROUND_UP,
  floor: DecimalJs.ROUND_FLOOR,
  ceil: DecimalJs.ROUND_CEIL,
  halfEven: DecimalJs.ROUND_HALF_EVEN,
};
const roundings = Object.keys(MODES) as Rounding[];
const RUNS = { numRuns: 1_000 };

const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
const texts = fc
  .tuple(fc.boolean(), digits(24), fc.option(digits(18)))
  .map(([negative, whole, fraction]) => `${negative ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}`);
/** Few digits, so that halves, equal values and exact multiples happen. */
const near = fc
  .tuple(fc.integer({ min: -5_000, max: 5_000 }), fc.nat(4))
  .map(([value, scale]) => Decimal.of(BigInt(value), scale).toString());
const numbers = fc.oneof(texts, near);
const places = fc.nat(24);
const rounding = fc.constantFrom(...roundings);
const shown = (value: DecimalJs) => (value.isZero() ? "0" : value.toFixed());

describe("text", () => {
  it.each([
    ["0", "0"],
    ["-0", "0"],
    ["-0.000", "0"],
    ["007", "7"],
    ["1.50", "1.5"],
    ["100", "100"],
    ["-12.3400", "-12.34"],
    ["1e-8", "0.00000001"],
    ["1E+3", "1000"],
    ["-2.5e2", "-250"],
    ["2.5e-2", "0.025"],
    ["0.1e1", "1"],
  ])("reads %s as %s", (given, text) => expect(decimal(given).toString()).toBe(text));

  it.each(
    [
      [
        "",
        " ",
        "1 ",
        " 1",
        "+1",
        ".5",
        "5.",
        "1,5",
        "1_000",
        "0x10",
        "NaN",
        "Infinity",
        "-",
        "--1",
        "1e",
        "1e1.5",
        "1e1000",
      ],
      ["١", "１", "1\n", "1\u0000", "1.2.3", "e5", "null", "[object Object]", "9".repeat(97)],
    ].flat(),
  )("refuses %j", (hostile) => {
    expect(Decimal.tryParse(hostile)).toBeUndefined();
    expect(() => Decimal.parse(hostile)).toThrow(RangeError);
  });

  it("takes for zero or more exactly what the schema takes", () => {
    const nearly = fc.stringMatching(/^-?[0-9]{0,3}\.?[0-9]{0,3}e?$/);
    fc.assert(
      fc.property(fc.oneof(texts, nearly, fc.string(), fc.nat(), digits(97)), (value) => {
        expect(isNonNegativeDecimal(value)).toBe(nonNegativeDecimalSchema.safeParse(value).success);
      }),
      RUNS,
    );
  });

  it("names the text it refuses, cut to a length that can be shown", () => {
    expect(() => decimal("abc")).toThrow('Not a decimal number: "abc"');
    expect(() => decimal("x".repeat(10_000))).toThrow(/^Not a decimal number: "x{96}"$/);
  });

  it("survives any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (text) => {
        const parsed = Decimal.tryParse(text);
        if (parsed !== undefined) expect(parsed.toString()).toBe(shown(new Oracle(text)));
      }),
      RUNS,
    );
  });

  it("comes back as it went, in its shortest form", () => {
    fc.assert(
      fc.property(numbers, (text) => {
        const value = decimal(text);
        expect(value.toString()).toBe(shown(new Oracle(text)));
        expect(decimal(value.toString()).eq(value)).toBe(true);
        expect(JSON.stringify({ value })).toBe(`{"value":"${value}"}`);
        expect(decimalStringSchema.safeParse(value.toString()).success).toBe(true);
        expect(nonNegativeDecimalSchema.safeParse(value.toString()).success).toBe(!value.isNegative);
        expect(decimalString(text)).toBe(value.toString());
      }),
      RUNS,
    );
  });

  it("reads exponents as decimal.js does", () => {
    fc.assert(
      fc.property(near, fc.integer({ min: -300, max: 300 }), (text, exponent) => {
        expect(decimal(`${text}e${exponent}`).toString()).toBe(shown(new Oracle(`${text}e${exponent}`)));
      }),
      RUNS,
    );
  });

  it("takes no exponent and no sign on the wire", () => {
    for (const text of ["1e5", "+1", "", "1.", "9".repeat(97)])
      expect(decimalStringSchema.safeParse(text).success).toBe(false);
    expect(nonNegativeDecimalSchema.safeParse("-1").success).toBe(false);
  });
});

describe("arithmetic equals decimal.js digit for digit", () => {
  it("adds, subtracts, multiplies, negates and compares", () => {
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        const [a, b, x, y] = [decimal(left), decimal(right), new Oracle(left), new Oracle(right)];
        expect(a.add(b).toString()).toBe(shown(x.plus(y)));
        expect(a.sub(b).toString()).toBe(shown(x.minus(y)));
        expect(a.mul(b).toString()).toBe(shown(x.times(y)));
        expect(a.neg().toString()).toBe(shown(x.negated()));
        expect(a.abs().toString()).toBe(shown(x.abs()));
        expect(a.cmp(b)).toBe(x.cmp(y));
        expect([a.eq(b), a.lt(b), a.lte(b), a.gt(b), a.gte(b)]).toEqual([
          x.eq(y),
          x.lt(y),
          x.lte(y),
          x.gt(y),
          x.gte(y),
        ]);
        expect([a.isZero, a.isPositive, a.isNegative]).toEqual([x.isZero(), x.gt(0), x.lt(0)]);
        expect(Decimal.min(a, b).toString()).toBe(shown(Oracle.min(x, y)));
        expect(Decimal.max(a, b).toString()).toBe(shown(Oracle.max(x, y)));
        expect(Decimal.sum([a, b, a]).toString()).toBe(shown(x.plus(y).plus(x)));
      }),
      RUNS,
    );
  });

  it("divides to any place in any direction", () => {
    fc.assert(
      fc.property(numbers, numbers, places, rounding, (left, right, scale, mode) => {
        fc.pre(!decimal(right).isZero);
        const quotient = decimal(left).div(decimal(right), scale, mode);
        expect(quotient.toString()).toBe(shown(new Oracle(left).div(right).toDecimalPlaces(scale, MODES[mode])));
      }),
      RUNS,
    );
  });

  it("rounds to any place in any direction, halves to even among them", () => {
    fc.assert(
      fc.property(numbers, fc.nat(6), rounding, (text, scale, mode) => {
        const expected = new Oracle(text).toDecimalPlaces(scale, MODES[mode]);
        expect(decimal(text).roundTo(scale, mode).toString()).toBe(shown(expected));
        const fixed = expected.isZero() ? expected.abs() : expected;
        expect(decimal(text).toFixed(scale, mode)).toBe(fixed.toFixed(scale));
      }),
      RUNS,
    );
    const half = (text: string) => decimal(text).roundTo(0, "halfEven").toString();
    expect(["0.5", "1.5", "2.5", "-0.5", "-1.5", "2.51"].map(half)).toEqual(["0", "2", "2", "0", "-2", "3"]);
  });

  it("rounds to steps, and knows their multiples", () => {
    const step = fc
      .tuple(fc.integer({ min: 1, max: 500 }), fc.nat(9))
      .map(([size, scale]) => Decimal.of(BigInt(size), scale));
    fc.assert(
      fc.property(numbers, step, rounding, (text, size, mode) => {
        const rounded = decimal(text).roundToStep(size, mode);
        const expected = new Oracle(text).div(size.toString()).toDecimalPlaces(0, MODES[mode]).times(size.toString());
        expect(rounded.toString()).toBe(shown(expected));
        expect(rounded.isMultipleOf(size)).toBe(true);
        expect(decimal(text).isMultipleOf(size)).toBe(new Oracle(text).mod(size.toString()).isZero());
      }),
      RUNS,
    );
  });
});

describe("what has no answer", () => {
  it("throws instead of guessing", () => {
    expect(() => Decimal.ONE.div(Decimal.ZERO, 2, "down")).toThrow("Division by zero");
    for (const step of ["0", "-1"]) {
      expect(() => Decimal.ONE.roundToStep(decimal(step), "down")).toThrow(RangeError);
      expect(() => Decimal.ONE.isMultipleOf(decimal(step))).toThrow(RangeError);
    }
    expect(() => Decimal.fromInteger(0.5)).toThrow(RangeError);
    expect(() => Decimal.fromInteger(2 ** 53)).toThrow(RangeError);
    expect(Decimal.fromInteger(-42).toString()).toBe("-42");
  });
});
