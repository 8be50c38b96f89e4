// Which of our orders does an order of the venue belong to, and on which markets were there any? Fills name the venue's id only,
// and are told market by market.
import { EngineError } from "#engine/core/engine-error.ts";
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { CallOptions, VenueSession } from "#exchanges/shared/venue-session.ts";
import { type ClientOrderId, clientOrderIdSchema, type MarketSymbol } from "#shared/domain/ids.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { ROUTES } from "./quirks.ts";
import { readAllPages } from "./read-pages.ts";

/** An order may have rested so long before its fill. Ours rest for minutes. */
const LOOK_BACK_MS = DAY_MS;

export class OrderOwners {
  readonly #session: VenueSession;
  /** Null for an order that is not ours. */
  readonly #owners = new Map<string, ClientOrderId | null>();
  /** Markets on which this run has sent orders. */
  readonly #symbols = new Set<MarketSymbol>();

  constructor(session: VenueSession) {
    this.#session = session;
  }

  get symbols(): ReadonlySet<MarketSymbol> {
    return this.#symbols;
  }

  remember(orderId: string, { clientOrderId, symbol }: Pick<OrderRequest, "clientOrderId" | "symbol">): void {
    this.#owners.set(orderId, clientOrderId);
    this.#symbols.add(symbol);
  }

  /** Ids of the products on which orders of ours were made since about then. */
  async productsSince(since: UnixMs, options: CallOptions): Promise<ReadonlySet<string>> {
    const products = new Set<string>();
    const params = { status: "all", start_date: new Date(Math.max(0, since - LOOK_BACK_MS)).toISOString() };
    for await (const page of readAllPages(this.#session, ROUTES.orders, params, options)) {
      for (const order of page) {
        const owner = this.#note(order);
        if (owner !== null) products.add(order.at("product_id").text());
      }
    }
    return products;
  }

  /** Null for an order that is not ours. */
  async ownerOf(orderId: string, options: CallOptions): Promise<ClientOrderId | null> {
    const known = this.#owners.get(orderId);
    if (known !== undefined) return known;
    try {
      const { body } = await this.#session.read(ROUTES.orderById, { id: orderId }, options);
      return this.#note(body);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== "ORDER_NOT_FOUND") throw error;
      this.#owners.set(orderId, null);
      return null;
    }
  }

  #note(order: Answer): ClientOrderId | null {
    const id = order.at("id").text();
    const told = clientOrderIdSchema.safeParse(order.at("client_oid").value).data;
    // An order that this run has sent stays ours, also while the venue does not repeat its id.
    const owner = told ?? this.#owners.get(id) ?? null;
    this.#owners.set(id, owner);
    return owner;
  }
}
