// What do the library's unified results say? Numbers in them are texts, because the library was told to keep them so.

import { EngineError } from "#engine/core/engine-error.ts";
import type { LedgerEntry, VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { foldBalances } from "#exchanges/shared/fold-balances.ts";
import { type ListedMarket, MarketTable } from "#exchanges/shared/market-list.ts";
import { tradeIdOf, venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { Balance } from "#shared/domain/account.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import {
  type AccountId,
  type Asset,
  assetSchema,
  type ClientOrderId,
  clientOrderIdSchema,
  type MarketSymbol,
  marketSymbolSchema,
  type VenueId,
} from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** ccxt's `precisionMode`: steps, or numbers of decimals. What counts significant digits has no step. */
const TICK_SIZE = 4;
const DECIMAL_PLACES = 2;
const MOST_DECIMALS = 18;
const ZERO = Decimal.ZERO.toString();

export function parseMarkets(body: Answer, venue: VenueId, precisionMode: number): MarketTable {
  const markets = body.entries().flatMap(([, row]) => {
    if (row.at("spot").value !== true) return [];
    try {
      return [parseMarket(row, venue, precisionMode)];
    } catch (error) {
      if (error instanceof EngineError) return [];
      throw error;
    }
  });
  if (markets.length === 0) throw body.unexpected("a list of spot markets with steps");
  return new MarketTable(venue, markets);
}

function parseMarket(row: Answer, venue: VenueId, precisionMode: number): ListedMarket {
  const base = assetOf(row.at("base"));
  const quote = assetOf(row.at("quote"));
  const precision = row.at("precision");
  const limit = (of: string, which: string) => {
    const limits = row.at("limits").at(of);
    return limits.absent ? null : limits.at(which).amountOrNull();
  };
  const instrument: Instrument = {
    venue,
    symbol: marketSymbolSchema.parse(`${base}/${quote}`),
    base,
    quote,
    priceStep: stepOf(precision.at("price"), precisionMode),
    amountStep: stepOf(precision.at("amount"), precisionMode),
    amountMin: limit("amount", "min"),
    amountMax: limit("amount", "max"),
    costMin: limit("cost", "min"),
    costMax: limit("cost", "max"),
    status: row.at("active").value === false ? "offline" : "online",
  };
  return { instrument, id: row.at("symbol").text(), otherIds: [] };
}

function stepOf(place: Answer, precisionMode: number): DecimalString {
  if (precisionMode === TICK_SIZE) return place.positive();
  const decimals = place.whole();
  if (precisionMode !== DECIMAL_PLACES || decimals < 0 || decimals > MOST_DECIMALS) throw place.unexpected("a step");
  return Decimal.of(1n, decimals).toString();
}

function assetOf(place: Answer): Asset {
  const parsed = assetSchema.safeParse(place.value);
  if (!parsed.success) throw place.unexpected("an asset's code");
  return parsed.data;
}

/** Null without a price on both sides. */
export function parseTicker(row: Answer, symbol: MarketSymbol, now: UnixMs): RawQuote | null {
  const bid = row.at("bid").amountOrNull();
  const ask = row.at("ask").amountOrNull();
  if (bid === null || ask === null || bid === ZERO || ask === ZERO) return null;
  return {
    venue: row.venue,
    symbol,
    bid,
    ask,
    last: row.at("last").absent ? null : row.at("last").positive(),
    volume24h: row.at("baseVolume").amountOrNull(),
    tsEvent: null,
    tsInit: now,
    source: "rest",
  };
}

export function parseCandles(body: Answer, timeframe: Timeframe, now: UnixMs): Candle[] {
  return body
    .list()
    .map((row) => ({
      openTime: row.at(0).time(),
      open: row.at(1).positive(),
      high: row.at(2).positive(),
      low: row.at(3).positive(),
      close: row.at(4).positive(),
      volume: row.at(5).amount(),
      closed: true,
    }))
    .filter(({ openTime }) => openTime + TIMEFRAME_MS[timeframe] <= now)
    .sort((left, right) => left.openTime - right.openTime);
}

/** Sorted here: the library sorts texts by their letters. */
export function parseBook(body: Answer, symbol: MarketSymbol, depth: number, now: UnixMs): OrderBook {
  const side = (name: "bids" | "asks") =>
    body
      .at(name)
      .list()
      .map((level): OrderBook["bids"][number] => [level.at(0).positive(), level.at(1).amount()])
      .filter(([, size]) => size !== ZERO)
      .sort(([left], [right]) => decimal(left).cmp(decimal(right)));
  return {
    venue: body.venue,
    symbol,
    bids: side("bids").reverse().slice(0, depth),
    asks: side("asks").slice(0, depth),
    tsEvent: null,
    tsInit: now,
  };
}

export function parseBalances(body: Answer, accountId: AccountId): readonly Balance[] {
  const [free, used, total] = [body.at("free"), body.at("used"), body.at("total")];
  const rows = total.entries().map(([code, place]) => {
    const held = used.at(code).absent ? Decimal.ZERO : used.at(code).decimal();
    const rest = free.at(code).absent ? place.decimal().sub(held) : free.at(code).decimal();
    return { code, place, free: rest, inOrders: held };
  });
  return foldBalances(accountId, rows);
}

const STATES: Readonly<Record<string, VenueOrder["state"]>> = {
  open: "open",
  closed: "filled",
  canceled: "canceled",
  canceling: "open",
  expired: "expired",
  rejected: "rejected",
};

export function parseOrder(row: Answer, table: MarketTable): VenueOrder | null {
  const symbol = marketSymbolSchema.safeParse(row.at("symbol").value);
  const market = symbol.success ? table.find(symbol.data) : undefined;
  if (market === undefined) return null;
  const state = meaningOf(STATES, row.at("status").text());
  if (state === undefined) throw row.at("status").unexpected(`one of ${Object.keys(STATES).join(", ")}`);
  const own = clientOrderIdSchema.safeParse(row.at("clientOrderId").value);
  const filled = row.at("filled").amount();
  return {
    clientOrderId: own.success ? own.data : null,
    venueOrderId: venueOrderIdOf(row.at("id")),
    symbol: market.instrument.symbol,
    side: row.at("side").oneOf("buy", "sell"),
    quantity: row.at("amount").amount(),
    limitPrice: row.at("type").value === "market" ? null : row.at("price").amountOrNull(),
    state,
    filledQuantity: filled,
    averagePrice: filled === ZERO ? null : row.at("average").amountOrNull(),
    createdAt: row.at("timestamp").time(),
  };
}

export interface UnifiedTrade {
  readonly orderId: string;
  readonly fill: (clientOrderId: ClientOrderId) => Fill;
}

export function parseTrade(row: Answer, symbol: MarketSymbol, now: UnixMs): UnifiedTrade {
  const orderId = venueOrderIdOf(row.at("order"));
  const fee = row.at("fee");
  const trade: Omit<Fill, "clientOrderId"> = {
    venue: row.venue,
    symbol,
    tradeId: tradeIdOf(row.at("id")),
    venueOrderId: orderId,
    side: row.at("side").oneOf("buy", "sell"),
    price: row.at("price").positive(),
    quantity: row.at("amount").positive(),
    fee: { asset: assetOf(fee.at("currency")), amount: fee.at("cost").decimal().toString() },
    liquidity: row.at("takerOrMaker").value === "maker" ? "maker" : "taker",
    tsEvent: row.at("timestamp").time(),
    tsInit: now,
  };
  return { orderId, fill: (clientOrderId) => ({ ...trade, clientOrderId }) };
}

const TRANSFER_STATES: Readonly<Record<string, LedgerEntry["status"]>> = {
  ok: "done",
  failed: "failed",
  canceled: "failed",
};

export function parseTransfer(row: Answer, kind: "deposit" | "withdrawal"): LedgerEntry {
  const amount = row.at("amount").decimal().abs();
  const fee = row.at("fee");
  return {
    venueId: row.at("id").text(),
    kind,
    asset: assetOf(row.at("currency")),
    amount: (kind === "deposit" ? amount : amount.neg()).toString(),
    fee: fee.absent ? null : fee.at("cost").amountOrNull(),
    status: meaningOf(TRANSFER_STATES, row.at("status").textOrNull() ?? "") ?? "pending",
    tsEvent: row.at("timestamp").time(),
    reference: row.at("txid").textOrNull(),
  };
}

/** The library's words for what moved. Source: ccxt manual, ledger entry structure (4.5.84). */
const KINDS: Readonly<Record<string, LedgerEntry["kind"]>> = {
  trade: "trade",
  fee: "fee",
  transfer: "transfer",
  deposit: "deposit",
  withdrawal: "withdrawal",
  transaction: "transfer",
  rebate: "reward",
  cashback: "reward",
  referral: "reward",
};

export function parseLedgerEntry(row: Answer): LedgerEntry {
  const amount = row.at("amount").decimal().abs();
  const fee = row.at("fee");
  return {
    venueId: row.at("id").text(),
    kind: meaningOf(KINDS, row.at("type").textOrNull() ?? "") ?? "adjustment",
    asset: assetOf(row.at("currency")),
    amount: (row.at("direction").oneOf("in", "out") === "in" ? amount : amount.neg()).toString(),
    fee: fee.absent ? null : fee.at("cost").amountOrNull(),
    status: row.at("status").value === "pending" ? "pending" : "done",
    tsEvent: row.at("timestamp").time(),
    reference: row.at("referenceId").textOrNull(),
  };
}
