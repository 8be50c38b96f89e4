// What does Coinbase's older tree /v2 answer: time, currencies, rates, wallets, what moved?
import { decimal } from "#shared/domain/decimal.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { type CoinbaseCall, type CoinbaseRoute, v2Refusal } from "./call.ts";
import { ASSET_NAMES, FIAT } from "./quirks.ts";
import { v2Page } from "./v2-page.ts";
import { paymentsOf, transactionsOf } from "./v2-transaction-body.ts";
import { type Wallet, walletsOf } from "./wallets.ts";
import { isoSeconds, ownCode, unifiedCode, uuidOf } from "./wire-ids.ts";

const RATE_PLACES = 12;

export const V2_ROUTES: readonly CoinbaseRoute[] = [
  { method: "GET", path: "/v2/time", weight: 1, permission: "public", handler: time },
  { method: "GET", path: "/v2/currencies", weight: 1, permission: "public", handler: fiatCurrencies },
  { method: "GET", path: "/v2/currencies/crypto", weight: 1, permission: "public", handler: cryptoCurrencies },
  { method: "GET", path: "/v2/exchange-rates", weight: 1, permission: "public", handler: exchangeRates },
  { method: "GET", path: "/v2/accounts", weight: 1, permission: "can_view", handler: accounts },
  {
    method: "GET",
    path: "/v2/accounts/{id}",
    weight: 1,
    permission: "can_view",
    handler: (call) => ({ data: accountBody(walletOf(call)) }),
  },
  {
    method: "GET",
    path: "/v2/accounts/{id}/transactions",
    weight: 1,
    permission: "can_view",
    handler: (call) =>
      v2Page(
        call,
        transactionsOf(call.account, walletOf(call)),
        ({ id }) => id,
        ({ body }) => body,
      ),
  },
  ...(["deposit", "withdrawal"] as const).map(
    (kind): CoinbaseRoute => ({
      method: "GET",
      path: `/v2/accounts/{id}/${kind}s`,
      weight: 1,
      permission: "can_view",
      handler: (call) =>
        v2Page(
          call,
          paymentsOf(call.account, walletOf(call), kind),
          ({ id }) => id,
          ({ body }) => body,
        ),
    }),
  ),
];

function time({ world }: CoinbaseCall): unknown {
  const now = world.now();
  return { data: { iso: isoSeconds(now), epoch: Math.floor(now / SECOND_MS) } };
}

function codesOf({ world }: CoinbaseCall): readonly string[] {
  return [...new Set(world.market.instruments.flatMap(({ base, quote }) => [ownCode(base), ownCode(quote)]))].sort();
}

const nameOf = (code: string): string => ASSET_NAMES[unifiedCode(code)] ?? code;

function fiatCurrencies(call: CoinbaseCall): unknown {
  const fiat = codesOf(call).filter((code) => FIAT.has(code));
  return { data: fiat.map((code) => ({ id: code, name: nameOf(code), min_size: "0.01000000" })) };
}

function cryptoCurrencies(call: CoinbaseCall): unknown {
  const crypto = codesOf(call).filter((code) => !FIAT.has(code));
  return { data: crypto.map((code, index) => currencyBody(code, index)) };
}

function currencyBody(code: string, index: number): object {
  return {
    code,
    name: nameOf(code),
    color: "#F7931A",
    sort_index: 100 + index,
    exponent: 8,
    type: FIAT.has(code) ? "fiat" : "crypto",
    address_regex: "^(?:0x)?[0-9a-fA-F]{40}$",
    asset_id: uuidOf(`asset ${code}`),
  };
}

/** Units of each currency for one US dollar. */
function exchangeRates(call: CoinbaseCall): unknown {
  const { world } = call;
  const rates = codesOf(call).flatMap((code): [string, string][] => {
    const price = code === "USD" ? decimal("1") : world.market.lastPrice(`${unifiedCode(code)}/USD`, world.now());
    if (price === null || !price.isPositive) return [];
    return [[code, decimal("1").div(price, RATE_PLACES, "halfEven").toString()]];
  });
  return { data: { currency: "USD", rates: Object.fromEntries(rates) } };
}

function accounts(call: CoinbaseCall): unknown {
  return v2Page(call, walletsOf(call.world, call.account), ({ id }) => id, accountBody);
}

/** One balance: what orders hold is in it and not told apart. */
function accountBody(wallet: Wallet): object {
  const { id, code, kind, free, held } = wallet;
  return {
    id,
    name: `${code} ${kind === "vault" ? "Vault" : "Wallet"}`,
    primary: code === "BTC" && kind !== "vault",
    type: kind === "crypto" ? "wallet" : kind,
    currency: currencyBody(code, 0),
    balance: { amount: free.add(held).toString(), currency: code },
    created_at: "2021-05-31T09:59:59Z",
    updated_at: "2021-05-31T09:59:59Z",
    resource: "account",
    resource_path: `/v2/accounts/${id}`,
    allow_deposits: true,
    allow_withdrawals: true,
  };
}

function walletOf({ world, account, params }: CoinbaseCall): Wallet {
  const wallet = walletsOf(world, account).find(({ id, code }) => id === params.id || code === params.id);
  if (wallet === undefined) throw v2Refusal(404, "not_found", "Not found");
  return wallet;
}
