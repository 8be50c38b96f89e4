// What does a Kraken route get, and how does it refuse? Errors come with HTTP 200, as on the venue.
import type { UnixMs } from "#shared/domain/time.ts";
import { jsonReply, type VenueReply, type VenueRequest } from "../core/http-message.ts";
import type { Route } from "../core/route.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { KrakenTimers } from "./dead-man-timers.ts";
import type { KrakenKey } from "./key-ring.ts";
import type { KrakenRight } from "./quirks.ts";
import type { KrakenLimits } from "./rate-limits.ts";
import type { KrakenTokens } from "./stream-tokens.ts";

export interface KrakenCall {
  readonly world: VenueWorld;
  readonly limits: KrakenLimits;
  /** For the private sockets. */
  readonly tokens: KrakenTokens;
  readonly timers: KrakenTimers;
  readonly request: VenueRequest;
  /** Of the query (GET) or the form (POST). */
  readonly params: URLSearchParams;
  /** The key's account; the first one for public calls, which do not look at it. */
  readonly account: VenueAccount;
  /** Null for public calls. */
  readonly key: KrakenKey | null;
  readonly now: UnixMs;
}

/** A right, or several of which one is enough. */
export type KrakenPermission = KrakenRight | `${KrakenRight}|${KrakenRight}`;
export type KrakenRoute = Route<KrakenCall, KrakenPermission>;

export function okReply(result: unknown): VenueReply {
  return jsonReply(200, { error: [], result });
}

export function errorReply(code: string): VenueReply {
  return jsonReply(200, { error: [code] });
}

/** Seconds with a fraction, as Kraken writes times of orders and trades. */
export function seconds(time: UnixMs): number {
  return time / 1_000;
}

export function isTrue(params: URLSearchParams, name: string): boolean {
  const value = params.get(name);
  return value === "true" || value === "1";
}
