// How are orders sent and canceled at Coinbase Exchange, and what do its answers prove?
import type { Clock } from "#engine/ports/clock.ts";
import type { CancelOutcome, OrderRequest, SubmitOutcome, VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { ListedMarket, MarketList, MarketTable } from "#exchanges/shared/market-list.ts";
import { cancelOutcome, malformedOrder, submitOutcome, takenOrder } from "#exchanges/shared/outcomes.ts";
import { venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { VenueOrderId } from "#shared/domain/ids.ts";
import type { OrderOwners } from "./order-owners.ts";
import { orderParams } from "./order-request.ts";
import { ROUTES } from "./quirks.ts";

interface OrderParts {
  readonly session: VenueSession;
  readonly list: MarketList<MarketTable<ListedMarket>>;
  readonly clock: Clock;
  readonly owners: OrderOwners;
}

export async function submitOrder(
  { session, list, clock, owners }: OrderParts,
  request: OrderRequest,
  signal?: AbortSignal,
): Promise<SubmitOutcome> {
  const malformed = malformedOrder(request);
  if (malformed !== null) return { kind: "rejected", ...malformed };
  const call = session.prepared(async () => {
    const { id } = (await list.table()).ofSymbol(request.symbol);
    return { route: ROUTES.placeOrder, params: orderParams(request, id), options: { forOrder: true, signal } };
  });
  return submitOutcome(call, ({ body }) => {
    const outcome = readPlaced(body, request, clock);
    if (outcome.kind === "accepted") owners.remember(outcome.order.venueOrderId, request);
    return outcome;
  });
}

/** An order is answered while it is still pending: what became of it, and its fills, come with the look-ups. */
function readPlaced(order: Answer, request: OrderRequest, clock: Clock): SubmitOutcome {
  const id = venueOrderIdOf(order.at("id"));
  const told = order.at("client_oid").textOrNull();
  if (told !== null && told !== request.clientOrderId)
    return { kind: "unknown", cause: "Coinbase Exchange confirmed another order than the one that was sent." };
  if (order.at("status").value !== "rejected")
    return { kind: "accepted", order: takenOrder(request, id, clock.now()), fills: [] };
  const reason = order.at("reject_reason").textOrNull() ?? "rejected";
  return { kind: "rejected", code: reason, message: `Coinbase Exchange rejected the order: ${reason}.` };
}

/** By id alone: with a market the library sends a body that the venue refuses (trap 14). */
export function cancelOrder(
  { session }: OrderParts,
  venueOrderId: VenueOrderId,
  find: () => Promise<VenueOrder | null>,
  signal?: AbortSignal,
): Promise<CancelOutcome> {
  return cancelOutcome(
    session.call(ROUTES.cancelOrder, { id: venueOrderId }, { forOrder: true, signal }),
    ({ body }) => {
      body.at("id").oneOf(venueOrderId);
      return { kind: "accepted" };
    },
    find,
  );
}
