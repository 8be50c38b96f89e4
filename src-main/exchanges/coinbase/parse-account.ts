// What does an account at Coinbase hold, what does it pay, and what moved there?
// Shapes: reference data of nautilus_trader and of Coinbase.Net; docs.cdp.coinbase.com, Coinbase App, "Transactions" (read
// 2026-11-26).
import type { LedgerEntry } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { BalanceRow } from "#exchanges/shared/fold-balances.ts";
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import { assetOf, commonCode } from "./parse-market.ts";
import { CROSSING_KINDS, LEDGER_KINDS } from "./quirks.ts";

/** A vault, futures and whatever comes next are counted and not traded. Source: "List Accounts", `type` (read 2026-11-26). */
const SPOT_TYPES: ReadonlySet<string> = new Set([
  "ACCOUNT_TYPE_CRYPTO",
  "ACCOUNT_TYPE_FIAT",
  "ACCOUNT_TYPE_UNSPECIFIED",
]);

/** Several accounts may hold one asset: wallets, vaults and what lies at the futures broker. Null for an empty one. */
export function parseHolding(account: Answer): BalanceRow | null {
  const place = account.at("currency");
  const available = decimal(account.at("available_balance").at("value").amount());
  const hold = decimal(account.at("hold").at("value").amount());
  if (available.isZero && hold.isZero) return null;
  const code = commonCode(place.text());
  const platform = account.at("platform").textOrNull();
  const type = account.at("type").textOrNull();
  const spot =
    (type === null || SPOT_TYPES.has(type)) && (platform === null || platform === "ACCOUNT_PLATFORM_CONSUMER");
  return spot ? { code, place, free: available, inOrders: hold } : { code, place, locked: available.add(hold) };
}

export function parseFeeTier(summary: Answer): FeeTier {
  const tier = summary.at("fee_tier");
  return { maker: tier.at("maker_fee_rate").amount(), taker: tier.at("taker_fee_rate").amount(), feeAsset: "quote" };
}

const DONE = new Set(["completed"]);
const FAILED = new Set(["failed", "canceled", "expired"]);

/** Null for a currency whose code no asset can have. */
export function parseTransaction(transaction: Answer): LedgerEntry | null {
  const money = transaction.at("amount");
  const asset = assetOf(money.at("currency"));
  if (asset === null) return null;
  const network = transaction.at("network");
  const paid = networkFee(network, asset);
  const moved = money.at("amount").decimal();
  // What was sent includes the network's fee, which is told apart.
  const amount = paid === null || !moved.isNegative ? moved : moved.add(paid);
  const type = transaction.at("type").text();
  const status = transaction.at("status").text();
  return {
    venueId: transaction.at("id").text(),
    kind: kindOf(type, moved),
    asset,
    amount: amount.toString(),
    fee: paid === null ? null : paid.toString(),
    status: DONE.has(status) ? "done" : FAILED.has(status) ? "failed" : "pending",
    tsEvent: transaction.at("created_at").isoTime(),
    reference: network.absent ? null : network.at("hash").textOrNull(),
  };
}

function kindOf(type: string, moved: Decimal): LedgerEntry["kind"] {
  if (CROSSING_KINDS.has(type)) return moved.isNegative ? "withdrawal" : "deposit";
  return LEDGER_KINDS.get(type) ?? "adjustment";
}

/** Only a fee in the same asset is a part of the amount. */
function networkFee(network: Answer, asset: Asset): Decimal | null {
  if (network.absent) return null;
  const fee = network.at("transaction_fee");
  if (fee.absent || assetOf(fee.at("currency")) !== asset) return null;
  return decimal(fee.at("amount").amount());
}
