// Whose are the fills of an account's list? One pass for all its orders, however many.
import type { ClientOrderId, VenueOrderId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";

/** What an order is known by; the venue's id is null while it is not known. */
interface Named {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId | null;
}

/** Fills of each of these orders, under its client id; fills of no order of ours are left out. */
export function computeFillsByOrder(
  orders: readonly Named[],
  fills: readonly Fill[],
): ReadonlyMap<ClientOrderId, readonly Fill[]> {
  const ownerOf = new Map<string, ClientOrderId>();
  for (const { clientOrderId, venueOrderId } of orders) {
    ownerOf.set(clientOrderId, clientOrderId);
    // Some venues name a trade's order only by their own id.
    if (venueOrderId !== null) ownerOf.set(venueOrderId, clientOrderId);
  }
  const byOrder = new Map<ClientOrderId, Fill[]>();
  for (const fill of fills) {
    const own = ownerOf.get(fill.clientOrderId) ?? ownerOf.get(fill.venueOrderId);
    if (own === undefined) continue;
    const told = fill.clientOrderId === own ? fill : { ...fill, clientOrderId: own };
    const known = byOrder.get(own);
    if (known === undefined) byOrder.set(own, [told]);
    else known.push(told);
  }
  return byOrder;
}
