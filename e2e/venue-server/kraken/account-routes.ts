// What does Kraken tell of an account and of the key itself?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { assetByCode, codeOf } from "./assets.ts";
import type { KrakenCall, KrakenPermission, KrakenRoute } from "./kraken-call.ts";
import { KrakenRefusal } from "./kraken-refusal.ts";
import { knownPair } from "./public-routes.ts";
import { CALL_COST, MAKER_TABLE, TAKER_TABLE } from "./quirks.ts";

const DEFAULT_DECIMALS = 10;
const PERCENT_PLACES = 4;

export const ACCOUNT_ROUTES: readonly KrakenRoute[] = [
  post("Balance", "query-funds", (call) =>
    Object.fromEntries(balanceRows(call).map(({ code, balance }) => [code, balance])),
  ),
  post("BalanceEx", "query-funds", (call) =>
    Object.fromEntries(balanceRows(call).map(({ code, balance, held }) => [code, { balance, hold_trade: held }])),
  ),
  post("TradeVolume", "query-funds", tradeVolume),
  post("GetApiKeyInfo", "key", keyInfo),
  post("GetWebSocketsToken", "create-ws-token", ({ tokens, key, world }) => {
    if (key === null) throw new KrakenRefusal("EAPI:Invalid key");
    // Its age is the computer's matter, not that of a clock that a test sets wrong.
    return tokens.issue(key, world.clock.now());
  }),
];

function post(name: string, permission: KrakenPermission | "key", handler: (call: KrakenCall) => unknown): KrakenRoute {
  return { method: "POST", path: `/0/private/${name}`, weight: CALL_COST, permission, handler };
}

function balanceRows({ account }: KrakenCall) {
  const spot = account.balances().map(({ asset, free, inOrders }) => {
    const code = codeOf(asset);
    return { code, balance: amountText(code, free.add(inOrders)), held: amountText(code, inOrders) };
  });
  const other = [...account.extraBalances].map(([code, amount]) => ({
    code,
    // As planted, also where it is finer than the asset is.
    balance: atLeastText(code, decimal(amount)),
    held: amountText(code, Decimal.ZERO),
  }));
  return [...spot, ...other];
}

/** On the asset's own number of places. */
export function amountText(code: string, amount: Decimal): string {
  return amount.toFixed(placesOf(code), "down");
}

function atLeastText(code: string, amount: Decimal): string {
  return amount.toFixed(Math.max(placesOf(code), amount.scale), "down");
}

function placesOf(code: string): number {
  return assetByCode(code)?.decimals ?? DEFAULT_DECIMALS;
}

function tradeVolume({ account, params, world, now }: KrakenCall) {
  const since = now - 30 * 86_400_000;
  const volume = Decimal.sum(
    account.history.fills
      .filter(({ record }) => record.ts >= since)
      .map(({ record }) => decimal(record.price).mul(decimal(record.quantity))),
  );
  const names = params.get("pair");
  const total = { currency: "ZUSD", volume: volume.toFixed(PERCENT_PLACES, "down") };
  if (names === null || names === "") return total;
  const pairs = names.split(",").map((name) => knownPair(name.trim()));
  if (pairs.some(({ symbol }) => world.market.instrument(symbol) === null))
    throw new KrakenRefusal("EQuery:Unknown asset pair");
  const fees = (rate: string, table: readonly (readonly [number, number])[]) => {
    const [next, lowest] = [table[1], table.at(-1)];
    return Object.fromEntries(
      pairs.map(({ id }) => [
        id,
        {
          fee: percent(rate),
          minfee: places(lowest?.[1] ?? 0),
          maxfee: places(table[0]?.[1] ?? 0),
          nextfee: places(next?.[1] ?? 0),
          nextvolume: places(next?.[0] ?? 0),
          tiervolume: places(0),
        },
      ]),
    );
  };
  return {
    ...total,
    fees: fees(account.rules.taker, TAKER_TABLE),
    fees_maker: fees(account.rules.maker, MAKER_TABLE),
  };
}

function percent(share: string): string {
  return decimal(share).mul(decimal("100")).toFixed(PERCENT_PLACES, "down");
}

function places(value: number): string {
  return decimal(String(value)).toFixed(PERCENT_PLACES, "down");
}

/** Field names as recorded; the vendor's page of 2026-05-27 writes some in camel case (`apiKeyName`). */
function keyInfo({ key }: KrakenCall) {
  if (key === null) throw new KrakenRefusal("EAPI:Invalid key");
  const unix = (time: number | null) => String(Math.floor((time ?? 0) / 1_000));
  return {
    api_key_name: key.name,
    api_key: key.credentials.apiKey,
    nonce: key.lastNonce.toString(),
    nonce_window: "0",
    permissions: key.permissions,
    iban: "AA00 N84G 0000 0000",
    valid_until: unix(key.validUntil),
    query_from: "0",
    query_to: "0",
    created_time: unix(key.createdAt),
    modified_time: unix(key.createdAt),
    ip_allowlist: key.ipAllowList,
    last_used: unix(key.lastUsed),
  };
}
