// Which trades has a Binance account made, and by which of our orders? Binance tells trades per market and without our ids.
import { z } from "zod";
import type { Clock } from "#engine/ports/clock.ts";
import type { HistoryPage, HistoryRequest } from "#engine/ports/exchange-client.ts";
import type { ListedMarket } from "#exchanges/shared/market-list.ts";
import { historyPages } from "#exchanges/shared/pages.ts";
import { ownerOf } from "#exchanges/shared/trade-owner.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { ClientOrderId, MarketSymbol, VenueOrderId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type BinanceTrade, parseOrder, parseTrade } from "./parse-orders.ts";
import { BINANCE, PAGE_SIZE, TRADES_BY_TIME_MS } from "./quirks.ts";
import { ORDER_TRADES_COSTS, ROUTES } from "./routes.ts";
import type { BinanceTable } from "./symbols.ts";

/** `fromId` null: by time. */
const placeSchema = z.strictObject({ market: z.string(), fromId: z.string().regex(/^\d+$/).nullable() });
type Place = z.infer<typeof placeSchema>;

const FIRST_ID = "0";

export class TradeReader {
  readonly #session: VenueSession;
  readonly #clock: Clock;
  /** Our id of an order by Binance's; null for orders that are not ours. */
  readonly #owners = new Map<string, ClientOrderId | null>();
  /** Markets that this client had to do with; coins that the account was seen to own. */
  readonly #touched = new Set<MarketSymbol>();
  readonly #seen = new Set<string>();

  constructor(session: VenueSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  touch(symbol: MarketSymbol): void {
    this.#touched.add(symbol);
  }

  owns(coins: Iterable<string>): void {
    for (const coin of coins) this.#seen.add(coin);
  }

  remember(orderId: VenueOrderId, owner: ClientOrderId): void {
    this.#owners.set(orderId, owner);
  }

  /** Markets that may hold trades: those traded through us, and those whose two coins are both owned. */
  #candidates(table: BinanceTable): readonly ListedMarket[] {
    return table.markets
      .filter(
        ({ instrument }) =>
          this.#touched.has(instrument.symbol) || (this.#seen.has(instrument.base) && this.#seen.has(instrument.quote)),
      )
      .sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  /** All trades of our orders, market by market. */
  async *pages(
    request: HistoryRequest,
    table: BinanceTable,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<HistoryPage<Fill>, void, void> {
    const candidates = this.#candidates(table);
    const byTime = this.#clock.now() - request.since <= TRADES_BY_TIME_MS;
    const begin = (market: ListedMarket): Place => ({ market: market.id, fromId: byTime ? null : FIRST_ID });
    const [first] = candidates;
    if (first === undefined) {
      yield { items: [], resume: null };
      return;
    }
    yield* historyPages<Place, Fill>(BINANCE, request, {
      first: begin(first),
      readPlace: (value) => placeSchema.safeParse(value).data ?? null,
      readPage: async (place) => {
        const next = candidates.find((other) => other.id > place.market);
        const after = next === undefined ? null : begin(next);
        const market = table.ofId(place.market);
        if (market === undefined) return { items: [], next: after };
        const from = place.fromId === null ? { startTime: String(request.since) } : { fromId: place.fromId };
        const params = { symbol: market.id, limit: String(PAGE_SIZE), ...from };
        const { body } = await this.#session.read(ROUTES.trades, params, { signal });
        const trades = body.list().map((row) => parseTrade(row, market, this.#clock.now()));
        const items = await this.#fills(trades, market, signal);
        if (trades.length < PAGE_SIZE) return { items, next: after };
        const last = trades.reduce((greatest, { id }) => (id > greatest ? id : greatest), 0n);
        return { items, next: { market: market.id, fromId: String(last + 1n) } };
      },
    });
  }

  async #fills(
    trades: readonly BinanceTrade[],
    market: ListedMarket,
    signal: AbortSignal | undefined,
  ): Promise<Fill[]> {
    const asked = new Set<string>();
    for (const { orderId } of trades) {
      if (this.#owners.has(orderId) || asked.has(orderId)) continue;
      asked.add(orderId);
      await this.#learnOwners(orderId, trades, market, signal);
    }
    return trades.flatMap((trade) => {
      const owner = ownerOf(BINANCE, this.#owners, trade, this.#clock.now());
      return owner === null ? [] : [trade.fill(owner)];
    });
  }

  /** A page of orders from this one on: neighbours of its trades are mostly among them. */
  async #learnOwners(
    orderId: string,
    trades: readonly BinanceTrade[],
    market: ListedMarket,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const params = { symbol: market.id, orderId, limit: String(PAGE_SIZE) };
    const { body } = await this.#session.read(ROUTES.allOrders, params, { signal });
    const wanted = new Set(trades.map((trade) => trade.orderId));
    for (const row of body.list()) {
      const order = parseOrder(row, market);
      // What we know to be ours stays ours.
      const isOpen = (this.#owners.get(order.venueOrderId) ?? null) === null;
      if (isOpen && wanted.has(order.venueOrderId)) this.#owners.set(order.venueOrderId, order.clientOrderId);
    }
  }

  /** The fills of one of our orders. */
  async ofOrder(
    orderId: VenueOrderId,
    owner: ClientOrderId,
    market: ListedMarket,
    signal: AbortSignal | undefined,
  ): Promise<readonly Fill[]> {
    this.remember(orderId, owner);
    const params = { symbol: market.id, orderId, limit: String(PAGE_SIZE) };
    const options = { signal, costs: ORDER_TRADES_COSTS, urgent: true };
    const { body } = await this.#session.read(ROUTES.trades, params, options);
    return body
      .list()
      .map((row) => parseTrade(row, market, this.#clock.now()))
      .filter((trade) => trade.orderId === orderId)
      .map((trade) => trade.fill(owner));
  }
}
