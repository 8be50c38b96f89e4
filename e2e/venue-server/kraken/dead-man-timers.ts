// When does Kraken cancel the orders of an account of which nothing is heard any more?
import type { UnixMs } from "#shared/domain/time.ts";
import type { VenueAccount } from "../core/venue-account.ts";

/** The accounts' timers. They run on the venue's clock and are seen at the next call. */
export class KrakenTimers {
  readonly #due = new Map<VenueAccount, UnixMs>();

  set(account: VenueAccount, due: UnixMs | null): void {
    if (due === null) this.#due.delete(account);
    else this.#due.set(account, due);
  }

  /** Cancels all orders of accounts whose time has come; their timers are then off until they are set again. */
  run(now: UnixMs): void {
    for (const [account, due] of this.#due) {
      if (now < due) continue;
      this.#due.delete(account);
      for (const { order } of account.openOrders()) account.cancel(order.venueOrderId);
    }
  }
}
