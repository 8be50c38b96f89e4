// Which real venues does a test of accounts speak to? None: keys and answers are set by hand, and every call is counted.
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import type { ClientDiagnostics, ValidationOutcome, VenueClient, VenueOrder } from "#engine/ports/exchange-client.ts";
import type { EnteredCredentials, ReadCredentials, VenueAbilities, VenueMarket, Venues } from "#engine/ports/venues.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { KeyPermissions, KeyRight } from "#shared/domain/key-permissions.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { ManualClock } from "./manual-clock.ts";

export const KRAKEN: VenueId = venueIdSchema.parse("kraken");
export const BINANCE: VenueId = venueIdSchema.parse("binance");
export const COINBASE_EXCHANGE: VenueId = venueIdSchema.parse("coinbaseexchange");

const right = (id: string, label: string, granted: KeyRight["granted"], need: KeyRight["need"]): KeyRight => ({
  id,
  label,
  granted,
  need,
});

/** A key that may view; `trade` and `withdraw` as said. */
export function permissionsOf(
  rights: { readonly view?: boolean; readonly trade?: boolean; readonly withdraw?: boolean } = {},
  readAt = 0,
): KeyPermissions {
  const word = (on: boolean) => (on ? "yes" : "no");
  return {
    readable: true,
    rights: [
      right("query-funds", "Query funds", word(rights.view ?? true), "needed"),
      right("modify-trades", "Create and modify orders", word(rights.trade ?? true), "trading"),
      right("withdraw-funds", "Withdraw funds", word(rights.withdraw ?? false), "mustBeOff"),
    ],
    ipRestricted: null,
    keyName: null,
    expiresAt: null,
    readAt: unixMs(readAt),
  };
}

export interface FakeKey {
  /** Null: the venue tells no rights. */
  permissions: KeyPermissions | null;
  balances: Readonly<Record<string, string>>;
  validation: ValidationOutcome;
  openOrders: readonly VenueOrder[];
}

