// What does Binance tell of an account, its transfers and the key itself?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Transfer } from "../core/account-history.ts";
import { type BinanceCall, type BinanceRoute, knownSymbol, namedSymbols, optionalNumber } from "./binance-call.ts";
import { refusals } from "./binance-refusal.ts";
import { LONGEST_TRANSFER_LOOKUP_MS, PAGE_MOST, RIGHTS, WEIGHTS, WITHDRAW_HISTORY_UID_WEIGHT } from "./quirks.ts";
import { eight, wireSymbol } from "./wire-text.ts";

const READ = "enableReading";
const BASIS_POINTS = "10000";

export const ACCOUNT_ROUTES: readonly BinanceRoute[] = [
  { method: "GET", path: "/api/v3/account", weight: WEIGHTS.account, permission: READ, handler: accountInfo },
  {
    method: "GET",
    path: "/api/v3/account/commission",
    weight: WEIGHTS.commission,
    permission: READ,
    handler: commission,
  },
  sapi("GET", "/sapi/v1/account/apiRestrictions", 1, apiRestrictions),
  sapi("GET", "/sapi/v1/asset/tradeFee", 1, tradeFee),
  sapi("POST", "/sapi/v3/asset/getUserAsset", 5, userAssets),
  sapi("GET", "/sapi/v1/capital/deposit/hisrec", 1, (call) => transfers(call, "deposit").map(depositView)),
  {
    ...sapi("GET", "/sapi/v1/capital/withdraw/history", WITHDRAW_HISTORY_UID_WEIGHT, (call) =>
      transfers(call, "withdrawal").map(withdrawalView),
    ),
    weightBy: "uid",
  },
];

function sapi(
  method: "GET" | "POST",
  path: string,
  weight: number,
  handler: (call: BinanceCall) => unknown,
): BinanceRoute {
  return { method, path, weight, permission: READ, handler, weightBy: "ip" };
}

interface BalanceRow {
  readonly asset: string;
  readonly free: Decimal;
  readonly locked: Decimal;
}

/** Every asset that the venue lists, also those the account never had, then the rows of other products (`LDBTC`). */
function balanceRows({ account, world }: BinanceCall): readonly BalanceRow[] {
  const held = new Map(account.balances().map((row) => [String(row.asset), row]));
  const listed = new Set(world.market.instruments.flatMap(({ base, quote }) => [String(base), String(quote)]));
  const spot = [...new Set([...listed, ...held.keys()])].map((asset) => ({
    asset,
    free: held.get(asset)?.free ?? Decimal.ZERO,
    locked: held.get(asset)?.inOrders ?? Decimal.ZERO,
  }));
  const other = [...account.extraBalances].map(([asset, amount]) => ({
    asset,
    free: decimal(amount),
    locked: Decimal.ZERO,
  }));
  return [...spot, ...other];
}

function accountInfo(call: BinanceCall) {
  const { account, key, params, now } = call;
  const { maker, taker } = account.rules;
  const points = (rate: string) => Number(decimal(rate).mul(decimal(BASIS_POINTS)).toFixed(0, "down"));
  const rows = balanceRows(call).filter(
    ({ free, locked }) => params.get("omitZeroBalances") !== "true" || free.isPositive || locked.isPositive,
  );
  return {
    makerCommission: points(maker),
    takerCommission: points(taker),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: { maker: eight(maker), taker: eight(taker), buyer: eight("0"), seller: eight("0") },
    canTrade: key?.permissions.includes("enableSpotAndMarginTrading") === true,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: now,
    accountType: "SPOT",
    balances: rows.map(({ asset, free, locked }) => ({ asset, free: eight(free), locked: eight(locked) })),
    permissions: ["SPOT"],
    uid: 354_937_868,
  };
}

function commission({ account, params, world }: BinanceCall) {
  const instrument = knownSymbol(world.market, params.get("symbol"));
  const { maker, taker, feeAsset } = account.rules;
  const none = { maker: eight("0"), taker: eight("0"), buyer: eight("0"), seller: eight("0") };
  return {
    symbol: wireSymbol(instrument),
    standardCommission: { ...none, maker: eight(maker), taker: eight(taker) },
    specialCommission: none,
    taxCommission: none,
    discount: {
      enabledForAccount: feeAsset === "BNB",
      enabledForSymbol: true,
      discountAsset: "BNB",
      discount: eight("0.75"),
    },
  };
}

