// How does one case get a venue, an adapter that speaks to it through the real ccxt, and a clock that both go by?
import { inspect } from "node:util";
import { afterEach, expect } from "vitest";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { OrderRequest, VenueClient } from "#engine/ports/exchange-client.ts";
import type { EnteredCredentials, NonceStore, ReadCredentials, VenueMarket, Venues } from "#engine/ports/venues.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { openVenues } from "#exchanges/open-venues.ts";
import { type Account, accountSchema } from "#shared/domain/account.ts";
import { decimal, decimalStringSchema } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import type { LoggedRequest } from "../venue-server/core/request-log.ts";
import type { VenueServerOptions } from "../venue-server/core/venue-world.ts";
import { TestTime } from "./test-time.ts";
import { type KeyWish, matches, type RunningVenue, type VenueUnderTest, type WireRoute } from "./venue-under-test.ts";

export interface OrderWish {
  readonly side?: Side;
  readonly kind?: OrderKind;
  readonly quantity?: string;
  readonly price?: string | null;
  readonly quoteAmount?: string;
  readonly symbol?: string;
}

/** What a call ended with. */
export type Ended<T> = { readonly value: T } | { readonly error: EngineError };

/** An IOC is priced through the market, so that it fills; what rests is asked for by name. */
function usualPrice(kind: OrderKind, side: Side, middle: string): string | null {
  if (kind === "market") return null;
  if (kind !== "limitIoc") return middle;
  return decimal(middle)
    .mul(decimal(side === "buy" ? "1.01" : "0.99"))
    .toString();
}

/** Checked, and not brought into its shortest form: the wire must show what was asked for. */
const asWritten = (text: string) => decimalStringSchema.parse(text);

class MemoryNonces implements NonceStore {
  readonly #ceilings = new Map<string, number>();

  async reserve(fingerprint: string, atLeast: number): Promise<number> {
    const ceiling = Math.max(this.#ceilings.get(fingerprint) ?? 0, atLeast);
    this.#ceilings.set(fingerprint, ceiling);
    return ceiling;
  }
}

export class OpenVenue {
  readonly under: VenueUnderTest;
  readonly time: TestTime;
  readonly running: RunningVenue;
  readonly ids = new SeededIds("conformance");
  readonly nonces = new MemoryNonces();
  readonly #accounts: Account[] = [];
  readonly #secrets = new Set<string>();
  readonly #said: unknown[] = [];
  readonly #log = recordingLogger();
  #venues: Venues;
  #unplugged = false;

  constructor(under: VenueUnderTest, time: TestTime, running: RunningVenue) {
    this.under = under;
    this.time = time;
    this.running = running;
    this.#venues = this.#openVenues();
  }

  get server(): RunningVenue["server"] {
    return this.running.server;
  }

  get market(): VenueMarket {
    return this.#venues.market(this.#id, "loopback");
  }

  get #id(): VenueId {
    return venueIdSchema.parse(this.under.venue);
  }

  readCredentials(entered: EnteredCredentials): ReadCredentials {
    return this.#venues.readCredentials(this.#id, entered);
  }

  /** The venue's own sandbox. Throws where there is none. */
  sandbox(): VenueMarket {
    return this.#venues.market(this.#id, "sandbox");
  }

  now(): UnixMs {
    return this.time.clock.now();
  }

  /** As after the program was started anew: nothing is kept but the nonces on disk. */
  restart(): void {
    this.#venues = this.#openVenues();
  }

  key(wish?: KeyWish): EnteredCredentials {
    const key = this.running.addKey(wish);
    for (const part of [key.secret, key.passphrase]) if (part !== "") this.#secrets.add(part);
    return key;
  }

  client(key: EnteredCredentials = this.key()): VenueClient {
    const read = this.readCredentials(key);
    if (read.kind === "bad") throw new Error(`The venue's own key is refused: ${read.field}: ${read.problem}`);
    return this.clientAsking(() => Promise.resolve(read.credentials));
  }

