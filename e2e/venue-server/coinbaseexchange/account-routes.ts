// What does Coinbase Exchange tell of an account: balances, fees, profile?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { portfolioOf, userOf, type Wallet, walletsOf } from "../coinbase/wallets.ts";
import { type ExchangeCall, type ExchangeRoute, walletOf } from "./call.ts";
import { BALANCE_PLACES } from "./quirks.ts";

export const ACCOUNT_ROUTES: readonly ExchangeRoute[] = [
  route("/accounts", (call) => walletsOf(call.world, call.account).map((wallet) => accountBody(call, wallet))),
  route("/accounts/{id}", (call) => accountBody(call, walletOf(call))),
  route("/fees", fees),
  route("/profiles", ({ account }) => [
    {
      id: portfolioOf(account),
      user_id: userOf(account),
      name: "default",
      active: true,
      is_default: true,
      has_margin: false,
      created_at: "2019-11-18T18:37:16.959Z",
    },
  ]),
];

function route(path: string, handler: (call: ExchangeCall) => unknown): ExchangeRoute {
  return { method: "GET", path, weight: 1, permission: "view", handler };
}

function accountBody({ account }: ExchangeCall, { id, code, kind, free, held }: Wallet): object {
  return {
    id,
    currency: code,
    balance: free.add(held).toFixed(BALANCE_PLACES, "down"),
    hold: held.toFixed(BALANCE_PLACES, "down"),
    available: free.toString(),
    profile_id: portfolioOf(account),
    trading_enabled: kind !== "vault",
    pending_deposit: "0",
    display_name: code,
  };
}

function fees({ account }: ExchangeCall): unknown {
  const volume = Decimal.sum(
    account.history.fills.map(({ record }) => decimal(record.price).mul(decimal(record.quantity))),
  );
  return {
    taker_fee_rate: account.rules.taker,
    maker_fee_rate: account.rules.maker,
    usd_volume: volume.toFixed(2, "down"),
  };
}
