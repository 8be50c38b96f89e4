// Which columns and types does Schwabot's own file of transactions have?
import type { Transaction } from "#shared/domain/transaction.ts";

/** In the order in which they are written. */
export const OWN_COLUMNS = [
  "timestamp",
  "type",
  "asset",
  "quantity",
  "quote",
  "price",
  "fee",
  "fee_asset",
  "account",
  "id",
  "venue_ref",
  "label",
  "note",
] as const;
/** Without these a row says nothing; the others may be missing. */
export const OWN_REQUIRED = ["timestamp", "type", "asset", "quantity"] as const;

interface Kind {
  readonly type: Transaction["type"];
  readonly side: Transaction["side"];
}

/** `…_in` and `…_out`: what a reconciliation found or lost, and a move between own accounts of which only one side is told. */
export const OWN_TYPES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["buy", { type: "trade", side: "buy" }],
  ["sell", { type: "trade", side: "sell" }],
  ["deposit", { type: "deposit", side: null }],
  ["withdrawal", { type: "withdrawal", side: null }],
  ["reward", { type: "reward", side: null }],
  ["transfer", { type: "transfer", side: null }],
  ["transfer_in", { type: "transfer", side: "buy" }],
  ["transfer_out", { type: "transfer", side: "sell" }],
  ["fee", { type: "fee", side: null }],
  ["adjustment_in", { type: "adjustment", side: "buy" }],
  ["adjustment_out", { type: "adjustment", side: "sell" }],
]);

/** The word that stands in the column `type`. A type that has a direction and does not tell it comes in. */
export function ownTypeOf({ type, side }: Kind): string {
  const words = [...OWN_TYPES].filter(([, kind]) => kind.type === type);
  const found = words.find(([, kind]) => kind.side === side) ?? words[0];
  return found?.[0] ?? type;
}