function tradeFee(call: BinanceCall) {
  const { maker, taker } = call.account.rules;
  return (namedSymbols(call) ?? call.world.market.instruments).map((instrument) => ({
    symbol: wireSymbol(instrument),
    makerCommission: maker,
    takerCommission: taker,
  }));
}

function userAssets(call: BinanceCall) {
  return balanceRows(call)
    .filter(({ free, locked }) => free.isPositive || locked.isPositive)
    .map(({ asset, free, locked }) => ({
      asset,
      free: free.toString(),
      locked: locked.toString(),
      freeze: "0",
      withdrawing: "0",
      ipoable: "0",
      btcValuation: "0",
    }));
}

function apiRestrictions({ key }: BinanceCall) {
  if (key === null) throw refusals.badKey();
  return {
    ipRestrict: key.ipAllowList.length > 0,
    createTime: key.createdAt,
    ...Object.fromEntries(RIGHTS.map((right) => [right, key.permissions.includes(right)])),
    enableFixApiTrade: false,
    enableFixReadOnly: false,
  };
}

/** Newest first. */
function transfers({ account, params, now }: BinanceCall, kind: Transfer["kind"]): readonly Transfer[] {
  const end = optionalNumber(params, "endTime") ?? now;
  const start = optionalNumber(params, "startTime") ?? Math.max(0, now - LONGEST_TRANSFER_LOOKUP_MS);
  if (end - start > LONGEST_TRANSFER_LOOKUP_MS) throw refusals.longLookup(90 * 24);
  const coin = params.get("coin");
  const status = params.get("status");
  const offset = optionalNumber(params, "offset") ?? 0;
  const limit = Math.min(optionalNumber(params, "limit") ?? PAGE_MOST, PAGE_MOST);
  return account.history.transfers
    .filter(
      (transfer) =>
        transfer.kind === kind &&
        transfer.at >= start &&
        transfer.at <= end &&
        (coin === null || transfer.asset === coin) &&
        (status === null || String(statusOf(transfer)) === status),
    )
    .toReversed()
    .slice(offset, offset + limit);
}

/** Wallet pages: deposits 0 pending, 1 success, 2 rejected; withdrawals 3 rejected, 4 processing, 6 completed. */
function statusOf({ kind, status }: Transfer): number {
  return kind === "deposit" ? { pending: 0, done: 1, failed: 2 }[status] : { pending: 4, done: 6, failed: 3 }[status];
}

function depositView(transfer: Transfer) {
  return {
    id: String(769_754_833_590_000_000n + BigInt(transfer.number)),
    amount: transfer.amount,
    coin: transfer.asset,
    network: transfer.asset,
    status: statusOf(transfer),
    address: "1FZdVHtiBqMrWdjPyRPULCUceZPJ2WLCsB",
    addressTag: "",
    txId: transfer.txid,
    insertTime: transfer.at,
    transferType: 0,
    confirmTimes: "1/1",
    unlockConfirm: 0,
    walletType: 0,
  };
}

function withdrawalView(transfer: Transfer) {
  // "2019-10-12 11:12:02", in UTC.
  const written = new Date(transfer.at).toISOString().slice(0, 19).replace("T", " ");
  return {
    id: transfer.number.toString(16).padStart(32, "0"),
    amount: transfer.amount,
    transactionFee: transfer.fee,
    coin: transfer.asset,
    status: statusOf(transfer),
    address: "1FZdVHtiBqMrWdjPyRPULCUceZPJ2WLCsB",
    txId: transfer.txid,
    applyTime: written,
    network: transfer.asset,
    transferType: 0,
    info: "",
    confirmNo: 3,
    walletType: 1,
    txKey: "",
    ...(transfer.status === "done" ? { completeTime: written } : {}),
  };
}
