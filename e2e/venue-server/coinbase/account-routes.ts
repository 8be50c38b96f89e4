// What does Coinbase Advanced tell of an account: its wallets, its fees, its key's rights?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { type CoinbaseCall, type CoinbaseRoute, limitOf, pageOf, v3Refusal } from "./call.ts";
import { FEES, PAGES } from "./quirks.ts";
import { portfolioOf, type Wallet, walletsOf } from "./wallets.ts";

const OPENED = "2021-05-31T09:59:59Z";
const TYPES = { crypto: "ACCOUNT_TYPE_CRYPTO", fiat: "ACCOUNT_TYPE_FIAT", vault: "ACCOUNT_TYPE_VAULT" } as const;

export const ACCOUNT_ROUTES: readonly CoinbaseRoute[] = [
  route("accounts", accounts),
  route("accounts/{account_uuid}", oneAccount),
  route("transaction_summary", summary),
  { ...route("key_permissions", keyPermissions), permission: "key" },
  route("portfolios", portfolios),
];

function route(path: string, handler: (call: CoinbaseCall) => unknown): CoinbaseRoute {
  return { method: "GET", path: `/api/v3/brokerage/${path}`, weight: 1, permission: "can_view", handler };
}

function accounts(call: CoinbaseCall): unknown {
  const { request, world, account } = call;
  const page = pageOf(
    walletsOf(world, account),
    limitOf(request, PAGES.accounts),
    request.query.get("cursor"),
    ({ id }) => id,
  );
  return {
    accounts: page.items.map((wallet) => accountBody(call, wallet)),
    has_next: page.hasNext,
    cursor: page.cursor,
    size: page.items.length,
  };
}

function oneAccount(call: CoinbaseCall): unknown {
  const wallet = walletsOf(call.world, call.account).find(({ id }) => id === call.params.account_uuid);
  if (wallet === undefined) throw v3Refusal(404, "NOT_FOUND", "account not found");
  return { account: accountBody(call, wallet) };
}

function accountBody({ account }: CoinbaseCall, { id, code, kind, free, held }: Wallet): object {
  return {
    uuid: id,
    name: `${code} ${kind === "vault" ? "Vault" : "Wallet"}`,
    currency: code,
    available_balance: { value: free.toString(), currency: code },
    default: code === "BTC",
    active: true,
    created_at: OPENED,
    updated_at: OPENED,
    deleted_at: null,
    type: TYPES[kind],
    ready: true,
    hold: { value: held.toString(), currency: code },
    retail_portfolio_id: portfolioOf(account),
    platform: "ACCOUNT_PLATFORM_CONSUMER",
  };
}

function keyPermissions({ account, permissions }: CoinbaseCall): unknown {
  return {
    can_view: permissions.has("can_view"),
    can_trade: permissions.has("can_trade"),
    can_transfer: permissions.has("can_transfer"),
    portfolio_uuid: portfolioOf(account),
    portfolio_type: "DEFAULT",
  };
}

function portfolios({ account }: CoinbaseCall): unknown {
  return { portfolios: [{ name: "Default", uuid: portfolioOf(account), type: "DEFAULT", deleted: false }] };
}

/** Volumes and fees come as JSON numbers (recorded), rates as text. */
function summary({ world, account }: CoinbaseCall): unknown {
  const { maker, taker } = account.rules;
  const volume = Number(
    Decimal.sum(
      account.history.fills.map(({ record }) => decimal(record.price).mul(decimal(record.quantity))),
    ).toString(),
  );
  const fees = Number(Decimal.sum(account.history.fills.map(({ record }) => decimal(record.fee.amount))).toString());
  const worth = walletsOf(world, account).map(({ code, asset, free, held }) => {
    const price = code === "USD" ? Decimal.ONE : world.market.lastPrice(`${asset ?? code}/USD`, world.now());
    return price === null ? Decimal.ZERO : free.add(held).mul(price);
  });
  return {
    total_volume: volume,
    total_fees: fees,
    fee_tier: {
      pricing_tier: FEES.tier,
      usd_from: "",
      usd_to: "",
      taker_fee_rate: taker,
      maker_fee_rate: maker,
      aop_from: "0",
      aop_to: "1000000",
      perps_vol_from: "",
      perps_vol_to: "",
      futures_vol_from: "",
      futures_vol_to: "",
      volume_types_and_range: [
        { volume_types: ["VOLUME_TYPE_SPOT", "VOLUME_TYPE_US_DERIVATIVES"], vol_from: "0", vol_to: "10000" },
      ],
    },
    margin_rate: null,
    goods_and_services_tax: null,
    advanced_trade_only_volume: volume,
    advanced_trade_only_fees: fees,
    coinbase_pro_volume: 0,
    coinbase_pro_fees: 0,
    total_balance: Decimal.sum(worth).toFixed(2, "down"),
    has_promo_fee: false,
    volume_breakdown: [
      { volume_type: "VOLUME_TYPE_SPOT", volume },
      { volume_type: "VOLUME_TYPE_US_DERIVATIVES", volume: 0 },
    ],
    has_cost_plus_commission: false,
  };
}
