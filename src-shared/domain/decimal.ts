// How are money, prices and quantities computed exactly?
// A value is `coefficient * 10^-scale` over BigInt: + - x are exact, division and rounding name their scale and direction.
import { z } from "zod";

/** Direction of a rounding. `down` is toward zero, `up` away from zero, `floor`/`ceil` toward minus/plus infinity. */
export type Rounding = "down" | "up" | "floor" | "ceil" | "halfEven";

const SCIENTIFIC = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/;
/** Longest text taken as a number: far beyond any coin's supply and precision, short enough that hostile input costs nothing. */
const MAX_LENGTH = 96;

/** A decimal number as text on the wire, on disk and over IPC: `-?digits[.digits]`, no exponent, no plus sign. */
export const decimalStringSchema = z
  .string()
  .max(MAX_LENGTH)
  .regex(/^-?\d+(\.\d+)?$/, 'expected a decimal number as text, like "0.25"')
  .brand<"DecimalString">();
export type DecimalString = z.infer<typeof decimalStringSchema>;

const NON_NEGATIVE = /^\d+(\.\d+)?$/;
/** A decimal number as text that is zero or more. */
export const nonNegativeDecimalSchema = z
  .string()
  .max(MAX_LENGTH)
  .regex(NON_NEGATIVE, 'expected a decimal number of zero or more as text, like "0.25"')
  .brand<"DecimalString">();

/** What {@link nonNegativeDecimalSchema} says of a value, cheap enough for every level of every book. */
export function isNonNegativeDecimal(value: unknown): value is DecimalString {
  return typeof value === "string" && value.length <= MAX_LENGTH && NON_NEGATIVE.test(value);
}

const ZERO_CODE = 48;
const NINE_CODE = 57;
const MINUS_CODE = 45;
const POINT_CODE = 46;
const SAFE_DIGITS = 15;

const powers: bigint[] = [1n];
function pow10(exponent: number): bigint {
  return powers[exponent] ?? growPowers(exponent);
}

function growPowers(exponent: number): bigint {
  for (let next = powers.length; next <= exponent; next += 1) powers.push((powers[next - 1] as bigint) * 10n);
  return powers[exponent] as bigint;
}

function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  // BigInt division cuts toward zero: no remainder is needed for that.
  const remainder = rounding === "down" ? 0n : numerator - quotient * denominator;
  if (remainder === 0n) return quotient;
  const negative = numerator < 0n !== denominator < 0n;
  const away = negative ? quotient - 1n : quotient + 1n;
  switch (rounding) {
    case "down":
      return quotient;
    case "up":
      return away;
    case "floor":
      return negative ? away : quotient;
    case "ceil":
      return negative ? quotient : away;
    case "halfEven": {
      const twice = (remainder < 0n ? -remainder : remainder) * 2n;
      const size = denominator < 0n ? -denominator : denominator;
      if (twice > size) return away;
      if (twice < size) return quotient;
      return quotient % 2n === 0n ? quotient : away;
    }
  }
}

/** An exact decimal number. Immutable. */
export class Decimal {
  static readonly ZERO: Decimal = new Decimal(0n, 0);
  static readonly ONE: Decimal = new Decimal(1n, 0);

  readonly coefficient: bigint;
  readonly scale: number;