export class FakeVenues implements Venues {
  readonly known: readonly VenueId[] = [BINANCE, venueIdSchema.parse("coinbase"), COINBASE_EXCHANGE, KRAKEN];
  readonly all: readonly VenueId[] = [...this.known, venueIdSchema.parse("bitstamp")];
  /** Venues that the start-up flag redirects. */
  readonly redirected = new Set<VenueId>();
  /** Keys that the venues accept, by API key. */
  readonly keys = new Map<string, FakeKey>();
  /** Every call that reached a venue: `kraken fetchBalances <API key>`. */
  readonly calls: string[] = [];
  /** Calls that never answer. */
  readonly hanging = new Set<string>();
  /** What a call fails with, by its name. */
  readonly failing = new Map<string, EngineError | Error>();
  /** The venue's clock less ours. */
  clockOffsetMs = 0;
  /** How long the venue takes to tell its time. */
  answerMs = 0;
  validateOrder = true;
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  accept(apiKey: string, key: Partial<FakeKey> = {}): FakeKey {
    const accepted: FakeKey = {
      permissions: permissionsOf({}, this.#clock.now()),
      balances: { BTC: "0.5", USD: "1000" },
      validation: { kind: "valid" },
      openOrders: [],
      ...key,
    };
    this.keys.set(apiKey, accepted);
    return accepted;
  }

  endpoint(venue: VenueId): "production" | "loopback" {
    return this.redirected.has(venue) ? "loopback" : "production";
  }

  loopbackAddress(venue: VenueId): string | null {
    return this.redirected.has(venue) ? "127.0.0.1:4001" : null;
  }

  market(venue: VenueId, endpoint: EndpointKind): VenueMarket {
    return {
      venue,
      endpoint,
      abilities: { ...ABILITIES, validateOrder: this.validateOrder },
      fetchInstruments: () => this.call(venue, "fetchInstruments", null, () => INSTRUMENTS),
      fetchTickers: (symbols) =>
        this.call(venue, "fetchTickers", null, () =>
          symbols.map((symbol) => ({
            venue,
            symbol,
            bid: decimalString("50000"),
            ask: decimalString("50010"),
            last: null,
            volume24h: null,
            tsEvent: null,
            tsInit: this.#clock.now(),
            source: "rest" as const,
          })),
        ),
      fetchCandles: async () => [],
      fetchOrderBook: async ({ symbol }) => ({
        venue,
        symbol,
        bids: [],
        asks: [],
        tsEvent: null,
        tsInit: this.#clock.now(),
      }),
      fetchStatus: async () => ({ state: "online", detail: null }),
      fetchTime: () => this.#time(venue, null),
    };
  }

  client(options: Parameters<Venues["client"]>[0]): VenueClient {
    return new FakeVenueClient(this, this.#clock, options.account, options.credentials);
  }

  /** Everything but `bad…` has the right form; a key in angle brackets is mended. */
  readCredentials(venue: VenueId, entered: EnteredCredentials): ReadCredentials {
    for (const field of ["apiKey", "secret", "passphrase"] as const) {
      if (entered[field].startsWith("bad")) return { kind: "bad", field, problem: "The key is no base64 text." };
    }
    const trimmed = entered.apiKey.replaceAll(/[<>]/g, "");
    return {
      kind: "ok",
      credentials: {
        apiKey: new Secret(trimmed),
        secret: new Secret(entered.secret),
        passphrase: venue === COINBASE_EXCHANGE ? new Secret(entered.passphrase) : null,
      },
      format: "HMAC",
      mended: trimmed === entered.apiKey ? [] : ["Angle brackets were taken away."],
    };
  }

  /** One call as the wire sees it. Refusals quote the key, as a careless venue or library would. */
  async call<T>(
    venue: VenueId,
    name: string,
    credentials: Credentials | null,
    answer: (key: FakeKey) => T,
  ): Promise<T> {
    const apiKey = credentials?.apiKey.reveal() ?? "";
    this.calls.push(`${venue} ${name} ${apiKey}`.trim());
    if (this.hanging.has(name)) return new Promise<T>(() => undefined);
    const failure = this.failing.get(name);
    if (failure !== undefined) throw failure;
    if (credentials === null) return answer({} as FakeKey);
    const key = this.keys.get(apiKey);
    if (key !== undefined) return answer(key);
    const quoted = `${apiKey} with ${credentials.secret.reveal()} ${credentials.passphrase?.reveal() ?? ""}`;
    throw new EngineError("VENUE_AUTH", `The exchange does not accept the key ${quoted}.`);
  }

  /** The venue's time, after `answerMs`. */
  time(venue: VenueId, credentials: Credentials | null) {
    return this.#time(venue, credentials);
  }

  async #time(venue: VenueId, credentials: Credentials | null) {
    const time = unixMs(this.#clock.now() + this.clockOffsetMs + this.answerMs / 2);
    if (this.answerMs > 0) await this.#clock.sleep(this.answerMs);
    return this.call(venue, "fetchTime", credentials, () => time);
  }
}

class FakeVenueClient implements VenueClient {
  readonly account: Account;
  readonly rules = { expiryMs: 5_000, visibilityLagMs: 1_000, idempotentClientId: true };
  readonly #venues: FakeVenues;
  readonly #clock: ManualClock;
  readonly #credentials: () => Promise<Credentials>;
  #state: Pick<ClientDiagnostics, "lastAnswerAt" | "failing"> = { lastAnswerAt: null, failing: null };

  constructor(venues: FakeVenues, clock: ManualClock, account: Account, credentials: () => Promise<Credentials>) {
    this.#venues = venues;
    this.#clock = clock;
    this.account = account;
    this.#credentials = credentials;
  }

  fetchInstruments() {
    return this.#signed("fetchInstruments", () => INSTRUMENTS);
  }
  fetchBalances() {
    return this.#signed("fetchBalances", ({ balances }) =>
      Object.entries(balances).map(([asset, free]) => ({
        accountId: this.account.id,
        asset: assetSchema.parse(asset),
        free: decimalString(free),
        inOrders: decimalString("0"),
        earn: decimalString("0"),
        locked: decimalString("0"),
      })),
    );
  }
  fetchFeeTier() {
    return this.#signed("fetchFeeTier", () => ({
      maker: decimalString("0.0016"),
      taker: decimalString("0.0026"),
      feeAsset: "quote" as const,
    }));
  }
  fetchPermissions() {
    return this.#signed("fetchPermissions", ({ permissions }) => {
      if (permissions === null) throw new EngineError("VENUE_NOT_SUPPORTED", "The exchange tells no rights.");
      return { ...permissions, readAt: this.#clock.now() };
    });
  }
  fetchOpenOrders() {
    return this.#signed("fetchOpenOrders", ({ openOrders }) => openOrders);
  }
  fetchFills() {
    return this.#signed("fetchFills", () => []);
  }
  async fetchTime() {
    return this.#venues.time(this.account.venue, await this.#credentials());
  }
  validateOrder() {
    return this.#signed("validateOrder", ({ validation }) => validation);
  }
  async submitOrder() {
    await this.#signed("submitOrder", () => undefined);
    return { kind: "unknown" as const, cause: "the fake venue places nothing" };
  }
  async cancelOrder() {
    await this.#signed("cancelOrder", () => undefined);
    return { kind: "notFound" as const };
  }
  async findOrder() {
    await this.#signed("findOrder", () => undefined);
    return { kind: "notFound" as const };
  }
  async *history() {
    yield await this.#signed("history", () => ({ items: [], resume: null }));
  }
  async *fillPages() {
    yield await this.#signed("fillPages", () => ({ items: [], resume: null }));
  }
  diagnostics(): ClientDiagnostics {
    return { latencyMs: 12, clockErrorMs: 3, pausedUntil: null, budgets: [], ...this.#state };
  }

  async #signed<T>(name: string, answer: (key: FakeKey) => T): Promise<T> {
    const credentials = await this.#credentials();
    try {
      const value = await this.#venues.call(this.account.venue, name, credentials, answer);
      this.#state = { lastAnswerAt: this.#clock.now(), failing: null };
      return value;
    } catch (error) {
      if (error instanceof EngineError && error.code !== "VENUE_NOT_SUPPORTED") {
        const since = this.#state.failing?.since ?? this.#clock.now();
        this.#state = { ...this.#state, failing: { code: error.code, message: error.message, since } };
      }
      throw error;
    }
  }
}

const ABILITIES: VenueAbilities = {
  trade: true,
  validateOrder: true,
  findByClientId: true,
  permissions: true,
  deposits: true,
  withdrawals: true,
  ledger: true,
  candles: true,
  orderBook: true,
  cannot: ["It cannot be asked for its mood."],
};

const INSTRUMENTS: readonly Instrument[] = ["BTC/USD", "ETH/USD", "ETH/BTC"].map((symbol) => {
  const [base, quote] = symbol.split("/");
  return {
    venue: KRAKEN,
    symbol: marketSymbolSchema.parse(symbol),
    base: assetSchema.parse(ensure(base, "base")),
    quote: assetSchema.parse(ensure(quote, "quote")),
    priceStep: decimalString("0.1"),
    amountStep: decimalString("0.0001"),
    amountMin: decimalString("0.0002"),
    amountMax: null,
    costMin: decimalString("5"),
    costMax: null,
    status: "online",
  };
});
