// How is the library's Coinbase Exchange made, so that it only builds, signs and classifies?
import { coinbaseexchange } from "ccxt";
import { z } from "zod";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { CCXT_CONFIG, type CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { SECOND_MS, type UnixMs } from "#shared/domain/time.ts";

/** Where the library's URLs lead. The sandbox has keys of its own, so the one must never stand in for the other. */
export function hostOf(endpoint: EndpointKind): string {
  return endpoint === "sandbox" ? "api-public.sandbox.exchange.coinbase.com" : "api.exchange.coinbase.com";
}

export function makeCoinbaseExchange(credentials: Credentials | null, endpoint: EndpointKind): CcxtExchange {
  const exchange = new coinbaseexchange({ ...CCXT_CONFIG, ...(credentials === null ? {} : revealed(credentials)) });
  // Several states are one name repeated ("Get all orders", read 2026-11-26); the library would write `status[0]`.
  exchange.urlencode = (params) => exchange.urlencodeWithArrayRepeat(params);
  // Only here and at Binance does this switch do what it says (trap 3).
  if (endpoint === "sandbox") exchange.setSandboxMode(true);
  // The library's declared types say `any` where ours do not.
  return withIdAnswers(exchange as unknown as CcxtExchange);
}

function revealed({ apiKey, secret, passphrase }: Credentials) {
  return { apiKey: apiKey.reveal(), secret: secret.reveal(), password: passphrase?.reveal() ?? "" };
}

/** What a message of the socket holds to be taken for the account's. */
export interface SocketSignature {
  readonly key: string;
  readonly passphrase: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** "Just as if you were signing" `GET /users/self/verify` (docs, Exchange WebSocket authentication, read 2026-11-26): the library does. */
export function signSocket(credentials: Credentials, now: UnixMs): SocketSignature {
  const { apiKey: key, password: passphrase, ...rest } = revealed(credentials);
  const timestamp = String(Math.floor(now / SECOND_MS));
  const exchange = new coinbaseexchange({ ...CCXT_CONFIG, apiKey: key, password: passphrase, ...rest });
  exchange.nonce = () => Number(timestamp);
  const { success, data } = signedSchema.safeParse(signed(exchange));
  if (success) return { key, passphrase, timestamp, signature: data.headers["CB-ACCESS-SIGN"] };
  throw new EngineError("VENUE_AUTH", "The key cannot sign: enter it anew.");
}

const signedSchema = z.object({ headers: z.object({ "CB-ACCESS-SIGN": z.string().min(1) }) });

/** What the library throws may say more of the key than anybody should read. */
function signed(exchange: coinbaseexchange): unknown {
  try {
    return exchange.sign("users/self/verify", "private", "GET");
  } catch {
    return null;
  }
}

const BARE_ID = /^"?[0-9a-f-]{36}"?$/i;

/** A cancel is confirmed by the bare id of the order, the only answer that is neither an object nor a list. */
function withIdAnswers(exchange: CcxtExchange): CcxtExchange {
  const request = exchange.request.bind(exchange);
  exchange.request = async (...call) => {
    const answer = await request(...call);
    return typeof answer === "string" && BARE_ID.test(answer) ? { id: answer.replaceAll('"', "") } : answer;
  };
  return exchange;
}
