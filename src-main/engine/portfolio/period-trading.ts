// What was traded in a period, and what did it cost in fees? Very many entries are gone through in steps, so that nothing waits for them.
import { TradingSums } from "#engine/returns/compute-trading.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** Some hundredths of a second. */
const ENTRIES_AT_ONCE = 20_000;

export interface TradedEntries {
  readonly length: number;
  /** Oldest first. */
  at(index: number): Transaction | undefined;
}

/** Over the entries after `from` up to `until`, as they are when this is called. `pause` lets others have their turn. */
export async function sumTrading(
  entries: TradedEntries,
  currency: Asset,
  { from, until }: { readonly from: UnixMs; readonly until: UnixMs },
  pause: () => Promise<void>,
): Promise<TradingSums> {
  const sums = new TradingSums(currency);
  const end = countUpTo(entries, until);
  for (let index = countUpTo(entries, from), done = 1; index < end; index += 1, done += 1) {
    const entry = entries.at(index);
    if (entry === undefined) break;
    sums.add(entry);
    if (done % ENTRIES_AT_ONCE === 0) await pause();
  }
  return sums;
}

/** How many are not later than `ts`. */
function countUpTo(entries: TradedEntries, ts: UnixMs): number {
  let low = 0;
  for (let high = entries.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((entries.at(middle)?.ts ?? ts) <= ts) low = middle + 1;
    else high = middle;
  }
  return low;
}
