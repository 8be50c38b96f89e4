// How is the library's Coinbase made, so that it only builds, signs and classifies?
import { coinbase } from "ccxt";
import type { Credentials } from "#engine/core/credentials.ts";
import { CCXT_CONFIG, type CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";

/** The host of the library's URLs; a token names it, so a test server is signed for like the venue itself. */
export const COINBASE_HOSTS = ["api.coinbase.com"] as const;

export function makeCoinbase(credentials: Credentials | null): CcxtExchange {
  const key = credentials === null ? {} : { apiKey: credentials.apiKey.reveal(), secret: credentials.secret.reveal() };
  // The library's declared types say `any` where ours do not.
  return new coinbase({ ...CCXT_CONFIG, ...key }) as unknown as CcxtExchange;
}
