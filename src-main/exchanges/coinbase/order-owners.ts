// Which of our orders does an order of the venue belong to? Fills name the venue's id only.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { ClientOrderId } from "#shared/domain/ids.ts";
import { ownClientOrderId } from "./parse-order.ts";
import { PAGE, ROUTES } from "./quirks.ts";
import { readAllPages } from "./read-pages.ts";

export class OrderOwners {
  readonly #session: VenueSession;
  /** Null for an order that is not ours. */
  readonly #owners = new Map<string, ClientOrderId | null>();

  constructor(session: VenueSession) {
    this.#session = session;
  }

  remember(orderId: string, owner: ClientOrderId | null): void {
    this.#owners.set(orderId, owner);
  }

  /** Null for an order that is not ours. Only after {@link learn}. */
  ownerOf(orderId: string): ClientOrderId | null {
    return this.#owners.get(orderId) ?? null;
  }

  /** Asks for the orders of these fills that are not known yet. */
  async learn(fills: readonly Answer[], signal?: AbortSignal): Promise<void> {
    const ids = new Set(fills.map((fill) => fill.at("order_id").text()));
    const unknown = [...ids].filter((id) => !this.#owners.has(id));
    if (unknown.length === 0) return;
    const params = { order_ids: unknown, limit: PAGE.orders };
    for await (const page of readAllPages(this.#session, ROUTES.orders, "orders", params, { signal })) {
      for (const order of page)
        this.remember(order.at("order_id").text(), ownClientOrderId(order.at("client_order_id")));
    }
    for (const id of unknown) if (!this.#owners.has(id)) this.remember(id, null);
  }
}
