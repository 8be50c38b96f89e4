// What do we use of a ccxt exchange? It builds, signs and classifies; sending, time and numbers are ours.
import type { Clock } from "#engine/ports/clock.ts";
import { parseExactJson } from "./exact-json.ts";
import type { HttpSend } from "./http-exchange.ts";

/** The members of ccxt's `Exchange` that are used or replaced. Its own types say `any`; these do not. */
export interface CcxtExchange {
  options: Record<string, unknown>;
  handleContentTypeApplicationZip: boolean;
  undiciModule: unknown;
  fetchDispatcher: unknown;
  nonce(): number;
  milliseconds(): number;
  seconds(): number;
  microseconds(): number;
  parseJson(text: string): unknown;
  request(path: string, api: unknown, method: string, params: object): Promise<unknown>;
  fetch(url: string, method?: string, headers?: Record<string, string>, body?: string): Promise<unknown>;
  handleRestResponse(response: object, url: string, method: string, headers: unknown, body: unknown): unknown;
  loadFetchImplementation(): Promise<unknown>;
  undiciRequest(url: string, request: object): ReturnType<HttpSend>;
}

/** What every exchange is made with: no waiting, no retry and no log of the library's own. */
export const CCXT_CONFIG = {
  enableRateLimit: false,
  verbose: false,
  enableLastHttpResponse: false,
  enableLastResponseHeaders: false,
} as const;

/** Pinned: the library would send an order again by itself. */
const NO_RETRY = { maxRetriesOnFailure: 0, maxRetriesOnFailureDelay: 0 } as const;

/** Puts our clock and our reading of numbers into an exchange, and takes its retries out. */
export function adoptExchange(exchange: CcxtExchange, clock: Clock): CcxtExchange {
  Object.assign(exchange.options, NO_RETRY);
  exchange.handleContentTypeApplicationZip = false;
  exchange.milliseconds = () => clock.now();
  exchange.seconds = () => Math.floor(clock.now() / 1000);
  exchange.microseconds = () => clock.now() * 1000;
  exchange.parseJson = parseExactJson;
  return exchange;
}

/** The library's own connection pool, else the platform's. Neither follows a redirect. */
export function ccxtSend(exchange: CcxtExchange): HttpSend {
  return async ({ url, method, headers, body }, signal) => {
    await exchange.loadFetchImplementation();
    if (exchange.undiciModule !== undefined) {
      const { fetchDispatcher: dispatcher } = exchange;
      return exchange.undiciRequest(url, { method, headers: { ...headers }, body, signal, dispatcher });
    }
    return fetch(url, { method, headers, body: body ?? null, signal, redirect: "error" });
  };
}
