// How is one account at Coinbase (Advanced Trade) read and traded?
import { z } from "zod";
import type { Credentials } from "#engine/core/credentials.ts";
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
import { collectPages, historyPages } from "#exchanges/shared/pages.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { CoinbaseAccountStream } from "./account-stream.ts";
import { readHistory } from "./history.ts";
import { fetchOpenOrders, findByVenueId, findOrder, readFillPage } from "./lookup.ts";
import type { CoinbasePublic } from "./market.ts";
import { OrderOwners } from "./order-owners.ts";
import { cancelOrder, submitOrder, validateOrder } from "./orders.ts";
import { parseFeeTier, parseHolding } from "./parse-account.ts";
import { parsePermissions } from "./permissions.ts";
import { ORDER_RULES, PAGE, ROUTES } from "./quirks.ts";
import { readAllPages } from "./read-pages.ts";
import { readTime } from "./session.ts";

type Signal = { readonly signal?: AbortSignal };

const placeSchema = z.strictObject({ cursor: z.string().nullable() });

export class CoinbaseClient implements VenueClient {
  readonly account: Account;
  readonly rules = ORDER_RULES;
  readonly #market: CoinbasePublic;
  readonly #session: VenueSession;
  readonly #parts: Parameters<typeof submitOrder>[0];
  readonly #clock: Clock;
  readonly #credentials: () => Promise<Credentials>;

  constructor(
    account: Account,
    market: CoinbasePublic,
    session: VenueSession,
    clock: Clock,
    credentials: () => Promise<Credentials>,
  ) {
    this.account = account;
    this.#credentials = credentials;
    this.#market = market;
    this.#session = session;
    this.#clock = clock;
    this.#parts = { session, list: market.list, clock, owners: new OrderOwners(session) };
  }

  fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#market.fetchInstruments();
  }

  async fetchBalances({ signal }: Signal): Promise<readonly Balance[]> {
    const pages = readAllPages(this.#session, ROUTES.accounts, "accounts", { limit: PAGE.accounts }, { signal });
    const rows = [];
    for await (const page of pages) rows.push(...page.map(parseHolding));
    return foldBalances(
      this.account.id,
      rows.filter((row) => row !== null),
    );
  }

  async fetchFeeTier({ signal }: Signal): Promise<FeeTier> {
    const { body } = await this.#session.read(ROUTES.fees, { product_type: "SPOT" }, { signal });
    return parseFeeTier(body);
  }

  async fetchPermissions({ signal }: Signal): Promise<KeyPermissions> {
    const { body } = await this.#session.read(ROUTES.permissions, {}, { signal });
    return parsePermissions(body, this.#clock.now());
  }

  submitOrder(request: OrderRequest, { signal }: Signal): Promise<SubmitOutcome> {
    return submitOrder(this.#parts, request, signal);
  }

  validateOrder(request: OrderRequest, { signal }: Signal): Promise<ValidationOutcome> {
    return validateOrder(this.#parts, request, signal);
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
    return fetchOpenOrders(this.#parts, signal);
  }

  async fetchFills(...[{ since }, options]: Parameters<VenueClient["fetchFills"]>): Promise<readonly Fill[]> {
    const fills = await collectPages(this.fillPages({ since, resume: null }, options));
    return [...fills].sort((left, right) => left.tsEvent - right.tsEvent);
  }

  fillPages(request: HistoryRequest, { signal }: Signal): AsyncIterable<HistoryPage<Fill>> {
    return historyPages<z.infer<typeof placeSchema>, Fill>(this.account.venue, request, {
      first: { cursor: null },
      readPlace: (value) => placeSchema.safeParse(value).data ?? null,
      readPage: async ({ cursor }) => {
        const page = await readFillPage(this.#parts, request.since, cursor, signal);
        return { items: page.items, next: page.cursor === null ? null : { cursor: page.cursor } };
      },
    });
  }

  history(...[kind, request, { signal }]: Parameters<VenueClient["history"]>): ReturnType<VenueClient["history"]> {
    return readHistory(this.#session, this.account.venue, kind, request, signal);
  }

  fetchTime({ signal }: Signal): Promise<UnixMs> {
    return readTime(this.#session, signal);
  }

  accountProtocol(): AccountProtocol {
    return new CoinbaseAccountStream({ credentials: this.#credentials, list: this.#market.list, clock: this.#clock });
  }

  diagnostics(): ClientDiagnostics {
    return clientDiagnostics(this.#session, this.#market.diary);
  }
}
