// Which of an account's open orders do its venue's lists settle, so that they need not be looked up one by one?
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ClientOrderId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import { computeFillsByOrder } from "./compute-fills-by-order.ts";
import { computeFilledQuantity } from "./compute-order-fills.ts";
import type { Observation } from "./observe-order.ts";
import type { OrderFollower } from "./order-follower.ts";
import type { VenueLists } from "./venue-lists.ts";

interface Settled {
  readonly how: "open orders" | "fills";
  readonly observation: Observation;
}

/**
 * What the lists prove of each order: that it is open, with all the fills its venue counts, or that it was filled whole. An order
 * that they do not show, or not with all its fills, is not in the answer: absence from a list is no evidence, its look-up is.
 */
export function planSettlements(
  orders: readonly Order[],
  { open, fills }: VenueLists,
): ReadonlyMap<ClientOrderId, Settled> {
  const listed = new Map<ClientOrderId, VenueOrder>();
  for (const order of open) if (order.clientOrderId !== null) listed.set(order.clientOrderId, order);
  const named = orders.map(({ clientOrderId, venueOrderId }) => ({
    clientOrderId,
    venueOrderId: venueOrderId ?? listed.get(clientOrderId)?.venueOrderId ?? null,
  }));
  const fillsOf = computeFillsByOrder(named, fills);
  const settled = new Map<ClientOrderId, Settled>();
  for (const { clientOrderId, quantity } of orders) {
    const order = listed.get(clientOrderId) ?? null;
    const own = fillsOf.get(clientOrderId) ?? [];
    const filled = computeFilledQuantity(own);
    // A list that shows an order as open after it ended there is an old one: the look-up decides.
    if (order !== null && order.state === "open" && filled.gte(Decimal.parse(order.filledQuantity))) {
      settled.set(clientOrderId, { how: "open orders", observation: { order, fills: own } });
    } else if (order === null && filled.gte(Decimal.parse(quantity))) {
      settled.set(clientOrderId, { how: "fills", observation: { order, fills: own } });
    }
  }
  return settled;
}

/** Writes down what the lists prove and answers with the orders that they leave to look-ups. */
export async function settleByLists(
  { follower, journal }: { readonly follower: Pick<OrderFollower, "observe">; readonly journal: ProfileJournal },
  orders: readonly Order[],
  lists: VenueLists,
): Promise<readonly Order[]> {
  const settled = planSettlements(orders, lists);
  const unknown = orders.filter(({ state }) => state === "UNKNOWN" || state === "CANCEL_UNKNOWN");
  await journal.record(() =>
    unknown
      .filter(({ clientOrderId }) => settled.has(clientOrderId))
      .map(({ clientOrderId }) => ({
        kind: "order.lookup",
        clientOrderId,
        asked: "open orders and fills of the account, for all its orders at once",
        answer: `found by ${ensure(settled.get(clientOrderId), `what is known of ${clientOrderId}`).how}`,
      })),
  );
  for (const [clientOrderId, { observation }] of settled) await follower.observe(clientOrderId, observation);
  return orders.filter(({ clientOrderId }) => !settled.has(clientOrderId));
}
