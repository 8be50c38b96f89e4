// How are very many entries told by year and month, so that a person still finds the one that matters?

import type { Derivation } from "#shared/domain/derivation.ts";
import type { TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { Effects } from "./compute-book-effects.ts";
import { derive, leaf, unlisted } from "./compute-derivation.ts";

const DAY_LENGTH = 10;
const MONTH_LENGTH = 7;
const YEAR_LENGTH = 4;

/** The sum of effects by UTC year, month and entry: the newest `most` (at most `MOST_LISTED`) one by one, those before them in one line. */
export function deriveFromEntries(
  label: string,
  effects: Effects,
  options: { readonly most: number; readonly entryOf: (id: TransactionId) => Transaction | null },
): Derivation {
  const from = Math.max(0, effects.length - options.most);
  const listed = Array.from({ length: effects.length - from }, (_, index) => {
    const { id, ts, value } = effects.at(from + index);
    const day = new Date(ts).toISOString().slice(0, DAY_LENGTH);
    const entry = options.entryOf(id);
    return {
      day,
      node: leaf(`${day} ${entry === null ? id : entryText(entry)}`, value, { kind: "transaction", id, ts }),
    };
  });
  const years = groupBy(listed, YEAR_LENGTH).map(([year, ofYear]) => {
    const months = groupBy(ofYear, MONTH_LENGTH).map(([month, ofMonth]) =>
      derive(
        month,
        "sum",
        ofMonth.map(({ node }) => node),
      ),
    );
    return derive(year, "sum", months);
  });
  if (from === 0) return derive(label, "sum", years);
  const last = new Date(effects.timeOf(from - 1)).toISOString().slice(0, DAY_LENGTH);
  return derive(label, "sum", [unlisted(`Until ${last}`, effects.sumOf(from), from), ...years]);
}

/** Neighbours of one year or month together. */
function groupBy<T extends { readonly day: string }>(
  rows: readonly T[],
  length: number,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = row.day.slice(0, length);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups];
}

const WORDS = {
  deposit: "Deposit of",
  withdrawal: "Withdrawal of",
  reward: "Reward of",
  fee: "Fee of",
  transfer: "Transfer of",
  adjustment: "Adjustment of",
} as const satisfies Record<Exclude<Transaction["type"], "trade">, string>;

function entryText({ type, side, quantity, asset, price, quote }: Transaction): string {
  const units = `${quantity} ${asset}`;
  if (type === "trade") {
    const at = price === null || quote === null ? "" : ` at ${price} ${quote}`;
    return `${side === "sell" ? "Sale" : "Purchase"} of ${units}${at}`;
  }
  const sign = side === "sell" ? "-" : "";
  return `${WORDS[type]} ${sign}${units}`;
}
