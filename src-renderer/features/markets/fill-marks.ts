// Where on the candles did this profile buy and sell?
import type { PriceMark } from "#renderer/charts/place-marks.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** Trades of the asset, at whichever venue: the price is everywhere nearly the same. */
export function toFillMarks(transactions: readonly Transaction[]): readonly PriceMark[] {
  return transactions.flatMap(({ id, ts, type, side }) =>
    type === "trade" && side !== null ? [{ id, time: ts, kind: side }] : [],
  );
}
