// What stands between the engine and a venue's account? What may not be called is refused here, without any network.
import type { Credentials } from "#engine/core/credentials.ts";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type {
  AccountHint,
  ClientDiagnostics,
  HistoryKind,
  HistoryRequest,
  OrderRequest,
  OrderRules,
  VenueClient,
} from "#engine/ports/exchange-client.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";
import type { Venues } from "#engine/ports/venues.ts";
import type { Account } from "#shared/domain/account.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { watchWhileAllowed } from "./account-watch.ts";
import { describeFailure, type Failure, withoutSecrets } from "./describe-failure.ts";
import { connectionOf, secretsOf } from "./key-bundle.ts";
import { scrubOutcome } from "./scrub-outcome.ts";

type Signal = { readonly signal?: AbortSignal };

/** For an account that cannot be reached: "not found" is never proof of anything. */
const UNREACHED_RULES: OrderRules = { expiryMs: null, visibilityLagMs: 0, idempotentClientId: false };
const NO_DIAGNOSTICS: ClientDiagnostics = {
  latencyMs: null,
  lastAnswerAt: null,
  clockErrorMs: null,
  failing: null,
  pausedUntil: null,
  budgets: [],
};

export interface AccountClientOptions {
  readonly account: Account;
  readonly venues: Venues;
  readonly guard: SecretGuard;
  readonly clock: Clock;
  readonly readKey: (account: Account) => Promise<Credentials>;
}

export class AccountClient implements VenueClient {
  /** As the profile has it now: a rename or a pause holds for clients that were handed out before it. */
  account: Account;
  readonly #options: AccountClientOptions;
  #inner: VenueClient | null = null;
  #key: Promise<Credentials> | null = null;
  #guarded: Credentials | null = null;
  #keyFailing: ClientDiagnostics["failing"] = null;
  #closed = false;

  constructor(options: AccountClientOptions) {
    this.#options = options;
    this.account = options.account;
  }

  get rules(): OrderRules {
    try {
      return this.#reach().rules;
    } catch {
      return UNREACHED_RULES;
    }
  }

  fetchInstruments(options: Signal) {
    return this.#read((client) => client.fetchInstruments(options));
  }
  fetchBalances(options: Signal) {
    return this.#read((client) => client.fetchBalances(options));
  }
  fetchFeeTier(options: Signal) {
    return this.#read((client) => client.fetchFeeTier(options));
  }
  fetchOpenOrders(options: Signal) {
    return this.#read((client) => client.fetchOpenOrders(options));
  }
  fetchFills(request: Parameters<VenueClient["fetchFills"]>[0], options: Signal) {
    return this.#read((client) => client.fetchFills(request, options));
  }
  fetchTime(options: Signal) {
    return this.#read((client) => client.fetchTime(options));
  }
  fetchPermissions(options: Signal) {
    return this.#read((client) => client.fetchPermissions(options));
  }

  history(kind: HistoryKind, request: HistoryRequest, options: Signal) {
    return this.#pages((client) => client.history(kind, request, options));
  }
  fillPages(request: HistoryRequest, options: Signal) {
    return this.#pages((client) => client.fillPages(request, options));
  }

