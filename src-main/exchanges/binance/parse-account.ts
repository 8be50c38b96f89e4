// What do Binance's answers about balances, fees, rights, deposits and withdrawals say?

import type { LedgerEntry } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { foldBalances } from "#exchanges/shared/fold-balances.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { Balance } from "#shared/domain/account.ts";
import { type AccountId, type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import type { KeyPermissions, KeyRight } from "#shared/domain/key-permissions.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { BinanceTable } from "./symbols.ts";

/** `locked` is what open orders hold. */
export function parseBalances(body: Answer, accountId: AccountId, table: BinanceTable): readonly Balance[] {
  const rows = body
    .at("balances")
    .list()
    .map((place) => {
      const { code, earns } = table.assetOf(place.at("asset").text());
      const free = place.at("free").decimal();
      const inOrders = place.at("locked").decimal();
      return earns ? { code, place, earn: free, inOrders } : { code, place, free, inOrders };
    });
  return foldBalances(accountId, rows);
}

/** Whether fees are paid in BNB instead is a setting of the account that this answer does not tell. */
export function parseFeeTier(body: Answer): FeeTier {
  const rates = body.at("commissionRates");
  return { maker: rates.at("maker").amount(), taker: rates.at("taker").amount(), feeAsset: "received" };
}

/** Source: Binance wallet docs, "Get API key permission" (2026-07). */
const RIGHTS: readonly Omit<KeyRight, "granted">[] = [
  { id: "enableReading", label: "Enable Reading", need: "needed" },
  { id: "enableSpotAndMarginTrading", label: "Enable Spot & Margin Trading", need: "trading" },
  { id: "enableWithdrawals", label: "Enable Withdrawals", need: "mustBeOff" },
  { id: "enableInternalTransfer", label: "Enable Internal Transfer", need: "mustBeOff" },
  { id: "permitsUniversalTransfer", label: "Permits Universal Transfer", need: "mustBeOff" },
  { id: "enableMargin", label: "Enable Margin Loan, Repay & Transfer", need: "notNeeded" },
  { id: "enableFutures", label: "Enable Futures", need: "notNeeded" },
  { id: "enableVanillaOptions", label: "Enable European Options", need: "notNeeded" },
  { id: "enablePortfolioMarginTrading", label: "Enable Portfolio Margin Trading", need: "notNeeded" },
];

/** A right that we do not know but whose name says that money leaves. */
const DANGEROUS = /withdraw|transfer/i;
const LONGEST_NAME = 80;
const MOST_RIGHTS = 64;

export function parsePermissions(body: Answer, readAt: UnixMs): KeyPermissions {
  const grant = (place: Answer): KeyRight["granted"] => (place.absent ? "no" : place.flag() ? "yes" : "no");
  const known = RIGHTS.map((right): KeyRight => ({ ...right, granted: grant(body.at(right.id)) }));
  const others = body
    .entries()
    .filter(
      ([id, place]) => /^(enable|permits)/.test(id) && place.value === true && !RIGHTS.some((right) => right.id === id),
    )
    .map(([id]): KeyRight => {
      const name = id.slice(0, LONGEST_NAME);
      return { id: name, label: name, granted: "yes", need: DANGEROUS.test(id) ? "mustBeOff" : "notNeeded" };
    });
  const until = body.at("tradingAuthorityExpirationTime");
  // Without this member it is no answer about rights, and nothing may be concluded from what is missing.
  if (body.at("enableReading").absent || body.at("enableWithdrawals").absent)
    throw body.at("enableWithdrawals").unexpected("true or false");
  return {
    readable: true,
    rights: [...known, ...others].slice(0, MOST_RIGHTS),
    ipRestricted: body.at("ipRestrict").absent ? null : body.at("ipRestrict").flag(),
    keyName: null,
    expiresAt: until.absent || until.value === "0" ? null : until.time(),
    readAt,
  };
}

/** Source: Binance wallet docs, deposit history (2026-07): 1 success, 6 credited but not withdrawable yet, 2 rejected, 7 wrong. */
const DEPOSIT_STATES: Readonly<Record<string, LedgerEntry["status"]>> = {
  1: "done",
  6: "done",
  2: "failed",
  7: "failed",
};

export function parseDeposit(row: Answer): LedgerEntry {
  return {
    venueId: row.at("id").text(),
    kind: "deposit",
    asset: coinOf(row.at("coin")),
    amount: row.at("amount").amount(),
    fee: null,
    status: meaningOf(DEPOSIT_STATES, row.at("status").text()) ?? "pending",
    tsEvent: row.at("insertTime").time(),
    reference: row.at("txId").textOrNull(),
  };
}

/** Source: Binance wallet docs, withdraw history (2026-07): 6 completed; 1 canceled, 3 rejected, 5 failed. */
const WITHDRAWAL_STATES: Readonly<Record<string, LedgerEntry["status"]>> = {
  6: "done",
  1: "failed",
  3: "failed",
  5: "failed",
};

export function parseWithdrawal(row: Answer): LedgerEntry {
  return {
    venueId: row.at("id").text(),
    kind: "withdrawal",
    asset: coinOf(row.at("coin")),
    amount: row.at("amount").decimal().abs().neg().toString(),
    fee: row.at("transactionFee").amountOrNull(),
    status: meaningOf(WITHDRAWAL_STATES, row.at("status").text()) ?? "pending",
    tsEvent: utcTime(row.at("applyTime")),
    reference: row.at("txId").textOrNull(),
  };
}

/** `2019-10-12 11:12:02`, which is UTC. */
function utcTime(place: Answer): UnixMs {
  const text = place.text();
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) throw place.unexpected("a time like 2019-10-12 11:12:02");
  return place.isoTime(`${text.replace(" ", "T")}Z`);
}

export function coinOf(place: Answer): Asset {
  const parsed = assetSchema.safeParse(place.value);
  if (!parsed.success) throw place.unexpected("an asset's code");
  return parsed.data;
}
