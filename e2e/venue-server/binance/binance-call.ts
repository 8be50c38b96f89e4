// What does a Binance route get, and how does it read its parameters?
import type { Instrument } from "#shared/domain/instrument.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { VenueRequest } from "../core/http-message.ts";
import type { Route } from "../core/route.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { VenueMarket } from "../core/venue-market.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { refusals } from "./binance-refusal.ts";
import type { BookLog } from "./book-log.ts";
import type { BinanceKey } from "./key-ring.ts";
import { type BinanceRight, PAGE_DEFAULT, PAGE_MOST } from "./quirks.ts";
import type { BinanceLimits } from "./rate-limits.ts";
import { wireSymbol } from "./wire-text.ts";

export interface BinanceCall {
  readonly world: VenueWorld;
  readonly limits: BinanceLimits;
  readonly books: BookLog;
  readonly request: VenueRequest;
  /** Of query and body; where both have one, the query's counts. */
  readonly params: URLSearchParams;
  /** The key's account; the first one for public calls, which do not look at it. */
  readonly account: VenueAccount;
  readonly key: BinanceKey | null;
  readonly now: UnixMs;
  /** Headers that the handler adds to the answer. */
  readonly headers: Map<string, string>;
}

/** `weightBy`: sapi endpoints count per address (`ip`) or account (`uid`); /api always per address. */
export interface BinanceRoute extends Route<BinanceCall, BinanceRight> {
  readonly weightBy?: "ip" | "uid";
}

/** Throws the venue's refusal for a symbol it does not list, or none. */
export function knownSymbol(market: VenueMarket, text: string | null): Instrument {
  if (text === null || text === "") throw refusals.missing("symbol");
  const instrument = market.instruments.find((one) => wireSymbol(one) === text);
  if (instrument === undefined) throw refusals.badSymbol();
  return instrument;
}

/** The markets named by `symbol` or `symbols`; null where neither is sent. */
export function namedSymbols({ world, params }: BinanceCall): readonly Instrument[] | null {
  const [one, several] = [params.get("symbol"), params.get("symbols")];
  if (one !== null && several !== null) throw refusals.badCombination();
  if (one !== null) return [knownSymbol(world.market, one)];
  if (several === null) return null;
  const names = /^\[("[A-Z0-9]{1,20}"(,"[A-Z0-9]{1,20}")*)\]$/.exec(several)?.[1]?.replaceAll('"', "").split(",");
  if (names === undefined)
    throw refusals.illegal("symbols", '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$');
  return names.map((name) => knownSymbol(world.market, name));
}

/** A whole number, or null where it was not sent. */
export function optionalNumber(params: URLSearchParams, name: string): number | null {
  const text = params.get(name);
  if (text === null) return null;
  if (!/^\d{1,16}$/.test(text)) throw refusals.illegal(name, "^[0-9]{1,20}$");
  return Number(text);
}

export function pageLimit(params: URLSearchParams): number {
  return Math.min(optionalNumber(params, "limit") ?? PAGE_DEFAULT, PAGE_MOST);
}
