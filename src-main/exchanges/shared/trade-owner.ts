// Whose order made a trade, where the venue tells trades without our ids?
import { EngineError } from "#engine/core/engine-error.ts";
import type { ClientOrderId, VenueId } from "#shared/domain/ids.ts";
import { HOUR_MS, type UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";

/** Lists lag behind each other for seconds; an order that is not told so long after its trade never will be. */
const SETTLED_MS = HOUR_MS;

/**
 * Our id; null for an order that is not ours. A fresh trade whose order is not told yet is no answer at all: left out, it could be
 * a fill of ours that is never read again.
 */
export function ownerOf(
  venue: VenueId,
  owners: ReadonlyMap<string, ClientOrderId | null>,
  trade: { readonly orderId: string; readonly tsEvent: UnixMs },
  now: UnixMs,
): ClientOrderId | null {
  const owner = owners.get(trade.orderId);
  if (owner !== undefined) return owner;
  if (now - trade.tsEvent > SETTLED_MS) return null;
  throw new EngineError("VENUE_ANSWER", `${venueName(venue)} does not tell a trade's order yet. It is asked again.`, {
    retryable: true,
    data: { venue },
  });
}