  clientAsking(credentials: () => Promise<Credentials>): VenueClient {
    return this.#venues.client({ account: this.#account(), endpoint: "loopback", credentials });
  }

  order(wish: OrderWish = {}): OrderRequest {
    const { under } = this;
    const kind = wish.kind ?? "limitIoc";
    const side = wish.side ?? "buy";
    const price = wish.price === undefined ? usualPrice(kind, side, under.price) : wish.price;
    return {
      clientOrderId: this.ids.clientOrderId(),
      symbol: marketSymbolSchema.parse(wish.symbol ?? under.symbol),
      side,
      kind,
      quantity: asWritten(wish.quantity ?? "0.01"),
      limitPrice: price === null ? null : asWritten(price),
      ...(wish.quoteAmount === undefined ? {} : { quoteAmount: asWritten(wish.quoteAmount) }),
    };
  }

  /** Runs a call to its end, whatever the end is; time passes only while nothing is under way. */
  ended<T>(work: Promise<T>): Promise<Ended<T>> {
    return this.time.run(this.caught(work));
  }

  /** The same for one of many calls, while somebody else lets time pass. */
  async caught<T>(work: Promise<T>): Promise<Ended<T>> {
    try {
      const value = await work;
      this.#said.push(value);
      return { value };
    } catch (error) {
      this.#said.push(error);
      if (error instanceof EngineError) return { error };
      throw error;
    }
  }

  async value<T>(work: Promise<T>): Promise<T> {
    const end = await this.ended(work);
    if ("error" in end) throw end.error;
    return end.value;
  }

  /** The failure that a call must end with. */
  async failure(work: Promise<unknown>): Promise<EngineError> {
    const end = await this.ended(work);
    if ("error" in end) return end.error;
    throw new Error(`Expected a failure, got ${inspect(end.value, { depth: 3 })}`);
  }

  requests(route: WireRoute): readonly LoggedRequest[] {
    return this.server.requests.all.filter((request) => matches(route, request));
  }

  /** From now on nobody listens at the venue's address. */
  async unplug(): Promise<void> {
    if (this.#unplugged) return;
    this.#unplugged = true;
    await this.server.close();
  }

  /** What holds after every case: no secret in anything that was said or logged, no call that cancels everything. */
  async close(): Promise<void> {
    this.time.dispose();
    await this.unplug();
    const said = [...this.#said, ...this.#log.lines]
      .map((item) => inspect(item, { depth: 12, showHidden: true }))
      .join("\n");
    for (const secret of this.#secrets) expect(said.includes(secret), "a secret was said").toBe(false);
    expect(said).not.toMatch(/signature=|Bearer ey|api-sign/i);
    const cancels = this.server.requests.all.filter(({ method, path }) =>
      this.under.cancelAll.test(`${method} ${path}`),
    );
    expect(cancels, "calls that cancel everything").toEqual([]);
  }

  #openVenues(): Venues {
    return openVenues({
      clock: this.time.clock,
      rng: SeededRng.of(1),
      logger: this.#log,
      nonces: this.nonces,
      endpoints: new Map([[this.#id, this.running.server.url]]),
    });
  }

  #account(): Account {
    const { venue } = this.under;
    const account = accountSchema.parse({
      id: `account-${this.#accounts.length + 1}`,
      name: "Test",
      kind: "exchange",
      venue,
      fees: { maker: "0.001", taker: "0.002" },
    });
    this.#accounts.push(account);
    return account;
  }
}

const opened: OpenVenue[] = [];

afterEach(async () => {
  for (const venue of opened.splice(0)) await venue.close();
});

/** With money in the account and one fixed price. */
export async function openVenue(under: VenueUnderTest, options: VenueServerOptions = {}): Promise<OpenVenue> {
  const time = new TestTime();
  const running = await under.start({ clock: time.venueClock, prices: { [under.symbol]: under.price }, ...options });
  running.server.account.fund(under.quote, "1000000").fund(under.base, "100");
  const venue = new OpenVenue(under, time, running);
  opened.push(venue);
  return venue;
}
