// What would the same planner cost on decimal.js? Stands in for the exact `Decimal`: same methods, 80 digits.
import { Decimal as Library } from "decimal.js";
import * as exact from "#shared/domain/decimal.ts";

export const decimalStringSchema = exact.decimalStringSchema;
export const nonNegativeDecimalSchema = exact.nonNegativeDecimalSchema;
export const isNonNegativeDecimal = exact.isNonNegativeDecimal;

/** Enough that no sum or product of the planner is cut. */
const Big = Library.clone({ precision: 80, toExpNeg: -90, toExpPos: 90 });

const ROUNDING: Readonly<Record<exact.Rounding, Library.Rounding>> = {
  down: Library.ROUND_DOWN,
  up: Library.ROUND_UP,
  floor: Library.ROUND_FLOOR,
  ceil: Library.ROUND_CEIL,
  halfEven: Library.ROUND_HALF_EVEN,
};

export class Decimal {
  static readonly ZERO: Decimal = new Decimal(new Big(0));
  static readonly ONE: Decimal = new Decimal(new Big(1));
  readonly value: Library;

  constructor(value: Library) {
    this.value = value;
  }

  static of(coefficient: bigint, scale: number): Decimal {
    return new Decimal(new Big(`${coefficient}e-${scale}`));
  }
  static fromInteger(value: number): Decimal {
    return new Decimal(new Big(value));
  }
  static parse(text: string): Decimal {
    return new Decimal(new Big(text));
  }
  static min(first: Decimal, ...rest: readonly Decimal[]): Decimal {
    return rest.reduce((least, value) => (value.lt(least) ? value : least), first);
  }
  static max(first: Decimal, ...rest: readonly Decimal[]): Decimal {
    return rest.reduce((most, value) => (value.gt(most) ? value : most), first);
  }
  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO;
    for (const value of values) total = total.add(value);
    return total;
  }

  add(other: Decimal): Decimal {
    return new Decimal(this.value.plus(other.value));
  }
  sub(other: Decimal): Decimal {
    return new Decimal(this.value.minus(other.value));
  }
  mul(other: Decimal): Decimal {
    return new Decimal(this.value.times(other.value));
  }
  div(other: Decimal, scale: number, rounding: exact.Rounding): Decimal {
    return new Decimal(this.value.div(other.value).toDecimalPlaces(scale, ROUNDING[rounding]));
  }
  roundTo(scale: number, rounding: exact.Rounding): Decimal {
    return new Decimal(this.value.toDecimalPlaces(scale, ROUNDING[rounding]));
  }
  roundToStep(step: Decimal, rounding: exact.Rounding): Decimal {
    return this.div(step, 0, rounding).mul(step);
  }
  isMultipleOf(step: Decimal): boolean {
    return this.value.mod(step.value).isZero();
  }
  neg(): Decimal {
    return new Decimal(this.value.neg());
  }
  abs(): Decimal {
    return new Decimal(this.value.abs());
  }
  cmp(other: Decimal): number {
    return this.value.cmp(other.value);
  }
  eq(other: Decimal): boolean {
    return this.value.eq(other.value);
  }
  lt(other: Decimal): boolean {
    return this.value.lt(other.value);
  }
  lte(other: Decimal): boolean {
    return this.value.lte(other.value);
  }
  gt(other: Decimal): boolean {
    return this.value.gt(other.value);
  }
  gte(other: Decimal): boolean {
    return this.value.gte(other.value);
  }
  get isZero(): boolean {
    return this.value.isZero();
  }
  get isPositive(): boolean {
    return this.value.gt(0);
  }
  get isNegative(): boolean {
    return this.value.lt(0);
  }
  /** Asked for whole numbers only. */
  get coefficient(): bigint {
    return BigInt(this.value.toFixed(0));
  }
  toString(): string {
    return this.value.toFixed();
  }
}

export function decimal(text: string): Decimal {
  return Decimal.parse(text);
}
