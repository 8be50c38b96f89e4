// What did each open lot cost a unit, and what has it gained at today's price?
import type { Lot } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";

/** Exact decimals; null where the cost or the price is not known. */
export interface LotRow {
  readonly id: string;
  readonly lot: Lot;
  readonly unitCost: string | null;
  readonly gain: string | null;
}

export interface LotTotals {
  readonly quantity: string;
  readonly unitCost: string | null;
  readonly cost: string | null;
  readonly gain: string | null;
}

/** More digits than are ever shown; the lot itself keeps its cost whole. */
const UNIT_SCALE = 12;

export function toLotRows(lots: readonly Lot[], price: string | null): readonly LotRow[] {
  return lots.map((lot) => ({
    id: `${lot.transactionId} ${lot.accountId}`,
    lot,
    unitCost: unitCost(lot.quantity, lot.cost),
    gain: gainOf(lot, price),
  }));
}

function unitCost(quantity: string, cost: string | null): string | null {
  const units = Decimal.parse(quantity);
  if (cost === null || units.isZero) return null;
  return Decimal.parse(cost).div(units, UNIT_SCALE, "halfEven").toString();
}

function gainOf({ quantity, cost }: Lot, price: string | null): string | null {
  if (price === null || cost === null) return null;
  return Decimal.parse(quantity).mul(Decimal.parse(price)).sub(Decimal.parse(cost)).toString();
}

/** One unknown part makes its sum unknown. */
export function lotTotals(rows: readonly LotRow[]): LotTotals {
  const quantity = Decimal.sum(rows.map(({ lot }) => Decimal.parse(lot.quantity))).toString();
  const cost = sumOf(rows.map(({ lot }) => lot.cost));
  return { quantity, cost, unitCost: unitCost(quantity, cost), gain: sumOf(rows.map(({ gain }) => gain)) };
}

function sumOf(parts: readonly (string | null)[]): string | null {
  const known = parts.flatMap((part) => (part === null ? [] : [Decimal.parse(part)]));
  return known.length < parts.length ? null : Decimal.sum(known).toString();
}
