// What do all parts of one venue server share: its time, market, accounts and state?
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import { unixMs } from "#shared/domain/time.ts";
import { realClock, type VenueClock } from "./clock.ts";
import { Faults } from "./faults.ts";
import type { VenueReply, VenueRequest } from "./http-message.ts";
import { openHttpServer } from "./http-server.ts";
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
}

/** What every `start…Server` gives. `Key` is what a person would paste, `KeyOptions` what the key may do. */
export interface VenueServer<Key, KeyOptions> {
  readonly venue: string;
  readonly url: string;
  readonly clock: VenueClock;
  readonly market: VenueMarket;
  /** The first account; keys belong to it unless they name another. */
  readonly account: VenueAccount;
  readonly faults: Faults;
  readonly requests: RequestLog;
  addAccount(): VenueAccount;
  addKey(options?: KeyOptions): Key;
  /** The venue's clock less ours. */
  setClockOffset(offsetMs: DurationMs): void;
  setState(state: VenueState): void;
  close(): Promise<void>;
}

export class VenueWorld {
  readonly clock: VenueClock;
  readonly market: VenueMarket;
  readonly faults = new Faults();
  readonly requests = new RequestLog();
  readonly counters: VenueCounters = { orders: 0, trades: 0, transfers: 0, ledger: 0 };
  readonly accounts: VenueAccount[] = [];
  readonly account: VenueAccount;
  state: VenueState = "online";
  #offsetMs: DurationMs = 0;
  readonly #rules: AccountRules;

  constructor(options: VenueServerOptions & Pick<VenueMarketOptions, "venue" | "listings"> & { rules: AccountRules }) {
    this.clock = options.clock ?? realClock;
    this.market = new VenueMarket(options);
    this.#rules = { ...options.rules, ...options.fees };
    this.account = this.addAccount();
  }

  /** The venue's time. */
  now(): UnixMs {
    return unixMs(this.clock.now() + this.#offsetMs);
  }

  addAccount(): VenueAccount {
    const account = new VenueAccount({
      id: `account-${this.accounts.length + 1}`,
      rules: this.#rules,
      market: this.market,
      now: () => this.now(),
      counters: this.counters,
    });
    this.accounts.push(account);
    return account;
  }

  /** Opens the port and joins it all to what a `start…Server` gives. */
  async open<Key, KeyOptions>(options: {
    readonly answer: (request: VenueRequest) => VenueReply;
    readonly statusReply: (status: number) => VenueReply;
    readonly addKey: (options?: KeyOptions) => Key;
    readonly port?: number | undefined;
  }): Promise<VenueServer<Key, KeyOptions>> {
    const { clock, faults, requests, market, account } = this;
    const server = await openHttpServer({
      clock,
      faults,
      requests,
      answer: options.answer,
      statusReply: options.statusReply,
      port: options.port ?? 0,
    });
    return {
      venue: market.venue,
      url: server.url,
      clock,
      market,
      account,
      faults,
      requests,
      addAccount: () => this.addAccount(),
      addKey: options.addKey,
      setClockOffset: (offsetMs) => {
        this.#offsetMs = offsetMs;
      },
      setState: (state) => {
        this.state = state;
      },
      close: () => server.close(),
    };
  }
}
