// Which trades has a Kraken account made, and by which of our orders?

import type { Clock } from "#engine/ports/clock.ts";
import type { HistoryPage, HistoryRequest } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { ownerOf } from "#exchanges/shared/trade-owner.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { ClientOrderId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { windowPages } from "./history.ts";
import { type KrakenOrder, type KrakenTrade, parseOrder, parseTrade } from "./parse-orders.ts";
import { KRAKEN, ORDERS_PER_QUERY, TRADES_PER_QUERY } from "./quirks.ts";
import { ROUTES } from "./routes.ts";
import type { KrakenTable } from "./symbols.ts";

export class TradeReader {
  readonly #session: VenueSession;
  readonly #clock: Clock;
  /** Our id of an order by Kraken's; null for orders that are not ours. Trades do not carry it. */
  readonly #owners = new Map<string, ClientOrderId | null>();

  constructor(session: VenueSession, clock: Clock) {
    this.#session = session;
    this.#clock = clock;
  }

  remember(orderId: string, owner: ClientOrderId | null): void {
    this.#owners.set(orderId, owner);
  }

  /** Kraken's id of an order of ours that was placed or seen in this run; null where it is not known. */
  idOf(owner: ClientOrderId): string | null {
    for (const [id, known] of this.#owners) if (known === owner) return id;
    return null;
  }

  /** All of our orders' trades, page by page. Trades of orders that carry no id of ours are left out: they are no fills of ours. */
  async *pages(
    request: HistoryRequest,
    table: KrakenTable,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<HistoryPage<Fill>, void, void> {
    const read = async (params: Readonly<Record<string, string>>) => {
      const { body } = await this.#session.read(ROUTES.tradesHistory, params, { signal });
      const result = body.at("result");
      const rows = result.at("trades").entries();
      const trades = rows.flatMap(([id, row]) => parseTrade(id, row, table, this.#clock.now()) ?? []);
      const ids = rows.map(([id]) => id);
      return { count: result.at("count").whole(), ids, items: await this.#fills(trades, table, signal) };
    };
    yield* windowPages(KRAKEN, request, this.#clock, read);
  }

  async #fills(trades: readonly KrakenTrade[], table: KrakenTable, signal: AbortSignal | undefined): Promise<Fill[]> {
    const unknown = [...new Set(trades.map(({ orderId }) => orderId))].filter((id) => !this.#owners.has(id));
    for (let at = 0; at < unknown.length; at += ORDERS_PER_QUERY) {
      await this.orders(unknown.slice(at, at + ORDERS_PER_QUERY), table, signal);
    }
    return trades.flatMap((trade) => {
      const owner = ownerOf(KRAKEN, this.#owners, trade, this.#clock.now());
      return owner === null ? [] : [trade.fill(owner)];
    });
  }

  /** Orders by Kraken's ids; those that it does not know are missing. */
  async orders(
    ids: readonly string[],
    table: KrakenTable,
    signal: AbortSignal | undefined,
  ): Promise<readonly KrakenOrder[]> {
    const result = await this.#session.call(ROUTES.orders, { txid: ids.join(","), trades: "true" }, { signal });
    if (!result.ok && result.verdict.kind !== "orderNotFound") throw result.verdict.error;
    const rows = result.ok ? result.reply.body.at("result").entries() : [];
    return rows.flatMap(([id, row]) => {
      const found = parseOrder(id, row, table);
      // What we know to be ours stays ours; what is not told at all is left open.
      if ((this.#owners.get(id) ?? null) === null) this.#owners.set(id, found?.order.clientOrderId ?? null);
      return found === null ? [] : [found];
    });
  }

  /** The fills of one of our orders. */
  async ofOrder(
    found: KrakenOrder,
    owner: ClientOrderId,
    table: KrakenTable,
    signal: AbortSignal | undefined,
  ): Promise<readonly Fill[]> {
    const { order, tradeIds } = found;
    this.#owners.set(order.venueOrderId, owner);
    if (order.filledQuantity === "0") return [];
    if (tradeIds === null || tradeIds.length === 0)
      return this.#since(order.createdAt, order.venueOrderId, table, signal);
    const fills: Fill[] = [];
    for (let at = 0; at < tradeIds.length; at += TRADES_PER_QUERY) {
      const txid = tradeIds.slice(at, at + TRADES_PER_QUERY).join(",");
      const { body } = await this.#session.read(ROUTES.trades, { txid }, { signal, urgent: true });
      for (const [id, row] of body.at("result").entries()) fills.push(...this.#owned(id, row, found, owner, table));
    }
    return fills.sort((left, right) => left.tsEvent - right.tsEvent);
  }

  #owned(id: string, row: Answer, { order }: KrakenOrder, owner: ClientOrderId, table: KrakenTable): readonly Fill[] {
    const trade = parseTrade(id, row, table, this.#clock.now());
    return trade === null || trade.orderId !== order.venueOrderId ? [] : [trade.fill(owner)];
  }

  /** Where an order does not name its trades. */
  async #since(
    since: UnixMs,
    orderId: string,
    table: KrakenTable,
    signal: AbortSignal | undefined,
  ): Promise<readonly Fill[]> {
    const fills: Fill[] = [];
    for await (const page of this.pages({ since, resume: null }, table, signal)) {
      fills.push(...page.items.filter((fill) => fill.venueOrderId === orderId));
    }
    return fills.sort((left, right) => left.tsEvent - right.tsEvent);
  }
}
