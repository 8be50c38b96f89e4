// What does Coinbase Advanced show of its markets, with and without a key?
import { HOUR_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import { type CoinbaseCall, type CoinbaseRoute, invalidArgument, limitOf, v3Refusal } from "./call.ts";
import { candlesNewestFirst } from "./candle-groups.ts";
import { instrumentOf, priceBook, productBody, productBookBody, tickerBody } from "./product-body.ts";
import { PAGES } from "./quirks.ts";

const GRANULARITY_MS: Readonly<Record<string, number>> = {
  ONE_MINUTE: MINUTE_MS,
  FIVE_MINUTE: 5 * MINUTE_MS,
  FIFTEEN_MINUTE: 15 * MINUTE_MS,
  THIRTY_MINUTE: 30 * MINUTE_MS,
  ONE_HOUR: HOUR_MS,
  TWO_HOUR: 2 * HOUR_MS,
  SIX_HOUR: 6 * HOUR_MS,
  ONE_DAY: 24 * HOUR_MS,
};

/** Both trees have the same routes: `market/products` for everybody, `products` for keys. */
export const MARKET_ROUTES: readonly CoinbaseRoute[] = [
  { method: "GET", path: "/api/v3/brokerage/time", weight: 1, permission: "public", handler: time },
  ...(["public", "can_view"] as const).flatMap((permission): readonly CoinbaseRoute[] => {
    const root = permission === "public" ? "/api/v3/brokerage/market" : "/api/v3/brokerage";
    const route = (path: string, handler: (call: CoinbaseCall) => unknown): CoinbaseRoute => ({
      method: "GET",
      path: `${root}/${path}`,
      weight: 1,
      permission,
      handler,
    });
    return [
      route("products", products),
      route("products/{product_id}", (call) => productBody(call.world, productOf(call))),
      route("products/{product_id}/candles", candles),
      route("products/{product_id}/ticker", (call) =>
        tickerBody(call.world, productOf(call), limitOf(call.request, PAGES.trades)),
      ),
      route("product_book", (call) => productBookBody(call.world, productOf(call), limitOf(call.request, PAGES.book))),
    ];
  }),
  { method: "GET", path: "/api/v3/brokerage/best_bid_ask", weight: 1, permission: "can_view", handler: bestBidAsk },
];

function time({ world }: CoinbaseCall): unknown {
  const now = world.now();
  return {
    iso: new Date(now).toISOString(),
    epochSeconds: String(Math.floor(now / SECOND_MS)),
    epochMillis: String(now),
  };
}

function products({ request, world }: CoinbaseCall): unknown {
  const type = request.query.get("product_type");
  const ids = request.query.getAll("product_ids");
  const all = world.market.instruments.map((instrument) => productBody(world, instrument));
  const named = ids.flatMap((id) => instrumentOf(world, id) ?? []).map((instrument) => productBody(world, instrument));
  const spot = type === null || type === "SPOT" || type === "UNKNOWN_PRODUCT_TYPE";
  const matching = spot ? (ids.length > 0 ? named : all) : [];
  const offset = Number(request.query.get("offset") ?? "0");
  const page = matching.slice(offset, offset + limitOf(request, { usual: matching.length, most: matching.length }));
  return { products: page, num_products: page.length, pagination: null };
}

function candles(call: CoinbaseCall): unknown {
  const { request, world } = call;
  const instrument = productOf(call);
  const lengthMs = GRANULARITY_MS[request.query.get("granularity") ?? ""];
  if (lengthMs === undefined) throw invalidArgument("invalid granularity");
  const [from, until] = [secondsOf(call, "start"), secondsOf(call, "end")];
  if (until < from) throw invalidArgument("start must be before end");
  if ((until - from) / lengthMs > PAGES.candles.most)
    throw invalidArgument(`number of candles requested should be less than ${PAGES.candles.most}`);
  return {
    candles: candlesNewestFirst(world.market, instrument.symbol, lengthMs, { from, until, now: world.now() }).map(
      ({ openTime, low, high, open, close, volume }) => ({
        start: String(openTime / SECOND_MS),
        low,
        high,
        open,
        close,
        volume,
      }),
    ),
  };
}

function bestBidAsk({ request, world }: CoinbaseCall): unknown {
  const ids = request.query.getAll("product_ids");
  const instruments = ids.length === 0 ? world.market.instruments : ids.flatMap((id) => instrumentOf(world, id) ?? []);
  return { pricebooks: instruments.map((instrument) => priceBook(world, instrument, 1)) };
}

function productOf({ world, params, request }: CoinbaseCall) {
  const id = params.product_id ?? request.query.get("product_id") ?? "";
  const instrument = instrumentOf(world, id);
  if (instrument === null) throw v3Refusal(404, "NOT_FOUND", "valid product_id is required");
  return instrument;
}

function secondsOf({ request }: CoinbaseCall, name: string) {
  const text = request.query.get(name) ?? "";
  if (!/^\d{1,12}$/.test(text)) throw invalidArgument(`invalid ${name}`);
  return unixMs(Number(text) * SECOND_MS);
}
