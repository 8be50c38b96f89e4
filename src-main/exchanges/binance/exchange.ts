// How is ccxt's Binance made, and how does it sign what is not a request?
import { binance } from "ccxt";
import { z } from "zod";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { CCXT_CONFIG, type CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { BINANCE, RECV_WINDOW_MS } from "./quirks.ts";

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

/** What a message of the socket holds to be taken for the account's. */
interface SubscriptionSignature {
  readonly apiKey: string;
  readonly recvWindow: number;
  readonly timestamp: number;
  readonly signature: string;
}

/**
 * The library signs as it signs requests, with whatever kind of key it is, only that the parameters stand in the order of the alphabet
 * (Binance spot docs, WebSocket API, "SIGNED request security", 2026-07). Throws VENUE_AUTH for a secret that cannot sign.
 */
export function signSubscription(credentials: Credentials, now: UnixMs): SubscriptionSignature {
  const signature = signedOrNull(credentials, now);
  if (signature !== null) return signature;
  throw new EngineError("VENUE_AUTH", "Binance: the secret cannot sign. Enter the key anew.", {
    data: { venue: BINANCE },
  });
}

const signedSchema = z.object({ url: z.url() });

/** Null where it cannot be made: what the library throws may say more of the key than anybody should read. */
function signedOrNull({ apiKey, secret }: Credentials, now: UnixMs): SubscriptionSignature | null {
  try {
    const key = apiKey.reveal();
    const options = { defaultType: "spot", recvWindow: RECV_WINDOW_MS };
    const exchange = new binance({ ...CCXT_CONFIG, options, apiKey: key, secret: secret.reveal() });
    exchange.nonce = () => now;
    exchange.urlencode = (params) => exchange.rawencode(exchange.keysort(params ?? {}));
    const signed = signedSchema.parse(exchange.sign("session", "private", "GET", { apiKey: key }));
    const signature = new URL(signed.url).searchParams.get("signature");
    return signature === null ? null : { apiKey: key, recvWindow: RECV_WINDOW_MS, timestamp: now, signature };
  } catch {
    return null;
  }
}
