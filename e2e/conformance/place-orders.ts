// How do the cases place an order, find it again, and see that it was filled?
import { expect } from "vitest";
import type { OrderRequest, SubmitOutcome, VenueClient, VenueOrder } from "#engine/ports/exchange-client.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Fill, OrderKind, Side } from "#shared/domain/order.ts";
import type { OpenVenue } from "./open-venue.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

export const KINDS: readonly OrderKind[] = ["limit", "limitIoc", "postOnly", "market"];
export const SIDES: readonly Side[] = ["buy", "sell"];

/** Longer than any venue keeps a new order from look-ups, and short of every time-out. */
export const AFTER_LAG_MS = 6_000;

export async function accepted(venue: OpenVenue, client: VenueClient, order: OrderRequest): Promise<VenueOrder> {
  const outcome = await venue.value(client.submitOrder(order, {}));
  if (outcome.kind !== "accepted") throw new Error(`not accepted: ${describeOutcome(outcome)}`);
  expect(outcome.order.clientOrderId).toBe(order.clientOrderId);
  return outcome.order;
}

const describeOutcome = (outcome: Exclude<SubmitOutcome, { kind: "accepted" }>) =>
  outcome.kind === "rejected" ? `${outcome.code} ${outcome.message}` : outcome.cause;

export async function found(
  venue: OpenVenue,
  client: VenueClient,
  order: OrderRequest,
): Promise<{ readonly order: VenueOrder; readonly fills: readonly Fill[] }> {
  const { clientOrderId, symbol } = order;
  const result = await venue.value(client.findOrder({ clientOrderId, symbol, sentAt: venue.now() }, {}));
  if (result.kind !== "found") throw new Error(`not found: ${JSON.stringify(result)}`);
  expect(result.order.clientOrderId).toBe(clientOrderId);
  return result;
}

export async function lookUp(venue: OpenVenue, client: VenueClient, { clientOrderId, symbol }: OrderRequest) {
  return venue.value(client.findOrder({ clientOrderId, symbol, sentAt: venue.now() }, {}));
}

/** What is priced away from the market rests, at the market is filled. */
export function priceFor(kind: OrderKind, side: Side, under: VenueUnderTest): string | null {
  if (kind === "market") return null;
  const price = Number(under.price);
  const away = side === "buy" ? price * 0.9 : price * 1.1;
  const through = side === "buy" ? price * 1.01 : price * 0.99;
  return String(Math.round(kind === "limitIoc" ? through : away));
}

export function expectFilled(order: VenueOrder, fills: readonly Fill[], quantity: string): void {
  expect(order.filledQuantity).toBe(quantity);
  expect(Decimal.sum(fills.map((fill) => decimal(fill.quantity))).toString()).toBe(quantity);
  expect(order.averagePrice).not.toBeNull();
  for (const fill of fills) {
    expect(fill).toMatchObject({
      venueOrderId: order.venueOrderId,
      clientOrderId: order.clientOrderId,
      symbol: order.symbol,
      side: order.side,
    });
    expect(decimal(fill.fee.amount).isPositive).toBe(true);
  }
}

export function submitPath(under: VenueUnderTest) {
  const { path, method } = under.routes.submit;
  return { path, method };
}

export function cancelPath(under: VenueUnderTest) {
  const { path, method } = under.routes.cancel;
  return { path, method };
}
