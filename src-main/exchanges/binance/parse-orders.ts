// What do Binance's answers about orders and trades say?

import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { ListedMarket } from "#exchanges/shared/market-list.ts";
import { tradeIdOf, venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { type ClientOrderId, clientOrderIdSchema } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { coinOf } from "./parse-account.ts";
import { BINANCE } from "./quirks.ts";

const STATES: Readonly<Record<string, VenueOrder["state"]>> = {
  NEW: "open",
  PENDING_NEW: "open",
  PARTIALLY_FILLED: "open",
  PENDING_CANCEL: "open",
  FILLED: "filled",
  CANCELED: "canceled",
  REJECTED: "rejected",
  EXPIRED: "expired",
  EXPIRED_IN_MATCH: "expired",
};

const SIDES = { BUY: "buy", SELL: "sell" } as const;
const PRICE_PLACES = 18;

export function parseOrder(row: Answer, market: ListedMarket): VenueOrder {
  const filled = row.at("executedQty").decimal();
  const paid = row.at("cummulativeQuoteQty").decimal();
  const state = meaningOf(STATES, row.at("status").text());
  if (state === undefined) throw row.at("status").unexpected(`one of ${Object.keys(STATES).join(", ")}`);
  if (row.at("symbol").text() !== market.id) throw row.at("symbol").unexpected(market.id);
  const own = clientOrderIdSchema.safeParse(row.at("clientOrderId").value);
  const spends = row.at("origQuoteOrderQty");
  const bySpending = !spends.absent && spends.decimal().isPositive;
  return {
    clientOrderId: own.success ? own.data : null,
    venueOrderId: venueOrderIdOf(row.at("orderId")),
    symbol: market.instrument.symbol,
    side: SIDES[row.at("side").oneOf("BUY", "SELL")],
    // An order by what it spends has no quantity of its own: it is what it got.
    quantity: bySpending ? row.at("executedQty").amount() : row.at("origQty").amount(),
    limitPrice: row.at("type").text() === "MARKET" ? null : row.at("price").positive(),
    state,
    filledQuantity: row.at("executedQty").amount(),
    // Below zero: Binance does not know it (old orders).
    averagePrice: filled.isPositive && paid.isPositive ? paid.div(filled, PRICE_PLACES, "halfEven").toString() : null,
    createdAt: row.at("time").absent ? row.at("transactTime").time() : row.at("time").time(),
  };
}

/** Fills of the answer to a just placed order. They must add up: else it is not known what happened. */
export function parseOwnFills(
  row: Answer,
  order: VenueOrder,
  clientOrderId: ClientOrderId,
  now: UnixMs,
): readonly Fill[] {
  const tsEvent = row.at("transactTime").time();
  const fills = row
    .at("fills")
    .list()
    .map(
      (fill): Fill => ({
        ...common(order, clientOrderId, now),
        tradeId: tradeIdOf(fill.at("tradeId")),
        price: fill.at("price").positive(),
        quantity: fill.at("qty").positive(),
        fee: { asset: coinOf(fill.at("commissionAsset")), amount: fill.at("commission").decimal().toString() },
        // What fills in the moment of placing takes.
        liquidity: "taker",
        tsEvent,
      }),
    );
  const sum = Decimal.sum(fills.map((fill) => decimal(fill.quantity)));
  if (!sum.eq(decimal(order.filledQuantity))) throw row.at("fills").unexpected("the whole executed quantity");
  return fills;
}

function common(order: VenueOrder, clientOrderId: ClientOrderId, now: UnixMs) {
  const { symbol, venueOrderId, side } = order;
  return { venue: BINANCE, symbol, clientOrderId, venueOrderId, side, tsInit: now };
}

export interface BinanceTrade {
  readonly id: bigint;
  readonly orderId: string;
  readonly tsEvent: UnixMs;
  readonly fill: (clientOrderId: ClientOrderId) => Fill;
}

export function parseTrade(row: Answer, market: ListedMarket, now: UnixMs): BinanceTrade {
  if (row.at("symbol").text() !== market.id) throw row.at("symbol").unexpected(market.id);
  const id = tradeIdOf(row.at("id"));
  if (!/^\d{1,20}$/.test(id)) throw row.at("id").unexpected("a number");
  const orderId = venueOrderIdOf(row.at("orderId"));
  const tsEvent = row.at("time").time();
  const trade: Omit<Fill, "clientOrderId"> = {
    venue: BINANCE,
    symbol: market.instrument.symbol,
    tradeId: id,
    venueOrderId: orderId,
    side: row.at("isBuyer").flag() ? "buy" : "sell",
    price: row.at("price").positive(),
    quantity: row.at("qty").positive(),
    fee: { asset: coinOf(row.at("commissionAsset")), amount: row.at("commission").decimal().toString() },
    liquidity: row.at("isMaker").flag() ? "maker" : "taker",
    tsEvent,
    tsInit: now,
  };
  return { id: BigInt(id), orderId, tsEvent, fill: (clientOrderId) => ({ ...trade, clientOrderId }) };
}
