// What do a venue's lists say of one account, and as of when?
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** The account's open orders and its fills, read in this order: a fill between the two is in the second. */
export interface VenueLists {
  readonly open: readonly VenueOrder[];
  readonly fills: readonly Fill[];
}

/** The lists of one round over an account, so that look-ups of the same round need not read them again. */
export interface RoundLists extends VenueLists {
  /** From when on fills were asked for; null where none were. */
  readonly since: UnixMs | null;
  /** Before the first of them was asked for, by our clock. */
  readonly askedAt: UnixMs;
  /** The same by the venue's. */
  readonly venueTime: UnixMs;
}
