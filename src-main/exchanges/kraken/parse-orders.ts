// What do Kraken's answers about orders and trades say?

import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { tradeIdOf, venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { type ClientOrderId, clientOrderIdSchema } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { KRAKEN } from "./quirks.ts";
import type { KrakenTable } from "./symbols.ts";

/** An order with the ids of its trades, where Kraken told them. */
export interface KrakenOrder {
  readonly order: VenueOrder;
  readonly tradeIds: readonly string[] | null;
}

const STATES: Readonly<Record<string, VenueOrder["state"]>> = {
  pending: "open",
  open: "open",
  closed: "filled",
  canceled: "canceled",
  expired: "expired",
};

/** Null for an order on a market that is no spot market of ours. */
export function parseOrder(id: string, row: Answer, table: KrakenTable): KrakenOrder | null {
  const described = row.at("descr");
  const market = table.ofId(described.at("pair").text());
  if (market === undefined) return null;
  const filled = row.at("vol_exec").amount();
  const price = row.at("price").amountOrNull();
  const inQuote = (row.at("oflags").textOrNull() ?? "").split(",").includes("viqc");
  const state = meaningOf(STATES, row.at("status").text());
  if (state === undefined) throw row.at("status").unexpected(`one of ${Object.keys(STATES).join(", ")}`);
  const own = clientOrderIdSchema.safeParse(row.at("cl_ord_id").value);
  const trades = row.at("trades");
  const isFilled = decimal(filled).isPositive;
  if (isFilled && (price === null || decimal(price).isZero)) throw row.at("price").unexpected("the average price");
  return {
    order: {
      clientOrderId: own.success ? own.data : null,
      venueOrderId: venueOrderIdOf(row, id),
      symbol: market.instrument.symbol,
      side: described.at("type").oneOf("buy", "sell"),
      // An order by what it spends has its volume in quote: its quantity is what it got.
      quantity: inQuote ? filled : row.at("vol").amount(),
      limitPrice: described.at("ordertype").text() === "limit" ? described.at("price").positive() : null,
      state,
      filledQuantity: filled,
      averagePrice: isFilled ? price : null,
      createdAt: row.at("opentm").time("s"),
    },
    tradeIds: trades.absent ? null : trades.list().map((item) => item.text()),
  };
}

export interface KrakenTrade {
  readonly orderId: string;
  readonly tsEvent: UnixMs;
  readonly fill: (clientOrderId: ClientOrderId) => Fill;
}

/** Orders are sent with `fciq`, so the fee is in quote, which is also what Kraken documents for `fee`. */
export function parseTrade(id: string, row: Answer, table: KrakenTable, now: UnixMs): KrakenTrade | null {
  const market = table.ofId(row.at("pair").text());
  if (market === undefined) return null;
  const orderId = row.at("ordertxid").text();
  const tsEvent = row.at("time").time("s");
  const trade: Omit<Fill, "clientOrderId"> = {
    venue: KRAKEN,
    symbol: market.instrument.symbol,
    tradeId: tradeIdOf(row, id),
    venueOrderId: venueOrderIdOf(row.at("ordertxid")),
    side: row.at("type").oneOf("buy", "sell"),
    price: row.at("price").positive(),
    quantity: row.at("vol").positive(),
    fee: { asset: market.instrument.quote, amount: row.at("fee").decimal().toString() },
    liquidity: row.at("maker").value === true ? "maker" : "taker",
    tsEvent,
    tsInit: now,
  };
  return { orderId, tsEvent, fill: (clientOrderId) => ({ ...trade, clientOrderId }) };
}

/** `AddOrder`: the ids of what was placed. Without exactly one it is not known what happened; a validated order has none. */
export function parsePlaced(body: Answer): VenueOrder["venueOrderId"] {
  const ids = body.at("result").at("txid").list();
  const [id] = ids;
  if (id === undefined || ids.length > 1) throw body.at("result").at("txid").unexpected("the id of one order");
  return venueOrderIdOf(id);
}

/** `CancelOrder`: how many were canceled, or are about to be. */
export function parseCanceled(body: Answer): boolean {
  const result = body.at("result");
  const pending = result.at("pending");
  return (!pending.absent && pending.value === true) || result.at("count").decimal().gt(Decimal.ZERO);
}

/** `CancelAllOrdersAfter`: the trigger time, or "0" once the timer was ended. Throws where it is not as it was asked for. */
export function checkTimer(body: Answer, isArmed: boolean): void {
  const trigger = body.at("result").at("triggerTime");
  if (!isArmed) {
    if (trigger.text() !== "0") throw trigger.unexpected('"0", a timer that was ended');
  } else trigger.isoTime();
}