  async submitOrder(request: OrderRequest, options: Signal): ReturnType<VenueClient["submitOrder"]> {
    const { client, refusal } = await this.#tryOpen();
    if (client !== null) return this.#clean(await client.submitOrder(request, options));
    return { kind: "rejected", code: refusal.code, message: `Not sent: ${refusal.message}` };
  }
  async cancelOrder(
    request: Parameters<VenueClient["cancelOrder"]>[0],
    options: Signal,
  ): ReturnType<VenueClient["cancelOrder"]> {
    const { client, refusal } = await this.#tryOpen();
    if (client !== null) return this.#clean(await client.cancelOrder(request, options));
    return { kind: "unknown", cause: `${refusal.code}: not sent: ${refusal.message}` };
  }
  async findOrder(
    request: Parameters<VenueClient["findOrder"]>[0],
    options: Signal,
  ): ReturnType<VenueClient["findOrder"]> {
    const { client, refusal } = await this.#tryOpen();
    if (client !== null) return this.#clean(await client.findOrder(request, options));
    return { kind: "noAnswer", cause: `${refusal.code}: not asked: ${refusal.message}` };
  }
  async cancelAllAfter(forMs: DurationMs, options: Signal): Promise<void> {
    await this.#read(async (client) => {
      if (client.cancelAllAfter === undefined) {
        throw new EngineError(
          "VENUE_NOT_SUPPORTED",
          `${venueName(this.account.venue)} has no timer that cancels orders.`,
        );
      }
      await client.cancelAllAfter(forMs, options);
    });
  }
  async validateOrder(request: OrderRequest, options: Signal): ReturnType<VenueClient["validateOrder"]> {
    const { client, refusal } = await this.#tryOpen();
    if (client !== null) return this.#clean(await client.validateOrder(request, options));
    return { kind: "unknown", cause: `${refusal.code}: not asked: ${refusal.message}` };
  }

  /** Stays for as long as somebody listens: a pause ends the stream and its end brings it back. */
  watchAccount(listener: (hint: AccountHint) => void): Stoppable {
    const { clock, guard } = this.#options;
    return watchWhileAllowed({
      clock,
      mayCall: () => this.#mayCall(),
      open: async () => (await this.#tryOpen()).client,
      // What a venue says on a socket may repeat what it was sent.
      listener: (hint) => listener(hint.kind === "lost" ? { ...hint, reason: guard.scrub(hint.reason) } : hint),
    });
  }

  diagnostics(): ClientDiagnostics {
    const told = this.#inner?.diagnostics() ?? NO_DIAGNOSTICS;
    return this.#keyFailing === null ? told : { ...told, failing: this.#keyFailing };
  }

  /** From now on every call is refused, and the key is let go. */
  close(): void {
    this.#closed = true;
    this.#inner = null;
    this.#key = null;
    if (this.#guarded !== null) for (const secret of secretsOf(this.#guarded)) this.#options.guard.forget(secret);
    this.#guarded = null;
  }

  async #read<T>(call: (client: VenueClient) => Promise<T>): Promise<T> {
    try {
      return await call(await this.#open());
    } catch (error) {
      throw this.#cleanError(error);
    }
  }

  async *#pages<Page>(ask: (client: VenueClient) => AsyncIterable<Page>): AsyncGenerator<Page, void, void> {
    try {
      yield* ask(await this.#open());
    } catch (error) {
      throw this.#cleanError(error);
    }
  }

  #cleanError(error: unknown): unknown {
    const { name, venue } = this.account;
    return withoutSecrets(error, this.#options.guard, `asking ${venueName(venue)} for ${name}`);
  }

  #clean<T extends Parameters<typeof scrubOutcome>[0]>(outcome: T): T {
    return scrubOutcome(outcome, (text) => this.#options.guard.scrub(text));
  }

  /** Rejects with the reason why the venue may not or cannot be called. */
  async #open(): Promise<VenueClient> {
    const client = this.#reach();
    await this.#credentials();
    // The pause may have come, or the key have gone, while the key was read.
    this.#refuse();
    return client;
  }

  async #tryOpen(): Promise<
    { readonly client: VenueClient; readonly refusal: null } | { readonly client: null; readonly refusal: Failure }
  > {
    try {
      return { client: await this.#open(), refusal: null };
    } catch (error) {
      const what = `reading the key of ${this.account.name}`;
      return { client: null, refusal: describeFailure(error, this.#options.guard, what) };
    }
  }

  #reach(): VenueClient {
    this.#refuse();
    const { venues } = this.#options;
    this.#inner ??= venues.client({
      account: this.account,
      endpoint: connectionOf(this.account).endpoint,
      credentials: () => this.#credentials(),
    });
    return this.#inner;
  }

  #mayCall(): boolean {
    try {
      this.#refuse();
      return true;
    } catch {
      return false;
    }
  }

  #refuse(): void {
    const place = `${this.account.name} (${venueName(this.account.venue)})`;
    if (this.#closed) {
      throw new EngineError("SECRET_NOT_FOUND", `The key of ${place} was replaced or removed.`);
    }
    if (connectionOf(this.account).paused) {
      throw new EngineError("PROFILE_ACCOUNT_PAUSED", `${place} is paused. Resume it under Accounts.`);
    }
    const problem = otherServerProblem(this.account, this.#options.venues);
    if (problem !== null) throw new EngineError("VENUE_OTHER_SERVER", problem);
  }

  /** Read once per session; what failed is read again by the next call. */
  #credentials(): Promise<Credentials> {
    this.#key ??= this.#readKey();
    return this.#key;
  }

  async #readKey(): Promise<Credentials> {
    const { readKey, guard, clock } = this.#options;
    try {
      const credentials = await readKey(this.account);
      // Closed meanwhile: nobody is left who would let it go.
      if (this.#closed) throw new EngineError("SECRET_NOT_FOUND", `The key of ${this.account.name} was removed.`);
      for (const secret of secretsOf(credentials)) guard.register(secret);
      this.#guarded = credentials;
      this.#keyFailing = null;
      return credentials;
    } catch (error) {
      this.#key = null;
      const { code, message } = describeFailure(error, guard, `reading the key of ${this.account.name}`);
      this.#keyFailing = { code, message, since: this.#keyFailing?.since ?? clock.now() };
      throw error;
    }
  }
}

/** Why this run must not use the account's key; null where it may. A real key never goes to a test server, nor the other way round. */
export function otherServerProblem(account: Account, venues: Venues): string | null {
  const { endpoint } = connectionOf(account);
  const venue = venueName(account.venue);
  const redirected = venues.endpoint(account.venue) === "loopback";
  if (endpoint === "loopback" && !redirected) {
    return `The key of ${account.name} belongs to a test server on this computer, and this run speaks to the real ${venue}.`;
  }
  if (endpoint !== "loopback" && redirected) {
    return `The key of ${account.name} belongs to the real ${venue}, and this run speaks to the test server ${venues.loopbackAddress(account.venue) ?? "on this computer"}.`;
  }
  return null;
}
