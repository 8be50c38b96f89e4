// How does the simulated exchange tell an order, a fill and a balance?
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Balance } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, VenueId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { fromUnits } from "./asset-units.ts";
import type { FilledRecord } from "./exchange-record.ts";
import type { ExchangeOrder, ExchangeState } from "./exchange-state.ts";

/** Places of an average price; it is told, never booked. */
const AVERAGE_PLACES = 18;

export function venueOrderOf(order: ExchangeOrder): VenueOrder {
  return {
    clientOrderId: order.clientOrderId,
    venueOrderId: order.venueOrderId,
    symbol: order.symbol,
    side: order.side,
    quantity: order.quantity.toString(),
    limitPrice: order.limitPrice?.toString() ?? null,
    state: order.state,
    filledQuantity: order.filled.toString(),
    averagePrice: order.filled.isZero ? null : order.notional.div(order.filled, AVERAGE_PLACES, "halfEven").toString(),
    createdAt: order.createdAt,
  };
}

export function fillOf(venue: VenueId, order: ExchangeOrder, record: FilledRecord, tsInit: UnixMs): Fill {
  return {
    venue,
    symbol: order.symbol,
    tradeId: record.tradeId,
    clientOrderId: order.clientOrderId,
    venueOrderId: order.venueOrderId,
    side: order.side,
    price: record.price,
    quantity: record.quantity,
    fee: record.fee,
    liquidity: record.liquidity,
    tsEvent: record.ts,
    tsInit,
  };
}

/** Fills at or after `since`, oldest first. */
export function fillsSince(state: ExchangeState, venue: VenueId, since: UnixMs, tsInit: UnixMs): readonly Fill[] {
  return state.fills
    .filter((record) => record.ts >= since)
    .map((record) => fillOf(venue, ensure(state.orders.get(record.venueOrderId), "order of a fill"), record, tsInit));
}

/** Every asset ever held, in the order of their names; an exchange of spot orders knows free and in orders only. */
export function balancesOf(state: ExchangeState, accountId: AccountId): readonly Balance[] {
  const zero = Decimal.ZERO.toString();
  return [...state.balances.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([asset, balance]) => ({
      accountId,
      asset,
      free: fromUnits(state.scales, asset, balance.free).toString(),
      inOrders: fromUnits(state.scales, asset, balance.inOrders).toString(),
      earn: zero,
      locked: zero,
    }));
}
