// What would the same planner cost on 64-bit floats? Stands in for the exact `Decimal`: same methods, rounded results.
import * as exact from "#shared/domain/decimal.ts";

export const decimalStringSchema = exact.decimalStringSchema;
export const nonNegativeDecimalSchema = exact.nonNegativeDecimalSchema;
export const isNonNegativeDecimal = exact.isNonNegativeDecimal;

export class Decimal {
  static readonly ZERO: Decimal = new Decimal(0);
  static readonly ONE: Decimal = new Decimal(1);
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  static of(coefficient: bigint, scale: number): Decimal {
    return new Decimal(Number(coefficient) / 10 ** scale);
  }
  static fromInteger(value: number): Decimal {
    return new Decimal(value);
  }
  static parse(text: string): Decimal {
    return new Decimal(Number(text));
  }
  static min(first: Decimal, ...rest: readonly Decimal[]): Decimal {
    return rest.reduce((least, value) => (value.value < least.value ? value : least), first);
  }
  static max(first: Decimal, ...rest: readonly Decimal[]): Decimal {
    return rest.reduce((most, value) => (value.value > most.value ? value : most), first);
  }
  static sum(values: Iterable<Decimal>): Decimal {
    let total = 0;
    for (const { value } of values) total += value;
    return new Decimal(total);
  }

  add(other: Decimal): Decimal {
    return new Decimal(this.value + other.value);
  }
  sub(other: Decimal): Decimal {
    return new Decimal(this.value - other.value);
  }
  mul(other: Decimal): Decimal {
    return new Decimal(this.value * other.value);
  }
  div(other: Decimal, scale: number, rounding: exact.Rounding): Decimal {
    return new Decimal(this.value / other.value).roundTo(scale, rounding);
  }
  roundTo(scale: number, rounding: exact.Rounding): Decimal {
    // Beyond a float's own digits there is nothing left to round.
    if (scale > 12) return this;
    const unit = 10 ** scale;
    return new Decimal(whole(this.value * unit, rounding) / unit);
  }
  roundToStep(step: Decimal, rounding: exact.Rounding): Decimal {
    return new Decimal(whole(this.value / step.value, rounding) * step.value);
  }
  isMultipleOf(step: Decimal): boolean {
    return Number.isInteger(this.value / step.value);
  }
  neg(): Decimal {
    return new Decimal(-this.value);
  }
  abs(): Decimal {
    return new Decimal(Math.abs(this.value));
  }
  cmp(other: Decimal): number {
    return this.value - other.value;
  }
  eq(other: Decimal): boolean {
    return this.value === other.value;
  }
  lt(other: Decimal): boolean {
    return this.value < other.value;
  }
  lte(other: Decimal): boolean {
    return this.value <= other.value;
  }
  gt(other: Decimal): boolean {
    return this.value > other.value;
  }
  gte(other: Decimal): boolean {
    return this.value >= other.value;
  }
  get isZero(): boolean {
    return this.value === 0;
  }
  get isPositive(): boolean {
    return this.value > 0;
  }
  get isNegative(): boolean {
    return this.value < 0;
  }
  /** Asked for whole numbers only. */
  get coefficient(): bigint {
    return BigInt(Math.trunc(this.value));
  }
  toString(): string {
    return String(this.value);
  }
}

export function decimal(text: string): Decimal {
  return Decimal.parse(text);
}

function whole(value: number, rounding: exact.Rounding): number {
  switch (rounding) {
    case "down":
      return Math.trunc(value);
    case "up":
      return value < 0 ? Math.floor(value) : Math.ceil(value);
    case "floor":
      return Math.floor(value);
    case "ceil":
      return Math.ceil(value);
    case "halfEven":
      return Math.round(value);
  }
}
