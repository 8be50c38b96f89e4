// What do all sockets of Coinbase Exchange share? Limits per address and account, keys, the public trades.
import type { UnixMs } from "#shared/domain/time.ts";
import { productIdOf, symbolOf } from "../coinbase/wire-ids.ts";
import { DecayingCounter } from "../core/rate-counters.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { checkSigned } from "./check-signature.ts";
import type { ExchangeVenue } from "./exchange-venue.ts";
import { KEY_ERRORS } from "./quirks.ts";
import { STREAM_RATES, type StreamChannelName } from "./stream-quirks.ts";
import type { StreamSignature } from "./stream-request.ts";
import type { TradeTape } from "./trade-tape.ts";

/** What is signed (D, authentication). */
const VERIFY = "GET/users/self/verify";

type Checked =
  | { readonly kind: "ok"; readonly account: VenueAccount }
  | { readonly kind: "refused"; readonly message: string };

/** A socket as the others count it. */
export interface Subscriber {
  readonly account: VenueAccount | null;
  has(channel: StreamChannelName, product: string): boolean;
}

export class StreamHouse {
  readonly world: VenueWorld;
  readonly tape: TradeTape;
  /** Whether one bad product gets its whole message refused, or only itself; see README. */
  readonly refusesWhole: boolean;
  readonly requests = new DecayingCounter(STREAM_RATES.requests.burst, STREAM_RATES.requests.perSecond);
  readonly messages = new DecayingCounter(STREAM_RATES.messages.burst, STREAM_RATES.messages.perSecond);
  readonly #venue: ExchangeVenue;
  readonly #sessions = new Set<Subscriber>();

  constructor(venue: ExchangeVenue, options: Pick<StreamHouse, "world" | "refusesWhole">) {
    this.#venue = venue;
    this.world = options.world;
    this.tape = venue.tape;
    this.refusesWhole = options.refusesWhole;
  }

  enter(session: Subscriber): void {
    this.#sessions.add(session);
  }

  leave(session: Subscriber): void {
    this.#sessions.delete(session);
  }

  /** On how many sockets of the account this is listened to. */
  count(account: VenueAccount, channel: StreamChannelName, product: string): number {
    return [...this.#sessions].filter((session) => session.account === account && session.has(channel, product)).length;
  }

  lists(product: string): boolean {
    const instrument = this.world.market.instrument(symbolOf(product));
    return instrument !== null && productIdOf(instrument) === product;
  }

  check(signature: StreamSignature, now: UnixMs): Checked {
    const checked = checkSigned(signature, VERIFY, this.#venue.keys, now);
    if (checked.kind === "refused") return checked;
    const { account, permissions, ipAllowList } = checked.key;
    // Every socket comes from this computer.
    if (ipAllowList !== null && !ipAllowList.includes("127.0.0.1"))
      return { kind: "refused", message: KEY_ERRORS.wrongAddress.message };
    if (!permissions.has("view") && !permissions.has("trade"))
      return { kind: "refused", message: KEY_ERRORS.forbidden.message };
    return { kind: "ok", account };
  }
}
