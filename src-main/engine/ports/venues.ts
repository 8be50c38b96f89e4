// Which real venues are there, and how are their markets and accounts reached?
import type { Credentials } from "#engine/core/credentials.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { VenueClient } from "./exchange-client.ts";

/** What the program can do at a venue, and in words what it cannot. */
export interface VenueAbilities {
  readonly trade: boolean;
  readonly validateOrder: boolean;
  readonly findByClientId: boolean;
  readonly permissions: boolean;
  readonly deposits: boolean;
  readonly withdrawals: boolean;
  readonly ledger: boolean;
  readonly candles: boolean;
  readonly orderBook: boolean;
  /** One plain sentence each. */
  readonly cannot: readonly string[];
}

export interface VenueStatus {
  readonly state: "online" | "maintenance" | "cancelOnly" | "postOnly" | "limitOnly" | "unknown";
  readonly detail: string | null;
}

/** Reads what an account's venue tells of its state; null where its orders reach no venue. */
export type ReadVenueStatus = (
  account: Account,
  options: { readonly signal: AbortSignal },
) => Promise<VenueStatus> | null;

type Signal = { readonly signal?: AbortSignal };

/** A venue's public side: no key, shared by all profiles. Reads reject with VENUE_ codes. */
export interface VenueMarket {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly abilities: VenueAbilities;
  fetchInstruments(options: Signal): Promise<readonly Instrument[]>;
  /** Best bid and ask of these markets now; a market that the venue does not tell is left out. `source` is `rest`. */
  fetchTickers(symbols: readonly MarketSymbol[], options: Signal): Promise<readonly RawQuote[]>;
  /** Closed candles before `before` (exclusive), oldest first. The venue may hold fewer. */
  fetchCandles(
    request: {
      readonly symbol: MarketSymbol;
      readonly timeframe: Timeframe;
      readonly before: UnixMs;
      readonly limit: number;
    },
    options: Signal,
  ): Promise<readonly Candle[]>;
  fetchOrderBook(
    request: { readonly symbol: MarketSymbol; readonly depth: number },
    options: Signal,
  ): Promise<OrderBook>;
  fetchStatus(options: Signal): Promise<VenueStatus>;
  fetchTime(options: Signal): Promise<UnixMs>;
}

/** All real venues of this run, with the budgets that their clients share. */
export interface Venues {
  /** Ids that the connect wizard offers first. */
  readonly known: readonly VenueId[];
  /** Every id that can be connected, the known ones first. */
  readonly all: readonly VenueId[];
  /** `loopback` for each venue that the start-up flag points to a test server on this computer. */
  endpoint(venue: VenueId): "production" | "loopback";
  /** The address behind a loopback endpoint, for people; null for the others. */
  loopbackAddress(venue: VenueId): string | null;
  /** One per venue and endpoint, made when first asked for. Throws VENUE_NOT_SUPPORTED for an unknown id or a missing sandbox. */
  market(venue: VenueId, endpoint: EndpointKind): VenueMarket;
  /**
   * Never calls the venue by itself. `credentials` is asked for at the first signed call and kept for the session; what it
   * rejects with is what the calls reject with, and it is asked again by the next one.
   */
  client(options: {
    readonly account: Account;
    readonly endpoint: EndpointKind;
    readonly credentials: () => Promise<Credentials>;
  }): VenueClient;
  /** Checks a key's form without any call and mends what can be mended (PEM with literal \n, PKCS#8, spaces). */
  readCredentials(venue: VenueId, entered: EnteredCredentials): ReadCredentials;
}

/** As a person pasted it. `apiKey` may hold a whole CDP key file. */
export interface EnteredCredentials {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

export type ReadCredentials =
  | {
      readonly kind: "ok";
      readonly credentials: Credentials;
      /** What kind of key it is, like "ES256" or "Ed25519", for people. */
      readonly format: string;
      /** What was mended, one plain sentence each. */
      readonly mended: readonly string[];
    }
  | {
      readonly kind: "bad";
      readonly field: "apiKey" | "secret" | "passphrase";
      /** Says what was expected and what to do, and never quotes what was entered. */
      readonly problem: string;
    };

/** Remembers how far a key's nonces have been used, so that they rise across restarts and clock changes. */
export interface NonceStore {
  /** Raises the stored ceiling of a key (named by its fingerprint) to at least `atLeast` and returns what it is now. Durable before it resolves. */
  reserve(fingerprint: string, atLeast: number): Promise<number>;
}