  private constructor(coefficient: bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  /** `coefficient * 10^-scale`; scale is a whole number of zero or more. */
  static of(coefficient: bigint, scale: number): Decimal {
    return new Decimal(coefficient, scale);
  }

  /** Exact value of a whole number. Throws `RangeError` when it is not a safe integer. */
  static fromInteger(value: number): Decimal {
    if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number: ${value}`);
    return new Decimal(BigInt(value), 0);
  }

  /** Reads decimal text, also with an exponent (venues send `1e-8`). Throws `RangeError` naming the text. */
  static parse(text: string): Decimal {
    const parsed = Decimal.tryParse(text);
    if (parsed === undefined)
      throw new RangeError(`Not a decimal number: ${JSON.stringify(text.slice(0, MAX_LENGTH))}`);
    return parsed;
  }

  /** Like {@link Decimal.parse}, but `undefined` when the text is not a decimal number. */
  static tryParse(text: string): Decimal | undefined {
    if (text.length > MAX_LENGTH) return undefined;
    return Decimal.#parsePlain(text) ?? Decimal.#parseScientific(text);
  }

  /** Read digit by digit, without a pattern: most of what a plan or a feed costs is reading numbers. */
  static #parsePlain(text: string): Decimal | undefined {
    const start = text.charCodeAt(0) === MINUS_CODE ? 1 : 0;
    let point = -1;
    let value = 0;
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= ZERO_CODE && code <= NINE_CODE) value = value * 10 + (code - ZERO_CODE);
      else if (code === POINT_CODE && point === -1) point = at;
      else return undefined;
    }
    const whole = (point === -1 ? text.length : point) - start;
    const scale = point === -1 ? 0 : text.length - point - 1;
    if (whole === 0 || (point !== -1 && scale === 0)) return undefined;
    // So few digits are a whole number that a double holds exactly.
    const size =
      whole + scale <= SAFE_DIGITS
        ? BigInt(value)
        : BigInt(point === -1 ? text.slice(start) : text.slice(start, point) + text.slice(point + 1));
    return new Decimal(start === 1 ? -size : size, scale);
  }

  static #parseScientific(text: string): Decimal | undefined {
    const scientific = SCIENTIFIC.exec(text);
    if (scientific === null) return undefined;
    const fraction = scientific[3] ?? "";
    const size = BigInt(`${scientific[2]}${fraction}`);
    const signed = scientific[1] === "-" ? -size : size;
    // The exponent is at most three digits by the pattern, so a number is exact here.
    const scale = fraction.length - Number.parseInt(scientific[4] ?? "0", 10);
    return scale >= 0 ? new Decimal(signed, scale) : new Decimal(signed * pow10(-scale), 0);
  }

  static min(first: Decimal, ...rest: readonly Decimal[]): Decimal {
    let least = first;
    for (const value of rest) if (value.lt(least)) least = value;
    return least;
  }

  static max(first: Decimal, ...rest: readonly Decimal[]): Decimal {
    let most = first;
    for (const value of rest) if (value.gt(most)) most = value;
    return most;
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO;
    for (const value of values) total = total.add(value);
    return total;
  }

  add(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.coefficient + other.coefficient, this.scale);
    return this.scale > other.scale
      ? new Decimal(this.coefficient + other.coefficient * pow10(this.scale - other.scale), this.scale)
      : new Decimal(this.coefficient * pow10(other.scale - this.scale) + other.coefficient, other.scale);
  }

  sub(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.coefficient - other.coefficient, this.scale);
    return this.scale > other.scale
      ? new Decimal(this.coefficient - other.coefficient * pow10(this.scale - other.scale), this.scale)
      : new Decimal(this.coefficient * pow10(other.scale - this.scale) - other.coefficient, other.scale);
  }

  mul(other: Decimal): Decimal {
    return new Decimal(this.coefficient * other.coefficient, this.scale + other.scale);
  }

  /** Quotient to `scale` places. Throws `RangeError` on division by zero. */
  div(other: Decimal, scale: number, rounding: Rounding): Decimal {
    if (other.coefficient === 0n) throw new RangeError("Division by zero");
    const shift = scale + other.scale - this.scale;
    const quotient =
      shift >= 0
        ? divideRounded(this.coefficient * pow10(shift), other.coefficient, rounding)
        : divideRounded(this.coefficient, other.coefficient * pow10(-shift), rounding);
    return new Decimal(quotient, scale);
  }

  /** Rounded to `scale` places. */
  roundTo(scale: number, rounding: Rounding): Decimal {
    if (scale >= this.scale) return this;
    return new Decimal(divideRounded(this.coefficient, pow10(this.scale - scale), rounding), scale);
  }

  /** Rounded to a whole multiple of `step` (lot step, price tick). Throws `RangeError` unless step > 0. */
  roundToStep(step: Decimal, rounding: Rounding): Decimal {
    if (step.coefficient <= 0n) throw new RangeError("A step must be greater than zero");
    return this.div(step, 0, rounding).mul(step);
  }

  /** Whether the value is a whole multiple of `step`. Throws `RangeError` unless step > 0. */
  isMultipleOf(step: Decimal): boolean {
    if (step.coefficient <= 0n) throw new RangeError("A step must be greater than zero");
    return this.scale >= step.scale
      ? this.coefficient % (step.coefficient * pow10(this.scale - step.scale)) === 0n
      : (this.coefficient * pow10(step.scale - this.scale)) % step.coefficient === 0n;
  }

  neg(): Decimal {
    return new Decimal(-this.coefficient, this.scale);
  }

  abs(): Decimal {
    return this.coefficient < 0n ? this.neg() : this;
  }

  /** -1, 0 or 1. */
  cmp(other: Decimal): -1 | 0 | 1 {
    let left = this.coefficient;
    let right = other.coefficient;
    // Comparing makes no new number where the scales are equal.
    if (this.scale > other.scale) right *= pow10(this.scale - other.scale);
    else if (this.scale < other.scale) left *= pow10(other.scale - this.scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  eq(other: Decimal): boolean {
    return this.cmp(other) === 0;
  }
  lt(other: Decimal): boolean {
    return this.cmp(other) < 0;
  }
  lte(other: Decimal): boolean {
    return this.cmp(other) <= 0;
  }
  gt(other: Decimal): boolean {
    return this.cmp(other) > 0;
  }
  gte(other: Decimal): boolean {
    return this.cmp(other) >= 0;
  }

  get isZero(): boolean {
    return this.coefficient === 0n;
  }
  get isPositive(): boolean {
    return this.coefficient > 0n;
  }
  get isNegative(): boolean {
    return this.coefficient < 0n;
  }

  /** Shortest exact text: no exponent, no trailing zeros, no negative zero. */
  toString(): DecimalString {
    if (this.coefficient === 0n) return "0" as DecimalString;
    const text = plainText(this.coefficient, this.scale);
    if (this.scale === 0) return text;
    let end = text.length;
    while (text.charCodeAt(end - 1) === ZERO_CODE) end -= 1;
    if (text.charCodeAt(end - 1) === POINT_CODE) end -= 1;
    // A decimal number without its trailing zeros is one still.
    return text.slice(0, end) as DecimalString;
  }

  /** Text with exactly `scale` places, rounded as named. */
  toFixed(scale: number, rounding: Rounding): DecimalString {
    const rounded = this.roundTo(scale, rounding);
    return plainText(rounded.coefficient * pow10(scale - rounded.scale), scale);
  }

  toJSON(): DecimalString {
    return this.toString();
  }
}

// The text is built from digits here, so it is a DecimalString by construction.
function plainText(coefficient: bigint, scale: number): DecimalString {
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, "0");
  const cut = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return (negative ? `-${text}` : text) as DecimalString;
}

/** Short form of {@link Decimal.parse}. */
export function decimal(text: string): Decimal {
  return Decimal.parse(text);
}

/** Checks that text is a decimal and gives it its type, in its shortest form. Throws `RangeError`. */
export function decimalString(text: string): DecimalString {
  return Decimal.parse(text).toString();
}
