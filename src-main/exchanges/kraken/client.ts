// How does one account trade at Kraken, and what does it own?
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
import {
  cancelOutcome,
  foundWithFills,
  lookupResult,
  malformedOrder,
  submitOutcome,
  takenOrder,
  validationOutcome,
} from "#exchanges/shared/outcomes.ts";
import { collectPages } from "#exchanges/shared/pages.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import type { ClientOrderId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { KrakenAccountStream } from "./account-stream.ts";
import { ledgerPages } from "./history.ts";
import type { KrakenMarketSide } from "./market.ts";
import { orderParams } from "./order-params.ts";
import { parseBalances, parseFeeTier, parsePermissions } from "./parse-account.ts";
import { checkTimer, type KrakenOrder, parseCanceled, parseOrder, parsePlaced } from "./parse-orders.ts";
import { RULES } from "./quirks.ts";
import { ROUTES } from "./routes.ts";
import type { KrakenTable } from "./symbols.ts";
import { TradeReader } from "./trade-reader.ts";

type Signal = { readonly signal?: AbortSignal };

/** Closed orders are looked for from this long before the order was sent: clocks differ. */
const LOOK_BACK_MS = MINUTE_MS;

export class KrakenClient implements VenueClient {
  readonly account: Account;
  readonly rules = RULES;
  readonly #session: VenueSession;
  readonly #market: KrakenMarketSide;
  readonly #clock: Clock;
  readonly #trades: TradeReader;

  constructor(account: Account, session: VenueSession, market: KrakenMarketSide, clock: Clock) {
    this.account = account;
    this.#session = session;
    this.#market = market;
    this.#clock = clock;
    this.#trades = new TradeReader(session, clock);
  }

  fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#market.fetchInstruments();
  }

  async fetchBalances({ signal }: Signal): Promise<readonly Balance[]> {
    const table = await this.#table();
    const { body } = await this.#session.read(ROUTES.balances, {}, { signal });
    return parseBalances(body, this.account.id, table);
  }

  async fetchFeeTier({ signal }: Signal): Promise<FeeTier> {
    const { markets } = await this.#table();
    // The tier is the account's; it is told per market, and one that has ordinary fees is asked.
    const market = markets.find(({ instrument }) => instrument.symbol === "BTC/USD") ?? markets[0];
    const { body } = await this.#session.read(ROUTES.fees, { pair: market?.id ?? "" }, { signal });
    if (market === undefined) throw body.unexpected("about a market");
    return parseFeeTier(body, market);
  }

  async submitOrder(request: OrderRequest, { signal }: Signal): Promise<SubmitOutcome> {
    const bad = malformedOrder(request);
    if (bad !== null) return { kind: "rejected", ...bad };
    return submitOutcome(this.#addOrder(request, signal, {}), ({ body }) => {
      const venueOrderId = parsePlaced(body);
      this.#trades.remember(venueOrderId, request.clientOrderId);
      return { kind: "accepted", order: takenOrder(request, venueOrderId, this.#clock.now()), fills: [] };
    });
  }

  async validateOrder(request: OrderRequest, { signal }: Signal): Promise<ValidationOutcome> {
    const bad = malformedOrder(request);
    if (bad !== null) return { kind: "invalid", ...bad };
    return validationOutcome(this.#addOrder(request, signal, { validate: "true" }));
  }

  async #addOrder(request: OrderRequest, signal: AbortSignal | undefined, extra: Readonly<Record<string, string>>) {
    return this.#session.prepared(async () => {
      const market = (await this.#table()).ofSymbol(request.symbol);
      await this.#market.clockCheck.errorMs();
      // Asked when the order leaves, after every wait: the deadline counts from then.
      const params = () => ({ ...orderParams(request, market, this.#venueNow()), ...extra });
      return { route: ROUTES.addOrder, params, options: { signal, forOrder: true } };
    });
  }

  #venueNow(): UnixMs {
    return unixMs(this.#clock.now() - (this.#market.diary.clockErrorMs() ?? 0));
  }

  cancelOrder({ venueOrderId }: Parameters<VenueClient["cancelOrder"]>[0], { signal }: Signal): Promise<CancelOutcome> {
    return cancelOutcome(
      this.#session.call(ROUTES.cancelOrder, { txid: venueOrderId }, { signal, forOrder: true }),
      ({ body }) =>
        parseCanceled(body) ? { kind: "accepted" } : { kind: "unknown", cause: "Kraken canceled nothing." },
      async () => {
        const orders = await this.#trades.orders([venueOrderId], await this.#table(), signal);
        return orders.find(({ order }) => order.venueOrderId === venueOrderId)?.order ?? null;
      },
    );
  }

  async cancelAllAfter(forMs: DurationMs, { signal }: Signal): Promise<void> {
    const params = { timeout: String(Math.ceil(forMs / SECOND_MS)) };
    const { body } = await this.#session.read(ROUTES.cancelAllAfter, params, { signal, urgent: true });
    checkTimer(body, forMs > 0);
  }

  /**
   * By Kraken's id where it is known: one call of few. Else open first, then closed: an order that moves in between is seen
   * by the second.
   */
  findOrder(request: Parameters<VenueClient["findOrder"]>[0], { signal }: Signal): Promise<LookupResult> {
    const { clientOrderId } = request;
    return lookupResult(async () => {
      const table = await this.#table();
      const found =
        (await this.#placed(clientOrderId, table, signal)) ??
        (await this.#open(clientOrderId, table, signal)) ??
        (await this.#closed(request, table, signal));
      if (found === null) return { kind: "notFound" };
      return foundWithFills(found.order, await this.#trades.ofOrder(found, clientOrderId, table, signal));
    });
  }

  async #placed(
    owner: ClientOrderId,
    table: KrakenTable,
    signal: AbortSignal | undefined,
  ): Promise<KrakenOrder | null> {
    const id = this.#trades.idOf(owner);
    return id === null ? null : ofClientId(await this.#trades.orders([id], table, signal), owner);
  }

  async #open(clientOrderId: string, table: KrakenTable, signal: AbortSignal | undefined): Promise<KrakenOrder | null> {
    const params = { cl_ord_id: clientOrderId, trades: "true" };
    const { body } = await this.#session.read(ROUTES.openOrders, params, { signal, urgent: true });
    return ofClientId(parseRows(body, "open", table), clientOrderId);
  }

  async #closed(
    { clientOrderId, sentAt }: Parameters<VenueClient["findOrder"]>[0],
    table: KrakenTable,
    signal: AbortSignal | undefined,
  ): Promise<KrakenOrder | null> {
    const start = String(Math.max(0, Math.floor((sentAt - LOOK_BACK_MS) / 1000)));
    let before: string | undefined;
    for (let ofs = 0; ; ) {
      const params = { cl_ord_id: clientOrderId, trades: "true", start, ofs: String(ofs) };
      const { body } = await this.#session.read(ROUTES.closedOrders, params, { signal, urgent: true });
      const found = ofClientId(parseRows(body, "closed", table), clientOrderId);
      if (found !== null) return found;
      const rows = body.at("result").at("closed").entries();
      const newest = rows[0]?.[0];
      // A wrong count would have the same page read for ever.
      if (newest !== undefined && newest === before)
        throw body.at("result").unexpected("another page of closed orders");
      before = newest;
      ofs += rows.length;
      if (rows.length === 0 || ofs >= body.at("result").at("count").whole()) return null;
    }
  }

  async fetchOpenOrders({ signal }: Signal): Promise<readonly VenueOrder[]> {
    const table = await this.#table();
    const { body } = await this.#session.read(ROUTES.openOrders, {}, { signal });
    return parseRows(body, "open", table).map(({ order }) => order);
  }

  async fetchFills({ since }: { readonly since: UnixMs }, { signal }: Signal): Promise<readonly Fill[]> {
    const fills = await collectPages(this.#trades.pages({ since, resume: null }, await this.#table(), signal));
    return [...fills].sort((left, right) => left.tsEvent - right.tsEvent);
  }

  async *fillPages(request: HistoryRequest, { signal }: Signal): AsyncGenerator<HistoryPage<Fill>, void, void> {
    yield* this.#trades.pages(request, await this.#table(), signal);
  }

  async *history(
    kind: HistoryKind,
    request: HistoryRequest,
    { signal }: Signal,
  ): AsyncGenerator<HistoryPage<LedgerEntry>, void, void> {
    yield* ledgerPages(this.#session, this.#clock, await this.#table(), kind, request, signal);
  }

  async fetchPermissions({ signal }: Signal): Promise<KeyPermissions> {
    const { body } = await this.#session.read(ROUTES.keyInfo, {}, { signal });
    return parsePermissions(body, this.#clock.now());
  }

  fetchTime(options: Signal): Promise<UnixMs> {
    return this.#market.fetchTime(options);
  }

  accountProtocol(): AccountProtocol {
    return new KrakenAccountStream(this.#session);
  }

  diagnostics(): ClientDiagnostics {
    return clientDiagnostics(this.#session, this.#market.diary);
  }

  #table(): Promise<KrakenTable> {
    return this.#market.list.table();
  }
}

function parseRows(
  body: Parameters<typeof parsePlaced>[0],
  list: "open" | "closed",
  table: KrakenTable,
): KrakenOrder[] {
  return body
    .at("result")
    .at(list)
    .entries()
    .flatMap(([id, row]) => parseOrder(id, row, table) ?? []);
}

/** The filter is the venue's; that the answer is about this order is checked here. */
function ofClientId(orders: readonly KrakenOrder[], clientOrderId: string): KrakenOrder | null {
  return orders.find(({ order }) => order.clientOrderId === clientOrderId) ?? null;
}
