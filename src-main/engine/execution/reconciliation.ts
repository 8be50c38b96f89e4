// What does the venue say about an order whose outcome is not known, and when is "not found" a proof?
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { VenueOrderId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import { type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeFilledQuantity } from "./compute-order-fills.ts";
import { computeOwnFills } from "./compute-own-fills.ts";
import type { Observation } from "./observe-order.ts";
import type { RoundLists } from "./venue-lists.ts";

/** Result of one complete look-up. Only `absent` after the horizon counts toward a proof; `noAnswer` never counts. */
export type LookUp =
  | { readonly kind: "seen"; readonly how: string; readonly observation: Observation }
  | { readonly kind: "absent"; readonly provable: boolean; readonly askedAt: UnixMs }
  | { readonly kind: "noAnswer"; readonly cause: string };

/**
 * Time after which an order that cannot be found was never placed: the venue may not accept it any more, and what it
 * accepted before must have become visible. Null where the venue has no expiry: there "not found" proves nothing.
 */
export function proofHorizon(
  order: Pick<Order, "expiresAt">,
  visibilityLagMs: DurationMs,
  policies: ExecutionPolicies,
): UnixMs | null {
  if (order.expiresAt === null) return null;
  const lag = Math.max(visibilityLagMs, policies.visibilityLagMs);
  return unixMs(order.expiresAt + policies.callMs + lag + policies.proofMarginMs);
}

/** Wait before the next look-up: doubles from the first wait up to the cap, which is higher once the alarm was raised. */
export function lookUpWait(round: number, unknownForMs: DurationMs, policies: ExecutionPolicies): DurationMs {
  const cap = unknownForMs > policies.unknownAlarmMs ? policies.lookupAlarmCapMs : policies.lookupCapMs;
  return Math.min(cap, policies.lookupFirstMs * 2 ** Math.min(round, 20));
}

const causeOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Asks by client id, then the open list, then the fills since before the send. Reads change nothing, so it may be repeated. `round`:
 * lists of the account that were read just before; what an absence proves is then as old as they are.
 */
export async function lookUpOrder(
  client: ExchangeClient,
  order: Order,
  policies: ExecutionPolicies,
  clock: Clock,
  signal: AbortSignal,
  round: RoundLists | null = null,
): Promise<LookUp> {
  const sentAt = ensure(order.sentAt, `time of sending ${order.clientOrderId}`);
  const { clientOrderId, symbol } = order;
  const startedAt = clock.now();
  try {
    const found = await client.findOrder({ clientOrderId, symbol, sentAt }, { signal });
    if (found.kind === "noAnswer") return found;
    const since = unixMs(Math.max(0, sentAt - policies.lookBackMs));
    const lists = round !== null && round.since !== null && round.since <= since ? round : null;
    const fetchFills = async (venueOrderId: VenueOrderId | null) =>
      computeOwnFills(await client.fetchFills({ since }, { signal }), { clientOrderId, venueOrderId });
    if (found.kind === "found") {
      // An order and its fills may become visible one after the other; no state is final without all of them.
      const complete = computeFilledQuantity(found.fills).gte(Decimal.parse(found.order.filledQuantity));
      if (complete) return { kind: "seen", how: "client id", observation: found };
      const { venueOrderId, filledQuantity } = found.order;
      const known = lists === null ? [] : computeOwnFills(lists.fills, { clientOrderId, venueOrderId });
      const isKnown = computeFilledQuantity(known).gte(Decimal.parse(filledQuantity));
      const fills = [...found.fills, ...(isKnown ? known : await fetchFills(venueOrderId))];
      return { kind: "seen", how: "client id", observation: { order: found.order, fills } };
    }
    const open = lists?.open ?? (await client.fetchOpenOrders({ signal }));
    const listed = open.find((candidate) => candidate.clientOrderId === clientOrderId) ?? null;
    const venueOrderId = listed?.venueOrderId ?? order.venueOrderId;
    const fills =
      lists === null ? await fetchFills(venueOrderId) : computeOwnFills(lists.fills, { clientOrderId, venueOrderId });
    if (listed !== null) return { kind: "seen", how: "open orders", observation: { order: listed, fills } };
    if (fills.length > 0) return { kind: "seen", how: "fills", observation: { order: null, fills } };
    const horizon = proofHorizon(order, client.rules.visibilityLagMs, policies);
    // The expiry is the venue's to keep, so its clock must be past the horizon as well as ours.
    const askedAt = lists?.askedAt ?? startedAt;
    const past = horizon !== null && askedAt >= horizon;
    const provable = past && (lists?.venueTime ?? (await client.fetchTime({ signal }))) >= horizon;
    return { kind: "absent", provable, askedAt };
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: "noAnswer", cause: causeOf(error) };
  }
}
