// How is ccxt's Binance made?
import { binance } from "ccxt";
import type { Credentials } from "#engine/core/credentials.ts";
import { CCXT_CONFIG, type CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";
import { RECV_WINDOW_MS } from "./quirks.ts";

/** Spot only; the time is measured and set by us (`venue-time.ts`). `setSandboxMode` is right for this venue. */
export function makeBinance(credentials: Credentials | null, sandbox: boolean): CcxtExchange {
  const exchange = new binance({
    ...CCXT_CONFIG,
    options: {
      defaultType: "spot",
      fetchMarkets: { types: ["spot"] },
      fetchCurrencies: false,
      fetchMargins: false,
      adjustForTimeDifference: false,
      recvWindow: RECV_WINDOW_MS,
    },
    ...(credentials === null ? {} : { apiKey: credentials.apiKey.reveal(), secret: credentials.secret.reveal() }),
  });
  if (sandbox) exchange.setSandboxMode(true);
  return exchange;
}
