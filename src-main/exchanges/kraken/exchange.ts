// How is ccxt's Kraken made?
import { kraken } from "ccxt";
import type { Credentials } from "#engine/core/credentials.ts";
import { CCXT_CONFIG, type CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";

/** Its own numbers are replaced (`nonce-lane.ts`), so its clock correction stays off. */
export function makeKraken(credentials: Credentials | null): CcxtExchange {
  return new kraken({
    ...CCXT_CONFIG,
    ...(credentials === null ? {} : { apiKey: credentials.apiKey.reveal(), secret: credentials.secret.reveal() }),
  });
}
