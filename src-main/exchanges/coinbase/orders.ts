// How are orders checked, sent and canceled at Coinbase, and what do its answers prove?

import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type {
  CancelOutcome,
  OrderRequest,
  SubmitOutcome,
  ValidationOutcome,
  VenueOrder,
} from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { MarketList } from "#exchanges/shared/market-list.ts";
import {
  type Approval,
  cancelOutcome,
  submitOutcome,
  takenOrder,
  validationOutcome,
} from "#exchanges/shared/outcomes.ts";
import { venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { Asset, VenueOrderId } from "#shared/domain/ids.ts";
import type { OrderOwners } from "./order-owners.ts";
import { orderParams, refusedHere } from "./order-request.ts";
import { ROUTES } from "./quirks.ts";
import type { CoinbaseMarkets } from "./symbols.ts";

interface OrderParts {
  readonly session: VenueSession;
  readonly list: MarketList<CoinbaseMarkets>;
  readonly clock: Clock;
  readonly owners: OrderOwners;
}

export async function submitOrder(
  { session, list, clock, owners }: OrderParts,
  request: OrderRequest,
  signal?: AbortSignal,
): Promise<SubmitOutcome> {
  const refusal = refusedHere(request);
  if (refusal !== null) return { kind: "rejected", ...refusal };
  const call = session.prepared(async () => {
    const { id } = (await list.table()).ofSymbol(request.symbol);
    // The raw name: under the common one the library would send an id of its own (trap 1).
    const params = { client_order_id: request.clientOrderId, ...orderParams(request, id) };
    return { route: ROUTES.placeOrder, params, options: { forOrder: true, signal } };
  });
  return submitOutcome(call, ({ body }) => {
    const outcome = readPlaced(body, request, clock);
    if (outcome.kind === "accepted") owners.remember(outcome.order.venueOrderId, request.clientOrderId);
    return outcome;
  });
}

/** Fills come with the look-ups: the answer has none. */
function readPlaced(body: Answer, request: OrderRequest, clock: Clock): SubmitOutcome {
  if (body.at("success").value !== true)
    return { kind: "unknown", cause: "Coinbase neither confirmed nor refused the order." };
  const placed = body.at("success_response");
  const told = placed.at("client_order_id").textOrNull();
  if (told !== null && told !== request.clientOrderId)
    return { kind: "unknown", cause: "Coinbase confirmed another order than the one that was sent." };
  const id = venueOrderIdOf(placed.at("order_id"));
  return { kind: "accepted", order: takenOrder(request, id, clock.now()), fills: [] };
}

/** A preview; nothing of it is ever placed. */
export async function validateOrder(
  { session, list }: OrderParts,
  request: OrderRequest,
  signal?: AbortSignal,
): Promise<ValidationOutcome> {
  const refusal = refusedHere(request);
  if (refusal !== null) return { kind: "invalid", ...refusal };
  const call = session.prepared(async () => {
    const { id } = (await list.table()).ofSymbol(request.symbol);
    return { route: ROUTES.previewOrder, params: orderParams(request, id), options: { signal } };
  });
  return validationOutcome(call, async ({ body }) => {
    const { instrument } = (await list.table()).ofSymbol(request.symbol);
    return readPreview(body, instrument.quote);
  });
}

/** Fees are in the quote currency. Warnings are words of a list, like `LARGE_ORDER`. */
function readPreview(body: Answer, quote: Asset): Approval {
  const amount = body.at("commission_total").amountOrNull();
  const warning = body.at("warning");
  return {
    ...(amount === null ? {} : { fee: { kind: "amount", asset: quote, amount } }),
    warnings: warning.absent ? [] : warning.list().map((word) => word.text()),
  };
}

/** The request is answered order by order, each with its own success. `find` looks one up by the venue's id. */
export async function cancelOrder(
  { session }: OrderParts,
  venueOrderId: VenueOrderId,
  find: () => Promise<VenueOrder | null>,
  signal?: AbortSignal,
): Promise<CancelOutcome> {
  let failure: string | null = null;
  const call = session.call(ROUTES.cancelOrders, { order_ids: [venueOrderId] }, { forOrder: true, signal });
  const outcome = await cancelOutcome(
    call,
    ({ body }) => {
      const result = body.at("results").at(0);
      result.at("order_id").oneOf(venueOrderId);
      if (!result.at("success").flag()) failure = result.at("failure_reason").text();
      return { kind: "accepted" };
    },
    find,
  );
  return failure === null ? outcome : ofOrder(failure, find);
}

/**
 * The reasons are documented (as public clients list them, 2026-11-26); which of them meets which order is not, so the order
 * itself is asked. One that is open with a cancel under way is as good as canceled.
 */
async function ofOrder(failure: string, find: () => Promise<VenueOrder | null>): Promise<CancelOutcome> {
  const unknown: CancelOutcome = { kind: "unknown", cause: `Coinbase did not cancel the order: ${failure}.` };
  if (failure === "ORDER_IS_FULLY_FILLED") return { kind: "alreadyOver" };
  try {
    const order = await find();
    if (order === null) return failure === "UNKNOWN_CANCEL_ORDER" ? { kind: "notFound" } : unknown;
    if (order.state !== "open") return { kind: "alreadyOver" };
    return failure === "DUPLICATE_CANCEL_REQUEST" ? { kind: "accepted" } : unknown;
  } catch (error) {
    if (error instanceof EngineError) return unknown;
    throw error;
  }
}
