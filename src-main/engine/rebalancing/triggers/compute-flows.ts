// What came in from outside or went out, since when?
import type { EntryList } from "#engine/books/compute-entry-list.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";

export interface AssetFlow {
  readonly ts: UnixMs;
  readonly asset: Asset;
  /** Negative: it went out. */
  readonly quantity: Decimal;
  /** At the price of now, in the valuation currency. */
  readonly value: Decimal;
  readonly isCash: boolean;
}

/**
 * Deposits and withdrawals after `since`, the newest first. What an account held when it was first read is none, nor is a transfer between own accounts;
 * what has no price now has no value either and is left out.
 */
export function computeFlows(
  /** What counts. */
  entries: Pick<EntryList, "flows">,
  since: UnixMs,
  { positions }: Pick<Portfolio, "positions">,
): readonly AssetFlow[] {
  const flows: AssetFlow[] = [];
  for (const entry of entries.flows(unixMs(since + 1))) {
    if (entry.source === "opening" || (entry.type !== "deposit" && entry.type !== "withdrawal")) continue;
    const position = positions.find(({ asset }) => asset === entry.asset);
    if (position?.price === null || position === undefined || position.unresolved !== null) continue;
    const amount = Decimal.parse(entry.quantity);
    const quantity = entry.type === "deposit" ? amount : amount.neg();
    const { ts, asset } = entry;
    flows.push({ ts, asset, quantity, value: quantity.mul(Decimal.parse(position.price)), isCash: position.isCash });
  }
  return flows.reverse();
}
