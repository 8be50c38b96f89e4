// How does one account trade at any other exchange, as far as the library can?
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
import {
  cancelOutcome,
  foundWithFills,
  lookupResult,
  malformedOrder,
  submitOutcome,
  takenOrder,
} from "#exchanges/shared/outcomes.ts";
import { venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import type { Account, Balance } from "#shared/domain/account.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { ClientOrderId, MarketSymbol } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import type { Fill } from "#shared/domain/order.ts";
import { MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { transferPages } from "./history.ts";
import type { UnifiedExchange } from "./load-exchange.ts";
import type { GenericMarketSide } from "./market.ts";
import { parseBalances, parseOrder, parseTrade } from "./parse-unified.ts";
import { RULES } from "./quirks.ts";
import type { UnifiedSession } from "./unified-session.ts";

type Signal = { readonly signal?: AbortSignal };

const LOOK_BACK_MS = MINUTE_MS;

export class GenericClient implements VenueClient {
  readonly account: Account;
  readonly rules = RULES;
  readonly #unified: UnifiedSession;
  readonly #market: GenericMarketSide;
  readonly #clock: Clock;
  /** Orders of this session and those found since: trades do not carry our id. */
  readonly #owners = new Map<string, { readonly owner: ClientOrderId; readonly symbol: MarketSymbol }>();

  constructor(account: Account, unified: UnifiedSession, market: GenericMarketSide, clock: Clock) {
    this.account = account;
    this.#unified = unified;
    this.#market = market;
    this.#clock = clock;
  }

  fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#market.fetchInstruments();
  }

  async fetchBalances({ signal }: Signal): Promise<readonly Balance[]> {
    const body = await this.#unified.read("fetchBalance", (exchange) => exchange.fetchBalance({}), { signal });
    return parseBalances(body, this.account.id);
  }

  /** The exchange's general list: `cannot` says so. */
  async fetchFeeTier({ signal }: Signal): Promise<FeeTier> {
    const body = await this.#unified.read("fetchBalance", async (exchange) => ({ fees: exchange.fees }), { signal });
    const trading = body.at("fees").at("trading");
    return { maker: trading.at("maker").amount(), taker: trading.at("taker").amount(), feeAsset: "quote" };
  }

  async submitOrder(request: OrderRequest, { signal }: Signal): Promise<SubmitOutcome> {
    const bad = malformedOrder(request) ?? notPossible(request);
    if (bad !== null) return { kind: "rejected", ...bad };
    const call = this.#unified.call("createOrder", (exchange) => this.#create(exchange, request), {
      signal,
      forOrder: true,
    });
    return submitOutcome(call, ({ body }) => {
      const venueOrderId = venueOrderIdOf(body.at("id"));
      this.#owners.set(venueOrderId, { owner: request.clientOrderId, symbol: request.symbol });
      return { kind: "accepted", order: takenOrder(request, venueOrderId, this.#clock.now()), fills: [] };
    });
  }

  async #create(exchange: UnifiedExchange, request: OrderRequest): Promise<unknown> {
    const { symbol, side, quantity, limitPrice, kind, clientOrderId } = request;
    await exchange.loadMarkets(false);
    // The library rounds by itself: an order that it would change is not sent.
    const kept = (sent: string, ours: string) => decimal(sent).eq(decimal(ours));
    if (!kept(exchange.amountToPrecision(symbol, quantity), quantity)) throw wouldChange(this.account, "quantity");
    if (limitPrice !== null && !kept(exchange.priceToPrecision(symbol, limitPrice), limitPrice))
      throw wouldChange(this.account, "price");
    const extra = kind === "limitIoc" ? { timeInForce: "IOC" } : kind === "postOnly" ? { postOnly: true } : {};
    const type = kind === "market" ? "market" : "limit";
    return exchange.createOrder(symbol, type, side, quantity, limitPrice ?? undefined, { clientOrderId, ...extra });
  }

  async validateOrder(): Promise<ValidationOutcome> {
    return { kind: "notSupported", reason: `${venueName(this.account.venue)} has no validate-only order here.` };
  }

  cancelOrder(request: Parameters<VenueClient["cancelOrder"]>[0], { signal }: Signal): Promise<CancelOutcome> {
    const { venueOrderId, symbol } = request;
    const cancel = (exchange: UnifiedExchange) => exchange.cancelOrder(venueOrderId, symbol);
    return cancelOutcome(
      this.#unified.call("cancelOrder", cancel, { signal, forOrder: true }),
      () => ({ kind: "accepted" }),
      async () => {
        const fetchOrder = (exchange: UnifiedExchange) => exchange.fetchOrder(venueOrderId, symbol);
        const result = await this.#unified.call("fetchOrder", fetchOrder, { signal, urgent: true });
        if (!result.ok && result.verdict.kind === "orderNotFound") return null;
        if (!result.ok) throw result.verdict.error;
        return parseOrder(result.reply.body, await this.#market.list.table());
      },
    );
  }

  /** Among open and closed orders, by our id in the answer. Without both lists "not there" is not said. */
  findOrder(request: Parameters<VenueClient["findOrder"]>[0], { signal }: Signal): Promise<LookupResult> {
    const { clientOrderId, symbol, sentAt } = request;
    return lookupResult(async () => {
      const table = await this.#market.list.table();
      const since = Math.max(0, sentAt - LOOK_BACK_MS);
      const options = { signal, urgent: true };
      const open = await this.#unified.read("fetchOpenOrders", (exchange) => exchange.fetchOpenOrders(symbol), options);
      const closed = async () =>
        this.#unified.read("fetchClosedOrders", (exchange) => exchange.fetchClosedOrders(symbol, since), options);
      const pick = (orders: readonly VenueOrder[]) => orders.find((order) => order.clientOrderId === clientOrderId);
      const read = (list: typeof open) => list.list().flatMap((row) => parseOrder(row, table) ?? []);
      const order = pick(read(open)) ?? pick(read(await closed()));
      if (order === undefined) return { kind: "notFound" };
      this.#owners.set(order.venueOrderId, { owner: clientOrderId, symbol });
      const fills = order.filledQuantity === "0" ? [] : await this.#fillsOf(symbol, order.createdAt, signal);
      return foundWithFills(
        order,
        fills.filter((fill) => fill.venueOrderId === order.venueOrderId),
      );
    });
  }

  async #fillsOf(symbol: MarketSymbol, since: UnixMs, signal: AbortSignal | undefined): Promise<readonly Fill[]> {
    const read = (exchange: UnifiedExchange) => exchange.fetchMyTrades(symbol, since, undefined);
    const body = await this.#unified.read("fetchMyTrades", read, { signal });
    return body.list().flatMap((row) => {
      const { orderId, fill } = parseTrade(row, symbol, this.#clock.now());
      const known = this.#owners.get(orderId);
      return known === undefined ? [] : [fill(known.owner)];
    });
  }

  async fetchOpenOrders({ signal }: Signal): Promise<readonly VenueOrder[]> {
    const table = await this.#market.list.table();
    const body = await this.#unified.read("fetchOpenOrders", (exchange) => exchange.fetchOpenOrders(), { signal });
    return body.list().flatMap((row) => parseOrder(row, table) ?? []);
  }

  /** Of orders that this session knows. */
  async fetchFills({ since }: { readonly since: UnixMs }, { signal }: Signal): Promise<readonly Fill[]> {
    const fills: Fill[] = [];
    for (const symbol of new Set([...this.#owners.values()].map((known) => known.symbol))) {
      fills.push(...(await this.#fillsOf(symbol, since, signal)).filter((fill) => fill.tsEvent >= since));
    }
    return fills.sort((left, right) => left.tsEvent - right.tsEvent);
  }

  async *fillPages(request: HistoryRequest, options: Signal): AsyncGenerator<HistoryPage<Fill>, void, void> {
    yield { items: await this.fetchFills({ since: request.since }, options), resume: null };
  }

  history(
    kind: HistoryKind,
    request: HistoryRequest,
    { signal }: Signal,
  ): AsyncGenerator<HistoryPage<LedgerEntry>, void, void> {
    return transferPages(this.#unified, this.account.venue, kind, request, signal);
  }

  async fetchPermissions(): Promise<KeyPermissions> {
    const { venue } = this.account;
    throw new EngineError("VENUE_NOT_SUPPORTED", `${venueName(venue)} does not say here what a key may do.`, {
      data: { venue },
    });
  }

  fetchTime(options: Signal): Promise<UnixMs> {
    return this.#market.fetchTime(options);
  }

  diagnostics(): ClientDiagnostics {
    return clientDiagnostics(this.#unified.session, this.#market.unified.session.diary);
  }
}

function notPossible({ quoteAmount }: OrderRequest): { readonly code: string; readonly message: string } | null {
  if (quoteAmount === undefined) return null;
  return {
    code: "QUOTE_AMOUNT",
    message: "A market buy by what it spends cannot be sent to this exchange. It was not sent.",
  };
}

function wouldChange({ venue }: Account, part: string): EngineError {
  return new EngineError(
    "VENUE_NOT_SUPPORTED",
    `${venueName(venue)}: the library would round the order's ${part}. It was not sent.`,
    { data: { venue } },
  );
}
