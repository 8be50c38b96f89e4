// What does an account at Coinbase Exchange hold, what does it pay, and what moved there?
// Shapes: docs.cdp.coinbase.com, Exchange REST, "Get a single account's transfers" and "… ledger" (read 2026-11-26); ccxt 4.5.84.
import type { LedgerEntry } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { BalanceRow } from "#exchanges/shared/fold-balances.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { assetOf, commonCode } from "./parse-market.ts";
import { LEDGER_KINDS } from "./quirks.ts";

/** Null for an empty one. */
export function parseHolding(account: Answer): BalanceRow | null {
  const place = account.at("currency");
  const free = decimal(account.at("available").amount());
  const inOrders = decimal(account.at("hold").amount());
  if (free.isZero && inOrders.isZero) return null;
  return { code: commonCode(place.text()), place, free, inOrders };
}

export function parseFeeTier(fees: Answer): FeeTier {
  return { maker: fees.at("maker_fee_rate").amount(), taker: fees.at("taker_fee_rate").amount(), feeAsset: "quote" };
}

/** Null for a currency whose code no asset can have. */
export function parseTransfer(transfer: Answer, assetOfAccount: ReadonlyMap<string, Asset>): LedgerEntry | null {
  const type = transfer.at("type").oneOf("deposit", "withdraw", "internal_deposit", "internal_withdraw");
  const named = transfer.at("currency").textOrNull();
  const asset = named === null ? assetOfAccount.get(transfer.at("account_id").text()) : assetOf(named);
  if (asset === undefined || asset === null) return null;
  const details = transfer.at("details");
  const out = type === "withdraw" || type === "internal_withdraw";
  const whole = decimal(transfer.at("amount").amount());
  const fee = details.absent ? null : details.at("fee").amountOrNull();
  // A withdrawal's amount includes its fee.
  const amount = out ? (fee === null ? whole : whole.sub(decimal(fee))).neg() : whole;
  return {
    venueId: transfer.at("id").text(),
    kind: out ? "withdrawal" : "deposit",
    asset,
    amount: amount.toString(),
    fee: out ? fee : null,
    status: transferStatus(transfer),
    tsEvent: transferTime(transfer.at("created_at")),
    reference: details.absent ? null : details.at("crypto_transaction_hash").textOrNull(),
  };
}

/** Source: ccxt 4.5.84 `parseTransactionStatus` (2026-11-26). */
function transferStatus(transfer: Answer): LedgerEntry["status"] {
  if (!transfer.at("canceled_at").absent) return "failed";
  if (!transfer.at("completed_at").absent) return "done";
  return transfer.at("processed_at").absent ? "pending" : "failed";
}

const POSTGRES_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/;

/** Transfers carry times in another form than everything else: `2022-12-21 00:48:45.477503+00`. */
function transferTime(time: Answer): UnixMs {
  const [, day, clock] = POSTGRES_TIME.exec(time.text()) ?? [];
  return day === undefined || clock === undefined ? time.isoTime() : time.isoTime(`${day}T${clock}Z`);
}

export function parseLedgerEntry(entry: Answer, asset: Asset): LedgerEntry {
  const details = entry.at("details");
  const reference = ["order_id", "transfer_id", "profile_transfer_id", "conversion_id"]
    .map((name) => (details.absent ? null : details.at(name).textOrNull()))
    .find((found) => found !== null);
  return {
    venueId: entry.at("id").text(),
    kind: kindOf(entry.at("type").text(), details),
    asset,
    amount: entry.at("amount").decimal().toString(),
    fee: null,
    status: "done",
    tsEvent: entry.at("created_at").isoTime(),
    reference: reference ?? null,
  };
}

/** `transfer` names moves from outside, to outside and between portfolios; its details say which. */
function kindOf(type: string, details: Answer): LedgerEntry["kind"] {
  const direction = details.absent ? undefined : details.at("transfer_type").value;
  if (type === "transfer" && direction === "deposit") return "deposit";
  if (type === "transfer" && direction === "withdraw") return "withdrawal";
  return LEDGER_KINDS.get(type) ?? "adjustment";
}
