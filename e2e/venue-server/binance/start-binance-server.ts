// How is a Binance (spot) started on this computer?
import type { AssetScales } from "#engine/simulation/exchange/asset-units.ts";
import { assetSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import { jsonReply, type VenueReply, type VenueRequest } from "../core/http-message.ts";
import { findRoute } from "../core/route.ts";
import { openVenueServer, type VenueServer } from "../core/venue-server.ts";
import { type VenueServerOptions, VenueWorld } from "../core/venue-world.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import type { BinanceCall, BinanceRoute } from "./binance-call.ts";
import { BinanceRefusal, refusals } from "./binance-refusal.ts";
import { BookLog } from "./book-log.ts";
import { type BinanceCredentials, type BinanceKeyOptions, BinanceKeyRing } from "./key-ring.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { PUBLIC_ROUTES } from "./public-routes.ts";
import { FIRST_TIER, LISTINGS, MOST_PLACES } from "./quirks.ts";
import { BinanceLimits } from "./rate-limits.ts";
import { binanceStreams } from "./stream-hosts.ts";

const ROUTES: readonly BinanceRoute[] = [...PUBLIC_ROUTES, ...ACCOUNT_ROUTES, ...ORDER_ROUTES];
const STATUS_PATH = "/sapi/v1/system/status";

/** Every balance has eight places. */
const SCALES: AssetScales = new Map(
  LISTINGS.flatMap(({ symbol }) => symbol.split("/")).map((asset) => [assetSchema.parse(asset), MOST_PLACES]),
);

export interface BinanceServer extends VenueServer<BinanceCredentials, BinanceKeyOptions> {
  /** As if the person had deleted the key at the venue. */
  revokeKey(apiKey: string): void;
  /** Bans this computer's address, as after abuse. */
  banAddress(durationMs: DurationMs): void;
}

export async function startBinanceServer(options: VenueServerOptions = {}): Promise<BinanceServer> {
  const world = new VenueWorld({
    ...options,
    venue: venueIdSchema.parse("binance"),
    listings: LISTINGS,
    rules: {
      ...FIRST_TIER,
      feeAsset: "received",
      scales: SCALES,
      clientIds: "openOnly",
      orderId: String,
      tradeId: String,
    },
  });
  const keys = new BinanceKeyRing();
  const limits = new BinanceLimits();
  const parts: Parts = { world, keys, limits, books: new BookLog(world) };
  const server = await openVenueServer(world, {
    streams: binanceStreams(parts),
    answer: (request) => answer(parts, request),
    statusReply,
    addKey: (key: BinanceKeyOptions = {}) => keys.add(key, world.account, world.now()),
    port: options.port,
  });
  return {
    ...server,
    revokeKey: (apiKey) => keys.revoke(apiKey),
    banAddress: (durationMs) => limits.ban(durationMs, world.limitNow()),
  };
}

interface Parts {
  readonly world: VenueWorld;
  readonly keys: BinanceKeyRing;
  readonly limits: BinanceLimits;
  readonly books: BookLog;
}

function answer(parts: Parts, request: VenueRequest): VenueReply {
  const headers = new Map<string, string>();
  try {
    const value = handle(parts, request, headers);
    return jsonReply(200, value, Object.fromEntries(headers));
  } catch (error) {
    if (!(error instanceof BinanceRefusal)) throw error;
    const body = { code: error.code, msg: error.message };
    return jsonReply(error.status, body, { ...Object.fromEntries(headers), ...error.headers });
  }
}

function handle({ world, keys, limits, books }: Parts, request: VenueRequest, headers: Map<string, string>): unknown {
  const now = world.now();
  limits.checkBan(world.limitNow());
  const found = findRoute(ROUTES, request.method, request.path);
  if (found === null) throw new BinanceRefusal(-1000, "Path not found.", 404);
  if (found === "otherMethod") throw new BinanceRefusal(-1000, "Method not allowed.", 405);
  const { route } = found;
  if (world.state === "maintenance" && route.path !== STATUS_PATH) throw refusals.maintenance();
  const params = new URLSearchParams(request.body);
  for (const [name, value] of request.query) params.set(name, value);
  const common = { world, limits, books, request, params, now, headers };
  const open: BinanceCall = { ...common, account: world.account, key: null };
  const weight = typeof route.weight === "number" ? route.weight : route.weight(open);
  if (route.permission === "public") {
    take(limits, route, open, weight);
    return route.handler(open);
  }
  // By address the weight counts before anything is looked at; by account only once it is known whose it is.
  if (route.weightBy !== "uid") take(limits, route, open, weight);
  const key = keys.check(request, params, now);
  const call: BinanceCall = { ...common, account: key.account, key };
  if (route.weightBy === "uid") take(limits, route, call, weight);
  if (route.permission !== "key" && !key.permissions.includes(route.permission)) throw refusals.badKey();
  // Resting orders meet the book as it is now.
  key.account.settle();
  return route.handler(call);
}

function take(limits: BinanceLimits, route: BinanceRoute, call: BinanceCall, weight: number): void {
  const used =
    route.weightBy === undefined
      ? limits.takeWeight(weight, call.world.limitNow())
      : limits.takeSapi(route.path, route.weightBy === "ip" ? "ip" : call.account, weight, call.world.limitNow());
  for (const [name, value] of Object.entries(used)) call.headers.set(name, value);
}

/** 403 is the firewall's; 429 and 418 say how long; 5xx leave the outcome open. */
function statusReply(status: number): VenueReply {
  if (status === 403)
    return { status, headers: { "content-type": "text/html" }, body: "<html><body>403 Forbidden</body></html>" };
  const refusal =
    status === 418
      ? refusals.banned(0, 120)
      : status === 429
        ? refusals.tooMuchWeight(6_000, 30)
        : new BinanceRefusal(-1000, "An unknown error occurred while processing the request.");
  return jsonReply(status, { code: refusal.code, msg: refusal.message }, refusal.headers);
}
