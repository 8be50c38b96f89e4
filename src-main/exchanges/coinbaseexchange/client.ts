// How is one account at Coinbase Exchange read and traded?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type {
  CancelOutcome,
  ClientDiagnostics,
  HistoryPage,
  HistoryRequest,
  LookupResult,
  OrderRequest,
  SubmitOutcome,
  ValidationOutcome,
  VenueClient,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import { clientDiagnostics } from "#exchanges/shared/call-diary.ts";
import { foldBalances } from "#exchanges/shared/fold-balances.ts";
import { collectPages } from "#exchanges/shared/pages.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { readHistory } from "./history.ts";
import { fetchOpenOrders, findByVenueId, findOrder, readFillPages } from "./lookup.ts";
import type { CoinbaseExchangePublic } from "./market.ts";
import { OrderOwners } from "./order-owners.ts";
import { cancelOrder, submitOrder } from "./orders.ts";
import { parseFeeTier, parseHolding } from "./parse-account.ts";
import { NO_PERMISSIONS, NO_VALIDATION, ORDER_RULES, ROUTES } from "./quirks.ts";
import { readTime } from "./session.ts";

type Signal = { readonly signal?: AbortSignal };

export class CoinbaseExchangeClient implements VenueClient {
  readonly account: Account;
  readonly rules = ORDER_RULES;
  readonly #market: CoinbaseExchangePublic;
  readonly #session: VenueSession;
  readonly #stream: AccountProtocol;
  readonly #parts: Parameters<typeof submitOrder>[0];

  constructor(
    account: Account,
    market: CoinbaseExchangePublic,
    {
      session,
      clock,
      stream,
    }: { readonly session: VenueSession; readonly clock: Clock; readonly stream: AccountProtocol },
  ) {
    this.account = account;
    this.#stream = stream;
    this.#market = market;
    this.#session = session;
    this.#parts = { session, list: market.list, clock, owners: new OrderOwners(session) };
  }

  fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#market.fetchInstruments();
  }

  async fetchBalances({ signal }: Signal): Promise<readonly Balance[]> {
    const { body } = await this.#session.read(ROUTES.accounts, {}, { signal });
    const rows = body
      .list()
      .map(parseHolding)
      .filter((row) => row !== null);
    return foldBalances(this.account.id, rows);
  }

  async fetchFeeTier({ signal }: Signal): Promise<FeeTier> {
    const { body } = await this.#session.read(ROUTES.fees, {}, { signal });
    return parseFeeTier(body);
  }

  fetchPermissions(): Promise<KeyPermissions> {
    const { venue } = this.account;
    return Promise.reject(new EngineError("VENUE_NOT_SUPPORTED", NO_PERMISSIONS, { data: { venue } }));
  }

  submitOrder(request: OrderRequest, { signal }: Signal): Promise<SubmitOutcome> {
    return submitOrder(this.#parts, request, signal);
  }

  validateOrder(): Promise<ValidationOutcome> {
    return Promise.resolve({ kind: "notSupported", reason: NO_VALIDATION });
  }

  cancelOrder(
    ...[{ venueOrderId, symbol }, { signal }]: Parameters<VenueClient["cancelOrder"]>
  ): Promise<CancelOutcome> {
    return cancelOrder(
      this.#parts,
      venueOrderId,
      () => findByVenueId(this.#parts, venueOrderId, symbol, signal),
      signal,
    );
  }

  findOrder(...[request, { signal }]: Parameters<VenueClient["findOrder"]>): Promise<LookupResult> {
    return findOrder(this.#parts, request, signal);
  }

  fetchOpenOrders({ signal }: Signal): Promise<readonly VenueOrder[]> {
    return fetchOpenOrders(this.#parts, { signal });
  }

  async fetchFills(...[{ since }, options]: Parameters<VenueClient["fetchFills"]>): Promise<readonly Fill[]> {
    const fills = await collectPages(this.fillPages({ since, resume: null }, options));
    return [...fills].sort((left, right) => left.tsEvent - right.tsEvent);
  }

  fillPages(request: HistoryRequest, { signal }: Signal): AsyncIterable<HistoryPage<Fill>> {
    return readFillPages(this.#parts, this.account.venue, request, { signal });
  }

  history(...[kind, request, { signal }]: Parameters<VenueClient["history"]>): ReturnType<VenueClient["history"]> {
    return readHistory(this.#session, this.account.venue, kind, request, { signal });
  }

  fetchTime({ signal }: Signal): Promise<UnixMs> {
    return readTime(this.#session, signal);
  }

  /** The account's own channel of the venue's socket. */
  accountProtocol(): AccountProtocol {
    return this.#stream;
  }

  diagnostics(): ClientDiagnostics {
    return clientDiagnostics(this.#session, this.#market.diary);
  }
}
