// What is sent for a draft, and what is written down of it before?
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import type { OrderDraft } from "#engine/risk/risk-engine.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ClientOrderId, ProfileId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** Exactly what is sent for a draft. */
export function toRequest(draft: OrderDraft, clientOrderId: ClientOrderId): OrderRequest {
  return {
    clientOrderId,
    symbol: draft.symbol,
    side: draft.side,
    kind: draft.kind,
    quantity: draft.quantity.toString(),
    limitPrice: draft.limitPrice.toString(),
  };
}

/** The order of a request that did not leave yet. */
export function toPlannedOrder(draft: OrderDraft, request: OrderRequest, profileId: ProfileId, now: UnixMs): Order {
  const { accountId, planId, legIndex, venue, restMs } = draft;
  return {
    ...request,
    ...{ profileId, accountId, planId, legIndex, venue },
    state: "PLANNED",
    venueOrderId: null,
    filledQuantity: Decimal.ZERO.toString(),
    averagePrice: null,
    fees: [],
    reason: null,
    detail: null,
    attempt: 0,
    sentAt: null,
    expiresAt: null,
    ...(restMs === undefined ? {} : { restMs }),
    updatedAt: now,
  };
}
