// What do all parts of one venue server share: its time, market, accounts and state?
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import { unixMs } from "#shared/domain/time.ts";
import { realClock, type VenueClock } from "./clock.ts";
import { Faults } from "./faults.ts";
import type { AccountRules, VenueCounters } from "./placed-order.ts";
import { RequestLog } from "./request-log.ts";
import { VenueAccount } from "./venue-account.ts";
import { VenueMarket, type VenueMarketOptions } from "./venue-market.ts";

export type VenueState = "online" | "maintenance" | "cancelOnly" | "postOnly" | "limitOnly";

/** What every `start…Server` takes. */
export interface VenueServerOptions extends Pick<VenueMarketOptions, "seed" | "prices"> {
  /** Default: the computer's own. */
  readonly clock?: VenueClock;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Fee rates as shares, like `0.001`; default the venue's first tier. */
  readonly fees?: { readonly maker: string; readonly taker: string };
  /** How much earlier than the order itself says it expires here; default 0. For a caller whose expiry is divided. */
  readonly expireEarlierMs?: DurationMs;
  /** How many times as fast as the venue's own the limits forget what was used; default 1. Kraken and Binance: Coinbase counts by the second. */
  readonly limitSpeed?: number;
}

export class VenueWorld {
  readonly clock: VenueClock;
  readonly market: VenueMarket;
  readonly faults = new Faults();
  readonly requests = new RequestLog();
  readonly counters: VenueCounters = { orders: 0, trades: 0, transfers: 0, ledger: 0 };
  readonly accounts: VenueAccount[] = [];
  readonly account: VenueAccount;
  readonly expireEarlierMs: DurationMs;
  readonly #limitSpeed: number;
  #state: VenueState = "online";
  #offsetMs: DurationMs = 0;
  readonly #rules: AccountRules;
  readonly #watchers = new Set<() => void>();
  #telling = false;
  #changedAgain = false;

  constructor(options: VenueServerOptions & Pick<VenueMarketOptions, "venue" | "listings"> & { rules: AccountRules }) {
    this.clock = options.clock ?? realClock;
    this.expireEarlierMs = options.expireEarlierMs ?? 0;
    this.#limitSpeed = options.limitSpeed ?? 1;
    this.market = new VenueMarket(options);
    this.#rules = { ...options.rules, ...options.fees };
    this.account = this.addAccount();
  }

  get state(): VenueState {
    return this.#state;
  }

  set state(state: VenueState) {
    this.#state = state;
    this.#changed();
  }

  /** `run` is called at once when the state or an account has changed. */
  watch(run: () => void): { dispose(): void } {
    this.#watchers.add(run);
    return { dispose: () => void this.#watchers.delete(run) };
  }

  /** The venue's time. */
  now(): UnixMs {
    return unixMs(this.clock.now() + this.#offsetMs);
  }

  /** The time that limits go by. */
  limitNow(): UnixMs {
    return unixMs(this.now() * this.#limitSpeed);
  }

  addAccount(): VenueAccount {
    const account = new VenueAccount({
      id: `account-${this.accounts.length + 1}`,
      rules: this.#rules,
      market: this.market,
      now: () => this.now(),
      counters: this.counters,
    });
    account.onChange = () => this.#changed();
    this.accounts.push(account);
    return account;
  }

  setClockOffset(offsetMs: DurationMs): void {
    this.#offsetMs = offsetMs;
  }

  /** Who is told may look at accounts, which fills what is due and so changes them: that is told afterwards, not in between. */
  #changed(): void {
    this.#changedAgain = true;
    if (this.#telling) return;
    this.#telling = true;
    try {
      while (this.#changedAgain) {
        this.#changedAgain = false;
        for (const run of [...this.#watchers]) run();
      }
    } finally {
      this.#telling = false;
    }
  }
}
