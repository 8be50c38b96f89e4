// How does Binance describe its markets and limits?
import { decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { type BinanceCall, namedSymbols } from "./binance-call.ts";
import { MARKET_LOT_MOST, MOST_OPEN_ORDERS, ORDER_LIMITS, PRICE_BAND, RAW_REQUESTS, WEIGHT_LIMIT } from "./quirks.ts";
import { eight, wireSymbol } from "./wire-text.ts";

const STATUSES = {
  online: "TRADING",
  cancelOnly: "CANCEL_ONLY",
  postOnly: "HALT",
  limitOnly: "HALT",
  offline: "BREAK",
} as const;

export function exchangeInfo(call: BinanceCall) {
  const { world, now } = call;
  return {
    timezone: "UTC",
    serverTime: now,
    rateLimits: [
      { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: WEIGHT_LIMIT },
      ...ORDER_LIMITS.map(({ interval, intervalNum, limit }) => ({
        rateLimitType: "ORDERS",
        interval,
        intervalNum,
        limit,
      })),
      { rateLimitType: "RAW_REQUESTS", ...RAW_REQUESTS },
    ],
    exchangeFilters: [],
    symbols: (namedSymbols(call) ?? world.market.instruments).map(symbolView),
  };
}

function symbolView(instrument: Instrument) {
  return {
    symbol: wireSymbol(instrument),
    status: STATUSES[instrument.status],
    baseAsset: instrument.base,
    baseAssetPrecision: 8,
    quoteAsset: instrument.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ["LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"],
    icebergAllowed: true,
    ocoAllowed: true,
    otoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: true,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: true,
    filters: filtersOf(instrument),
    permissions: [],
    permissionSets: [["SPOT", "MARGIN", "TRD_GRP_004"]],
    defaultSelfTradePreventionMode: "EXPIRE_MAKER",
    allowedSelfTradePreventionModes: ["EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT"],
  };
}

function filtersOf({ priceStep, amountStep, amountMin, amountMax, costMin, costMax }: Instrument) {
  return [
    {
      filterType: "PRICE_FILTER",
      minPrice: eight(priceStep),
      maxPrice: eight(decimal("1000000")),
      tickSize: eight(priceStep),
    },
    {
      filterType: "LOT_SIZE",
      minQty: eight(amountMin ?? amountStep),
      maxQty: eight(amountMax ?? "9000"),
      stepSize: eight(amountStep),
    },
    { filterType: "ICEBERG_PARTS", limit: 10 },
    { filterType: "MARKET_LOT_SIZE", minQty: eight("0"), maxQty: eight(MARKET_LOT_MOST), stepSize: eight("0") },
    {
      filterType: "TRAILING_DELTA",
      minTrailingAboveDelta: 10,
      maxTrailingAboveDelta: 2000,
      minTrailingBelowDelta: 10,
      maxTrailingBelowDelta: 2000,
    },
    {
      filterType: "PERCENT_PRICE_BY_SIDE",
      bidMultiplierUp: PRICE_BAND.up,
      bidMultiplierDown: PRICE_BAND.down,
      askMultiplierUp: PRICE_BAND.up,
      askMultiplierDown: PRICE_BAND.down,
      avgPriceMins: 5,
    },
    {
      filterType: "NOTIONAL",
      minNotional: eight(costMin ?? "0"),
      applyMinToMarket: true,
      maxNotional: eight(costMax ?? "9000000"),
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: "MAX_NUM_ORDERS", maxNumOrders: MOST_OPEN_ORDERS },
    { filterType: "MAX_NUM_ALGO_ORDERS", maxNumAlgoOrders: 5 },
  ];
}
