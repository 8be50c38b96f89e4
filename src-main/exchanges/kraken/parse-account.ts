// What do Kraken's answers about balances, fees, rights and the ledger say?

import type { LedgerEntry } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { foldBalances } from "#exchanges/shared/fold-balances.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type AccountId, assetSchema } from "#shared/domain/ids.ts";
import type { FeeTier } from "#shared/domain/instrument.ts";
import type { KeyPermissions, KeyRight } from "#shared/domain/key-permissions.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { KrakenMarket, KrakenTable } from "./symbols.ts";

/** `BalanceEx`: `balance` includes what open orders hold. */
export function parseBalances(body: Answer, accountId: AccountId, table: KrakenTable): readonly Balance[] {
  const rows = body
    .at("result")
    .entries()
    .map(([id, place]) => {
      const { code, part } = table.assetOf(id);
      const total = place.at("balance").decimal();
      const held = place.at("hold_trade").absent ? Decimal.ZERO : place.at("hold_trade").decimal();
      const rest = total.sub(held);
      return part === "free"
        ? { code, place, free: rest, inOrders: held }
        : { code, place, [part]: rest, inOrders: held };
    });
  return foldBalances(accountId, rows);
}

const PERCENT_PLACES = 2;

/** `TradeVolume`: percentages of the tier that the account is in now. */
export function parseFeeTier(body: Answer, market: KrakenMarket): FeeTier {
  const share = (place: Answer) => {
    const percent = place.decimal();
    if (percent.isNegative) throw place.unexpected("zero or more");
    return Decimal.of(percent.coefficient, percent.scale + PERCENT_PLACES).toString();
  };
  const row = (name: string) => body.at("result").at(name).at(market.id);
  const taker = share(row("fees").at("fee"));
  const makers = body.at("result").at("fees_maker");
  const maker = makers.absent ? taker : share(row("fees_maker").at("fee"));
  return { maker, taker, feeAsset: "quote" };
}

/** Source: docs.kraken.com GetApiKeyInfo (2026-07). */
const RIGHTS: readonly Omit<KeyRight, "granted">[] = [
  { id: "query-funds", label: "Query funds", need: "needed" },
  { id: "query-open-trades", label: "Query open orders & trades", need: "trading" },
  { id: "query-closed-trades", label: "Query closed orders & trades", need: "trading" },
  { id: "modify-trades", label: "Create & modify orders", need: "trading" },
  { id: "close-trades", label: "Cancel & close orders", need: "trading" },
  { id: "query-ledger", label: "Query ledger entries (deposits and withdrawals)", need: "notNeeded" },
  { id: "create-ws-token", label: "Access WebSockets API (fills and balances are heard of sooner)", need: "notNeeded" },
  { id: "add-funds", label: "Deposit funds", need: "notNeeded" },
  { id: "withdraw-funds", label: "Withdraw funds", need: "mustBeOff" },
];

/** A right that we do not know but whose name says that money leaves. */
const DANGEROUS = /withdraw|transfer/i;

export function parsePermissions(body: Answer, readAt: UnixMs): KeyPermissions {
  const result = body.at("result");
  const granted = new Set(
    result
      .at("permissions")
      .list()
      .map((item) => item.text()),
  );
  const known: KeyRight[] = RIGHTS.map((right) => ({ ...right, granted: granted.has(right.id) ? "yes" : "no" }));
  const others = [...granted]
    .filter((id) => !RIGHTS.some((right) => right.id === id))
    .map((id): KeyRight => {
      const name = id.slice(0, LONGEST_NAME);
      return { id: name, label: name, granted: "yes", need: DANGEROUS.test(id) ? "mustBeOff" : "notNeeded" };
    });
  const allowed = result.at("ip_allowlist");
  const until = result.at("valid_until");
  return {
    readable: true,
    rights: [...known, ...others].slice(0, MOST_RIGHTS),
    ipRestricted: allowed.absent ? null : allowed.list().some((item) => item.value !== ""),
    keyName: result.at("api_key_name").textOrNull()?.slice(0, 200) ?? null,
    expiresAt: until.absent || until.value === "0" || until.value === "" ? null : until.time("s"),
    readAt,
  };
}

const LONGEST_NAME = 80;
const MOST_RIGHTS = 64;

/** Types of `Ledgers`; `earn` and `staking` are told by their subtype. Source: docs.kraken.com GetLedgers (2026-07). */
const KINDS: Readonly<Record<string, LedgerEntry["kind"]>> = {
  deposit: "deposit",
  withdrawal: "withdrawal",
  trade: "trade",
  spend: "trade",
  receive: "trade",
  conversion: "trade",
  staking: "reward",
  reward: "reward",
  dividend: "reward",
  transfer: "transfer",
};

export function parseLedgerEntry(id: string, row: Answer, table: KrakenTable): LedgerEntry {
  if (id === "") throw row.unexpected("an entry with an id");
  const type = row.at("type").text();
  const subtype = row.at("subtype").textOrNull();
  const asset = assetSchema.safeParse(table.assetOf(row.at("asset").text()).code);
  if (!asset.success) throw row.at("asset").unexpected("an asset's code");
  const kind =
    type === "earn" ? (subtype === "reward" ? "reward" : "transfer") : (meaningOf(KINDS, type) ?? "adjustment");
  return {
    venueId: id,
    kind,
    asset: asset.data,
    amount: row.at("amount").decimal().toString(),
    fee: row.at("fee").amountOrNull(),
    status: "done",
    tsEvent: row.at("time").time("s"),
    reference: row.at("refid").textOrNull(),
  };
}
