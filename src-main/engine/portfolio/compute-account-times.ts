// When did an account's entries begin to be told, by whom, and how far?
import type { AccountId } from "#shared/domain/ids.ts";
import { type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { isOpening } from "./compute-openings.ts";

interface Times {
  /** Of any entry, of a trade that the venue or the execution told, and of an opening balance; null where there is none. */
  newest: UnixMs;
  newestFill: UnixMs | null;
  opened: UnixMs | null;
}

/** Newest times by account, of all that was ever entered; kept as entries come in any order, so that asking costs nothing. */
export class AccountTimes {
  readonly #accounts = new Map<AccountId, Times>();

  note(entry: Transaction): void {
    const { accountId, ts, type, source } = entry;
    let times = this.#accounts.get(accountId);
    if (times === undefined) {
      times = { newest: ts, newestFill: null, opened: null };
      this.#accounts.set(accountId, times);
    }
    times.newest = later(times.newest, ts);
    if (type === "trade" && (source === "venue" || source === "execution"))
      times.newestFill = later(times.newestFill, ts);
    if (isOpening(entry)) times.opened = later(times.opened, ts);
  }

  /** Null for an account of which nothing is in the books. */
  of(accountId: AccountId): Readonly<Times> | null {
    return this.#accounts.get(accountId) ?? null;
  }

  /**
   * From when on an account's fills are to be read: what its opening balance holds already is not read again, and what a file or a
   * person told says nothing of what the venue was asked for. `overlapMs`: how much of what is known is read again.
   */
  fillsSince(accountId: AccountId, overlapMs: DurationMs): UnixMs | null {
    const times = this.of(accountId);
    if (times === null) return null;
    const { newest, newestFill, opened } = times;
    const known = newestFill ?? (opened === null ? newest : 0);
    return unixMs(Math.max(0, known - overlapMs, opened === null ? 0 : opened + 1));
  }
}

function later(first: UnixMs | null, second: UnixMs): UnixMs {
  return first !== null && first > second ? first : second;
}
