// What does one pass over a portfolio cost in each arithmetic? Value, band, lot, minimum and fee of every asset, inputs parsed.
// The Float64 form is the floor: typed arrays, no objects. The exact form is the product's `Decimal`, decimal.js is the peer.
import { Decimal as Library } from "decimal.js";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";

const LOT_PLACES = 8;
const BAND = "0.0005";
const LEAST_NOTIONAL = "5";
const FEE = "0.001";

export interface PassResult {
  readonly orders: number;
  readonly turnover: string;
  readonly fees: string;
  /** Quantity of each order, in order. */
  readonly quantities: readonly string[];
}

export interface OnePass {
  run(): void;
  result(): PassResult;
}

interface Row {
  readonly quantity: string;
  readonly price: string;
  readonly weight: string;
}

export const ONE_PASS: Readonly<Record<string, (inputs: readonly PlannerInput[]) => OnePass>> = {
  float64: (inputs) => floatPass(inputs.map(rowsOf)),
  exact: (inputs) => exactPass(inputs.map(rowsOf)),
  "decimal.js": (inputs) => libraryPass(inputs.map(rowsOf)),
};

function rowsOf(input: PlannerInput): readonly Row[] {
  const balances = ensure(input.accounts[0], "account").balances;
  return Object.entries(input.targets).map(([asset, weight]) => ({
    quantity: ensure(
      balances.find((balance) => balance.asset === asset),
      asset,
    ).free,
    price: ensure(
      Object.entries(input.prices).find(([name]) => name === asset),
      asset,
    )[1],
    weight,
  }));
}

function floatPass(profiles: readonly (readonly Row[])[]): OnePass {
  const band = Number(BAND);
  const least = Number(LEAST_NOTIONAL);
  const fee = Number(FEE);
  const lots = 10 ** LOT_PLACES;
  const columns = profiles.map((rows) => ({
    quantity: Float64Array.from(rows, (row) => Number(row.quantity)),
    price: Float64Array.from(rows, (row) => Number(row.price)),
    weight: Float64Array.from(rows, (row) => Number(row.weight)),
    order: new Float64Array(rows.length),
  }));
  let orders = 0;
  let turnover = 0;
  let fees = 0;
  return {
    run() {
      orders = 0;
      turnover = 0;
      fees = 0;
      for (const { quantity, price, weight, order } of columns) {
        let total = 0;
        for (let index = 0; index < price.length; index += 1) total += at(quantity, index) * at(price, index);
        for (let index = 0; index < price.length; index += 1) {
          order[index] = 0;
          const change = at(weight, index) * total - at(quantity, index) * at(price, index);
          if (Math.abs(change) <= band * total) continue;
          const units = Math.floor((Math.abs(change) / at(price, index)) * lots) / lots;
          const notional = units * at(price, index);
          if (notional < least) continue;
          order[index] = units;
          orders += 1;
          turnover += notional;
          fees += notional * fee;
        }
      }
    },
    result: () => ({
      orders,
      turnover: String(turnover),
      fees: String(fees),
      quantities: columns.flatMap(({ order }) => [...order].filter((units) => units > 0).map(String)),
    }),
  };
}

/** Within the array by the loop's own bound. */
function at(column: Float64Array, index: number): number {
  return column[index] as number;
}

function exactPass(profiles: readonly (readonly Row[])[]): OnePass {
  const band = Decimal.parse(BAND);
  const least = Decimal.parse(LEAST_NOTIONAL);
  const fee = Decimal.parse(FEE);
  const parsed = profiles.map((rows) =>
    rows.map((row) => ({
      quantity: Decimal.parse(row.quantity),
      price: Decimal.parse(row.price),
      weight: Decimal.parse(row.weight),
    })),
  );
  let quantities: Decimal[] = [];
  let turnover = Decimal.ZERO;
  let fees = Decimal.ZERO;
  return {
    run() {
      quantities = [];
      turnover = Decimal.ZERO;
      fees = Decimal.ZERO;
      for (const rows of parsed) {
        let total = Decimal.ZERO;
        for (const { quantity, price } of rows) total = total.add(quantity.mul(price));
        const width = band.mul(total);
        for (const { quantity, price, weight } of rows) {
          const change = weight.mul(total).sub(quantity.mul(price)).abs();
          if (change.lte(width)) continue;
          const units = change.div(price, LOT_PLACES, "down");
          const notional = units.mul(price);
          if (notional.lt(least)) continue;
          quantities.push(units);
          turnover = turnover.add(notional);
          fees = fees.add(notional.mul(fee));
        }
      }
    },
    result: () => ({
      orders: quantities.length,
      turnover: turnover.toString(),
      fees: fees.toString(),
      quantities: quantities.map(String),
    }),
  };
}

function libraryPass(profiles: readonly (readonly Row[])[]): OnePass {
  const Big = Library.clone({ precision: 60, toExpNeg: -60, toExpPos: 60 });
  const band = new Big(BAND);
  const least = new Big(LEAST_NOTIONAL);
  const fee = new Big(FEE);
  const parsed = profiles.map((rows) =>
    rows.map((row) => ({ quantity: new Big(row.quantity), price: new Big(row.price), weight: new Big(row.weight) })),
  );
  let quantities: Library[] = [];
  let turnover = new Big(0);
  let fees = new Big(0);
  return {
    run() {
      quantities = [];
      turnover = new Big(0);
      fees = new Big(0);
      for (const rows of parsed) {
        let total = new Big(0);
        for (const { quantity, price } of rows) total = total.plus(quantity.times(price));
        const width = band.times(total);
        for (const { quantity, price, weight } of rows) {
          const change = weight.times(total).minus(quantity.times(price)).abs();
          if (change.lte(width)) continue;
          const units = change.div(price).toDecimalPlaces(LOT_PLACES, Library.ROUND_DOWN);
          const notional = units.times(price);
          if (notional.lt(least)) continue;
          quantities.push(units);
          turnover = turnover.plus(notional);
          fees = fees.plus(notional.times(fee));
        }
      }
    },
    result: () => ({
      orders: quantities.length,
      turnover: turnover.toFixed(),
      fees: fees.toFixed(),
      quantities: quantities.map((units) => units.toFixed()),
    }),
  };
}
