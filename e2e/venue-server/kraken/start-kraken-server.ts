// How is a Kraken started on this computer?
import { venueIdSchema } from "#shared/domain/ids.ts";
import type { VenueReply, VenueRequest } from "../core/http-message.ts";
import { findRoute } from "../core/route.ts";
import { openVenueServer, type VenueServer } from "../core/venue-server.ts";
import { type VenueServerOptions, VenueWorld } from "../core/venue-world.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { LISTINGS } from "./assets.ts";
import { DEAD_MAN_ROUTES } from "./dead-man-routes.ts";
import { KrakenTimers } from "./dead-man-timers.ts";
import { HISTORY_ROUTES } from "./history-routes.ts";
import { type KrakenCredentials, type KrakenKey, type KrakenKeyOptions, KrakenKeyRing } from "./key-ring.ts";
import { errorReply, type KrakenCall, type KrakenRoute, okReply } from "./kraken-call.ts";
import { krakenId } from "./kraken-id.ts";
import { KrakenRefusal } from "./kraken-refusal.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { PUBLIC_ROUTES } from "./public-routes.ts";
import { FIRST_TIER, type KrakenTier, ORDER_ERRORS } from "./quirks.ts";
import { KrakenLimits } from "./rate-limits.ts";
import { krakenStreams } from "./stream-hosts.ts";
import { KrakenTokens } from "./stream-tokens.ts";

const ROUTES: readonly KrakenRoute[] = [
  ...PUBLIC_ROUTES,
  ...ACCOUNT_ROUTES,
  ...ORDER_ROUTES,
  ...DEAD_MAN_ROUTES,
  ...HISTORY_ROUTES,
];

export interface KrakenServerOptions extends VenueServerOptions {
  /** Of the accounts, which decides their limits; default `starter`. */
  readonly tier?: KrakenTier;
}

export interface KrakenServer extends VenueServer<KrakenCredentials, KrakenKeyOptions> {
  /** As if the person had deleted the key at the venue. */
  revokeKey(apiKey: string): void;
}

export async function startKrakenServer(options: KrakenServerOptions = {}): Promise<KrakenServer> {
  const world = new VenueWorld({
    ...options,
    venue: venueIdSchema.parse("kraken"),
    listings: LISTINGS,
    rules: {
      ...FIRST_TIER,
      feeAsset: "quote",
      clientIds: "openOnly",
      orderId: (count) => krakenId("O", count),
      tradeId: (count) => krakenId("T", count),
    },
  });
  const keys = new KrakenKeyRing();
  const parts: Parts = {
    world,
    keys,
    limits: new KrakenLimits(),
    timers: new KrakenTimers(),
    tokens: new KrakenTokens((key) => keys.find(key.credentials.apiKey) === key),
  };
  const server = await openVenueServer(world, {
    streams: krakenStreams(parts.tokens),
    answer: (request) => answer(parts, request),
    statusReply,
    addKey: (key: KrakenKeyOptions = {}) => keys.add(key, world.account, options.tier ?? "starter", world.now()),
    port: options.port,
  });
  return { ...server, revokeKey: (apiKey) => keys.revoke(apiKey) };
}

interface Parts {
  readonly world: VenueWorld;
  readonly keys: KrakenKeyRing;
  readonly limits: KrakenLimits;
  readonly tokens: KrakenTokens;
  readonly timers: KrakenTimers;
}

function answer(parts: Parts, request: VenueRequest): VenueReply {
  try {
    return okReply(handle(parts, request));
  } catch (error) {
    if (error instanceof KrakenRefusal) return errorReply(error.code);
    throw error;
  }
}

function handle({ world, keys, limits, tokens, timers }: Parts, request: VenueRequest): unknown {
  const found = findRoute(ROUTES, request.method, request.path);
  if (found === null || found === "otherMethod") throw new KrakenRefusal("EGeneral:Unknown method");
  const { route } = found;
  const now = world.now();
  const common = { world, limits, tokens, timers, request, now };
  timers.run(now);
  if (route.permission === "public") {
    limits.takePublic(world.limitNow());
    return route.handler({ ...common, params: request.query, account: world.account, key: null });
  }
  if (world.state === "maintenance") throw new KrakenRefusal(ORDER_ERRORS.unavailable);
  const params = new URLSearchParams(request.body);
  const key = keys.check(request, params, now);
  const call: KrakenCall = { ...common, params, account: key.account, key };
  limits.takeCall(key, weightOf(route, call), world.limitNow());
  checkRight(route, key);
  // Resting orders meet the book as it is now.
  key.account.settle();
  return route.handler(call);
}

function weightOf(route: KrakenRoute, call: KrakenCall): number {
  return typeof route.weight === "number" ? route.weight : route.weight(call);
}

function checkRight({ permission }: KrakenRoute, key: KrakenKey): void {
  if (permission === "key" || permission === "public") return;
  const enough = permission.split("|");
  if (!key.permissions.some((right) => enough.includes(right))) throw new KrakenRefusal("EGeneral:Permission denied");
}

/** 5xx come from the network in front of the venue, as HTML; 429 as the venue's own words. */
function statusReply(status: number): VenueReply {
  if (status < 500) return { ...errorReply("EGeneral:Too many requests"), status };
  return {
    status,
    headers: { "content-type": "text/html; charset=UTF-8" },
    body: `<html><head><title>${status}: Web server is returning an unknown error</title></head><body>cloudflare</body></html>`,
  };
}
