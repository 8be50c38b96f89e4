// Which fills belong to an order? Some venues name a trade's order only by their own id: then the order's venue id decides.
import type { ClientOrderId, VenueOrderId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";

/** Fills of this order, each under its client id. A null venue id is not known yet: then only the client id can tell. */
export function computeOwnFills(
  fills: readonly Fill[],
  {
    clientOrderId,
    venueOrderId,
  }: { readonly clientOrderId: ClientOrderId; readonly venueOrderId: VenueOrderId | null },
): readonly Fill[] {
  return fills
    .filter((fill) => fill.clientOrderId === clientOrderId || fill.venueOrderId === venueOrderId)
    .map((fill) => (fill.clientOrderId === clientOrderId ? fill : { ...fill, clientOrderId }));
}
