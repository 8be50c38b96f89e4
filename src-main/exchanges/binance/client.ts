// How does one account trade at Binance, and what does it own?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type {
  CancelOutcome,
  ClientDiagnostics,
  HistoryKind,
  HistoryPage,
  HistoryRequest,
  LedgerEntry,
  LookupResult,
  OrderRequest,
  SubmitOutcome,
  ValidationOutcome,
  VenueClient,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import { clientDiagnostics } from "#exchanges/shared/call-diary.ts";
import type { ListedMarket } from "#exchanges/shared/market-list.ts";
import {
  cancelOutcome,
  foundWithFills,
  lookupResult,
  malformedOrder,
  submitOutcome,
  validationOutcome,
} from "#exchanges/shared/outcomes.ts";
import { collectPages } from "#exchanges/shared/pages.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { BinanceMarketSide } from "./market.ts";
import { orderParams } from "./order-params.ts";
import { parseBalances, parseFeeTier, parsePermissions } from "./parse-account.ts";
import { parseOrderRates } from "./parse-order-rates.ts";
import { parseOrder, parseOwnFills } from "./parse-orders.ts";
import { BINANCE, RULES } from "./quirks.ts";
import { ROUTES } from "./routes.ts";
import { TradeReader } from "./trade-reader.ts";
import { transferPages } from "./transfers.ts";

type Signal = { readonly signal?: AbortSignal };

export class BinanceClient implements VenueClient {
  readonly account: Account;
  readonly rules = RULES;
  readonly #session: VenueSession;
  readonly #market: BinanceMarketSide;
  readonly #clock: Clock;
  readonly #trades: TradeReader;
  readonly #stream: () => AccountProtocol;

  constructor(
    account: Account,
    market: BinanceMarketSide,
    {
      session,
      clock,
      stream,
    }: { readonly session: VenueSession; readonly clock: Clock; readonly stream: () => AccountProtocol },
  ) {
    this.account = account;
    this.#stream = stream;
    this.#session = session;
    this.#market = market;
    this.#clock = clock;
    this.#trades = new TradeReader(session, clock);
  }

  fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#market.fetchInstruments();
  }

  async fetchBalances({ signal }: Signal): Promise<readonly Balance[]> {
    const table = await this.#market.list.table();
    const { body } = await this.#session.read(ROUTES.account, { omitZeroBalances: "true" }, { signal });
    const balances = parseBalances(body, this.account.id, table);
    this.#trades.owns(balances.map(({ asset }) => asset));
    return balances;
  }

  async fetchFeeTier({ signal }: Signal): Promise<FeeTier> {
    const { body } = await this.#session.read(ROUTES.account, { omitZeroBalances: "true" }, { signal });
    return parseFeeTier(body);
  }

  async submitOrder(request: OrderRequest, { signal }: Signal): Promise<SubmitOutcome> {
    const bad = malformedOrder(request);
    if (bad !== null) return { kind: "rejected", ...bad };
    this.#trades.touch(request.symbol);
    const call = this.#session.prepared(async () => {
      const params = orderParams(request, await this.#marketOf(request));
      return { route: ROUTES.placeOrder, params, options: { signal, forOrder: true } };
    });
    return submitOutcome(call, async ({ body }) => {
      const order = parseOrder(body, await this.#marketOf(request));
      if (order.clientOrderId !== request.clientOrderId)
        throw body.at("clientOrderId").unexpected("the id that was sent");
      this.#trades.remember(order.venueOrderId, request.clientOrderId);
      return { kind: "accepted", order, fills: parseOwnFills(body, order, request.clientOrderId, this.#clock.now()) };
    });
  }

  async validateOrder(request: OrderRequest, { signal }: Signal): Promise<ValidationOutcome> {
    const bad = malformedOrder(request);
    if (bad !== null) return { kind: "invalid", ...bad };
    const call = this.#session.prepared(async () => {
      const params = { ...orderParams(request, await this.#marketOf(request)), computeCommissionRates: "true" };
      return { route: ROUTES.testOrder, params, options: { signal, forOrder: true } };
    });
    return validationOutcome(call, ({ body }) => parseOrderRates(body, request.kind));
  }

  async cancelOrder(request: Parameters<VenueClient["cancelOrder"]>[0], { signal }: Signal): Promise<CancelOutcome> {
    const { venueOrderId } = request;
    const call = this.#session.prepared(async () => {
      const params = { symbol: (await this.#marketOf(request)).id, orderId: venueOrderId };
      return { route: ROUTES.cancelOrder, params, options: { signal, forOrder: true } };
    });
    return cancelOutcome(
      call,
      ({ body }) => {
        const status = body.at("status").text();
        return status === "CANCELED"
          ? { kind: "accepted" }
          : { kind: "unknown", cause: `Binance says ${status.slice(0, 40)}.` };
      },
      async () => this.#order(await this.#marketOf(request), { orderId: venueOrderId }, signal),
    );
  }

  findOrder(request: Parameters<VenueClient["findOrder"]>[0], { signal }: Signal): Promise<LookupResult> {
    const { clientOrderId } = request;
    this.#trades.touch(request.symbol);
    return lookupResult(async () => {
      const market = await this.#marketOf(request);
      const order = await this.#order(market, { origClientOrderId: clientOrderId }, signal);
      if (order === null) return { kind: "notFound" };
      if (order.clientOrderId !== clientOrderId)
        return { kind: "noAnswer", cause: "Binance answered about another order." };
      if (order.filledQuantity === "0") return foundWithFills(order, []);
      return foundWithFills(order, await this.#trades.ofOrder(order.venueOrderId, clientOrderId, market, signal));
    });
  }

  /** Null where Binance says that there is none. */
  async #order(
    market: ListedMarket,
    id: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<VenueOrder | null> {
    const result = await this.#session.call(ROUTES.order, { symbol: market.id, ...id }, { signal, urgent: true });
    if (result.ok) return parseOrder(result.reply.body, market);
    if (result.verdict.kind === "orderNotFound") return null;
    throw result.verdict.error;
  }

  async fetchOpenOrders({ signal }: Signal): Promise<readonly VenueOrder[]> {
    const table = await this.#market.list.table();
    const { body } = await this.#session.read(ROUTES.openOrders, {}, { signal });
    return body.list().flatMap((row) => {
      const market = table.ofId(row.at("symbol").text());
      return market === undefined ? [] : [parseOrder(row, market)];
    });
  }

  async fetchFills({ since }: { readonly since: UnixMs }, options: Signal): Promise<readonly Fill[]> {
    const fills = await collectPages(this.fillPages({ since, resume: null }, options));
    return [...fills].sort((left, right) => left.tsEvent - right.tsEvent);
  }

  async *fillPages(request: HistoryRequest, options: Signal): AsyncGenerator<HistoryPage<Fill>, void, void> {
    // Which coins are owned decides which markets are asked.
    await this.fetchBalances(options);
    yield* this.#trades.pages(request, await this.#market.list.table(), options.signal);
  }

  async *history(
    kind: HistoryKind,
    request: HistoryRequest,
    { signal }: Signal,
  ): AsyncGenerator<HistoryPage<LedgerEntry>, void, void> {
    const sandbox = this.#market.endpoint === "sandbox";
    yield* transferPages(this.#session, this.#clock, kind, request, { sandbox, signal });
  }

  async fetchPermissions({ signal }: Signal): Promise<KeyPermissions> {
    if (this.#market.endpoint === "sandbox") {
      throw new EngineError("VENUE_NOT_SUPPORTED", "Binance's sandbox does not tell what a key may do.", {
        data: { venue: BINANCE },
      });
    }
    const { body } = await this.#session.read(ROUTES.keyRights, {}, { signal });
    return parsePermissions(body, this.#clock.now());
  }

  fetchTime(options: Signal): Promise<UnixMs> {
    return this.#market.fetchTime(options);
  }

  /** A new one each time. */
  accountProtocol(): AccountProtocol {
    return this.#stream();
  }

  diagnostics(): ClientDiagnostics {
    return clientDiagnostics(this.#session, this.#market.diary);
  }

  async #marketOf({ symbol }: Pick<OrderRequest, "symbol">): Promise<ListedMarket> {
    return (await this.#market.list.table()).ofSymbol(symbol);
  }
}
