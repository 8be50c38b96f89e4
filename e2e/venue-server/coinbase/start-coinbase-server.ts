// How is a venue server for Coinbase Advanced started, and in which order does it look at a request?
import { venueIdSchema } from "#shared/domain/ids.ts";
import { jsonReply, type VenueReply, type VenueRequest } from "../core/http-message.ts";
import { findRoute } from "../core/route.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { openVenueServer, type VenueServer } from "../core/venue-server.ts";
import { type VenueServerOptions, VenueWorld } from "../core/venue-world.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { type CoinbaseCall, type CoinbaseRoute, Refusal, type StoredKey } from "./call.ts";
import { type CdpKeyFormat, makeCdpKey } from "./cdp-key.ts";
import { checkJwt } from "./check-jwt.ts";
import { HISTORY_ROUTES } from "./history-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { ALIAS_OF, type CoinbasePermission, FEES, FIXED_PRICES, LISTINGS, VENUE } from "./quirks.ts";
import { Limits } from "./rate-limits.ts";
import { missingScope, notFound, statusReply } from "./refusals.ts";
import { coinbaseStreams } from "./stream-feeds.ts";
import { V2_ROUTES } from "./v2-routes.ts";
import { uuidOf } from "./wire-ids.ts";

export interface CoinbaseKeyOptions {
  /** Default `sec1`, what Coinbase hands out for EC keys. */
  readonly format?: CdpKeyFormat;
  /** Default view and trade. */
  readonly permissions?: readonly CoinbasePermission[];
  readonly ipAllowList?: readonly string[];
  readonly account?: VenueAccount;
}

/** What a person would paste. */
export interface CoinbaseKey {
  readonly apiKey: string;
  readonly secret: string;
  /** The downloaded key file, which holds both. */
  readonly keyFile: string;
  /** The venue knows the key no more. */
  revoke(): void;
}

const ROUTES: readonly CoinbaseRoute[] = [
  ...MARKET_ROUTES,
  ...ACCOUNT_ROUTES,
  ...ORDER_ROUTES,
  ...HISTORY_ROUTES,
  ...V2_ROUTES,
];

export async function startCoinbaseServer(
  options: VenueServerOptions = {},
): Promise<VenueServer<CoinbaseKey, CoinbaseKeyOptions>> {
  const world = new VenueWorld({
    ...options,
    prices: { ...FIXED_PRICES, ...withAliases(options.prices ?? {}) },
    venue: venueIdSchema.parse(VENUE),
    listings: LISTINGS,
    rules: {
      maker: FEES.maker,
      taker: FEES.taker,
      feeAsset: "quote",
      clientIds: "returnsExisting",
      orderId: (count) => uuidOf(`coinbase order ${count}`),
      tradeId: (count) => uuidOf(`coinbase trade ${count}`),
    },
  });
  const keys = new Map<string, StoredKey>();
  const limits = new Limits();
  const server = await openVenueServer<CoinbaseKey, CoinbaseKeyOptions>(world, {
    answer: (request) => answer(world, keys, limits, request),
    statusReply,
    addKey: (keyOptions = {}) => {
      const { privateKey, keyFile, ...key } = makeCdpKey(keyOptions.format ?? "sec1");
      keys.set(key.name, {
        ...key,
        account: keyOptions.account ?? world.account,
        permissions: new Set(keyOptions.permissions ?? ["can_view", "can_trade"]),
        ipAllowList: keyOptions.ipAllowList ?? null,
      });
      return { apiKey: key.name, secret: privateKey, keyFile, revoke: () => void keys.delete(key.name) };
    },
    port: options.port,
    streams: coinbaseStreams(keys),
  });
  return {
    ...server,
    setState: (state) => {
      server.setState(state);
      // Coinbase has no state of the whole venue but maintenance: the rest shows on each product.
      const status = state === "maintenance" ? "online" : state;
      for (const { symbol } of world.market.instruments) world.market.setStatus(symbol, status);
    },
  };
}

/** A USDC market has the book of its USD market, so a price given for one is the price of both. */
function withAliases(prices: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const aliases = Object.entries(ALIAS_OF).flatMap(([alias, real]) => {
    const price = prices[real];
    return price === undefined ? [] : [[alias, price] as const];
  });
  return { ...Object.fromEntries(aliases), ...prices };
}

function answer(
  world: VenueWorld,
  keys: ReadonlyMap<string, StoredKey>,
  limits: Limits,
  request: VenueRequest,
): VenueReply {
  try {
    if (world.state === "maintenance") return statusReply(503);
    const found = findRoute(ROUTES, request.method, request.path);
    if (found === null || found === "otherMethod") throw notFound(request);
    const { route, params } = found;
    const common = { request, params, world };
    const now = world.now();
    if (route.permission === "public") {
      if (!limits.ofAddress(request.remoteAddress).take(1, world.limitNow())) return statusReply(429);
      return run(route, { ...common, account: world.account, permissions: new Set() });
    }
    const check = checkJwt(request, keys, now);
    if (check.kind === "refused" || !allowed(check.key, request)) return statusReply(401);
    const { account, permissions, name } = check.key;
    const counter = request.path.startsWith("/v2/") ? limits.ofV2(name) : limits.ofUser(account.id);
    if (!counter.take(1, world.limitNow())) return statusReply(429);
    if (route.permission !== "key" && !permissions.has(route.permission)) throw missingScope(request);
    account.settle();
    return run(route, { ...common, account, permissions });
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function run(route: CoinbaseRoute, call: CoinbaseCall): VenueReply {
  return jsonReply(200, route.handler(call));
}

function allowed({ ipAllowList }: StoredKey, { remoteAddress }: VenueRequest): boolean {
  return ipAllowList === null || ipAllowList.includes(remoteAddress);
}
