// Which venues stand at the other end? The venue servers with an account that holds a mix, their expiry and lag divided like the program's.
import type { EnteredCredentials } from "#engine/ports/venues.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { type Targets, targetsSchema } from "#shared/domain/policy.ts";
import { SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { binanceUnderTest } from "../conformance/binance-under-test.ts";
import { coinbaseUnderTest } from "../conformance/coinbase-under-test.ts";
import { krakenUnderTest } from "../conformance/kraken-under-test.ts";
import type { RunningVenue, VenueUnderTest } from "../conformance/venue-under-test.ts";
import type { VenueRequest } from "../venue-server/core/http-message.ts";
import type { VenueAccount } from "../venue-server/core/venue-account.ts";

/** All waits of program and venues are this many times as short: a proof of absence takes 1.25 s instead of 25 s. */
export const DIVISOR = 20;
/** What our orders say themselves, and what a venue may take until it shows one. */
const EXPIRY_MS = 5 * SECOND_MS;
const LAG_MS = 5 * SECOND_MS;
/** Beyond the program's own: with each kill it forgets what it used of a limit, and a refusal would have it wait half a minute. */
const LIMIT_SPEED = 3 * DIVISOR;
/** Under way for so long, a late request still comes before its divided expiry, mostly. */
const LATE_MS = 100;

const VALUE = decimal("100000");

type Mix = Readonly<Record<string, string>>;

/** Two mixes to go back and forth between: three coins move each time. */
const MIXES: readonly [Mix, Mix] = [
  { BTC: "0.35", ETH: "0.25", SOL: "0.15" },
  { BTC: "0.28", ETH: "0.33", SOL: "0.09" },
];

/** What a mix leaves for dollars. */
function cashOf(mix: Mix): Decimal {
  return decimal("1").sub(Decimal.sum(Object.values(mix).map((share) => decimal(share))));
}

export const VENUES = { binance: binanceUnderTest, kraken: krakenUnderTest, coinbase: coinbaseUnderTest } as const;
export type VenueName = keyof typeof VENUES;

/** Kraken checks an order without placing it by the same path. */
function isReal({ body }: Pick<VenueRequest, "body">): boolean {
  return !body.includes("validate=true");
}

export class VenueSide {
  readonly venue: VenueId;
  readonly running: RunningVenue;
  readonly key: EnteredCredentials;
  readonly #under: VenueUnderTest;
  #orderRequests = 0;

  private constructor(under: VenueUnderTest, running: RunningVenue) {
    this.#under = under;
    this.running = running;
    this.venue = venueIdSchema.parse(under.venue);
    const { account, market } = running.server;
    // Prices are the simulated market's: one that is fixed would not agree with the other markets of its coin.
    for (const [asset, share] of Object.entries(MIXES[0])) {
      const price = ensure(market.lastPrice(`${asset}/${under.quote}`, unixMs(Date.now())), `price of ${asset}`);
      account.fund(asset, VALUE.mul(decimal(share)).div(price, 6, "down").toString());
    }
    account.fund(under.quote, VALUE.mul(cashOf(MIXES[0])).toString());
    account.visibilityLagMs = LAG_MS / DIVISOR;
    this.key = running.addKey();
    // Meets nothing: only looks. Faults are asked before any of them delays a request; the log of requests is written after.
    const when = (request: VenueRequest) => {
      if (isReal(request)) this.#orderRequests += 1;
      return false;
    };
    running.server.faults.add({ kind: "dropRequest" }, { ...under.routes.submit, when });
  }

  static async start(name: VenueName): Promise<VenueSide> {
    const under: VenueUnderTest = VENUES[name];
    const running = await under.start({ expireEarlierMs: EXPIRY_MS - EXPIRY_MS / DIVISOR, limitSpeed: LIMIT_SPEED });
    return new VenueSide(under, running);
  }

  /** The two mixes to rebalance between; the account begins with the first. */
  get mixes(): readonly [Targets, Targets] {
    const targets = (mix: Mix) => targetsSchema.parse({ ...mix, [this.#under.quote]: cashOf(mix).toString() });
    return [targets(MIXES[0]), targets(MIXES[1])];
  }

  /** Reads the venue's own books, which know no lag. */
  books<Result>(read: (account: VenueAccount) => Result): Result {
    const { account } = this.running.server;
    const lagMs = account.visibilityLagMs;
    account.visibilityLagMs = 0;
    try {
      return read(account);
    } finally {
      account.visibilityLagMs = lagMs;
    }
  }

  /** How many requests to place an order have left the program, those that are still under way among them. */
  get orderRequests(): number {
    return this.#orderRequests;
  }

  /** Calls `strike` at the `count`-th of the wanted requests from now on; what becomes of that request depends on the side. */
  plantKill(side: "before" | "after" | "late", what: "order" | "any", count: number, strike: () => void): () => void {
    const { submit } = this.#under.routes;
    let seen = 0;
    const when = (request: VenueRequest) => {
      if (what === "order" && !isReal(request)) return false;
      seen += 1;
      if (seen !== count) return false;
      strike();
      return true;
    };
    const { faults } = this.running.server;
    const fault =
      side === "before"
        ? ({ kind: "dropRequest" } as const)
        : side === "after"
          ? ({ kind: "dropReply" } as const)
          : ({ kind: "delay", delayMs: LATE_MS } as const);
    const planted = faults.add(fault, what === "order" ? { ...submit, when } : { path: /^/, when });
    return () => planted.remove();
  }

  close(): Promise<void> {
    return this.running.server.close();
  }
}
