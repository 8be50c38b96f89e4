// How is the library's Coinbase Exchange made, so that it only builds, signs and classifies?
import { coinbaseexchange } from "ccxt";
import type { Credentials } from "#engine/core/credentials.ts";
import { CCXT_CONFIG, type CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";
import type { EndpointKind } from "#shared/domain/account.ts";

/** Where the library's URLs lead. The sandbox has keys of its own, so the one must never stand in for the other. */
export function hostOf(endpoint: EndpointKind): string {
  return endpoint === "sandbox" ? "api-public.sandbox.exchange.coinbase.com" : "api.exchange.coinbase.com";
}

export function makeCoinbaseExchange(credentials: Credentials | null, endpoint: EndpointKind): CcxtExchange {
  const key =
    credentials === null
      ? {}
      : {
          apiKey: credentials.apiKey.reveal(),
          secret: credentials.secret.reveal(),
          password: credentials.passphrase?.reveal() ?? "",
        };
  const exchange = new coinbaseexchange({ ...CCXT_CONFIG, ...key });
  // Several states are one name repeated ("Get all orders", read 2026-11-26); the library would write `status[0]`.
  exchange.urlencode = (params) => exchange.urlencodeWithArrayRepeat(params);
  // Only here and at Binance does this switch do what it says (trap 3).
  if (endpoint === "sandbox") exchange.setSandboxMode(true);
  // The library's declared types say `any` where ours do not.
  return withIdAnswers(exchange as unknown as CcxtExchange);
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
