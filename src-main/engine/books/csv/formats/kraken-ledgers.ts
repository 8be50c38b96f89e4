// How does Kraken's export of ledgers (ledgers.csv) become entries?
// Header: support.kraken.com "How to interpret Ledger history fields"; `wallet` came in 2024, `subclass` in 2025. Types and pairs of
// rows: BittyTax conv/parsers/kraken.py (2024) and exports in public tests up to 2026. Amounts are without the fee, which is taken
// from the balance on top. Not confirmed: sales of dust, of which only the total received is told.

import type { EntryDraft, FileReading } from "#engine/books/csv/file-reading.ts";
import { foldKrakenAsset, KRAKEN_QUOTES } from "#engine/books/csv/kraken-assets.ts";
import { type Leg, pairLegs } from "#engine/books/csv/pair-legs.ts";
import type { Sheet, SheetRow } from "#engine/books/csv/sheet.ts";
import { computeTransactionId } from "#engine/portfolio/compute-transactions.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { hasAll, type TransactionFormat } from "./format.ts";
import { krakenTradeId } from "./kraken-trades.ts";

export const KRAKEN_LEDGERS: TransactionFormat = {
  id: "kraken-ledgers",
  name: "Kraken ledgers",
  matches: (columns) => hasAll(columns, ["txid", "refid", "time", "type", "subtype", "asset", "amount", "fee"]),
  read(sheet) {
    const trades = new Map<string, Row[]>();
    for (const row of sheet.rows()) {
      const read = readRow(row);
      if (read === undefined) continue;
      if (read.txid === "") {
        sheet.reading.skip(row.line, "Not carried out yet when the file was made; the row with an id counts.");
      } else if (TRADES.has(read.type)) {
        const key = `${read.type === "trade" ? "trade" : "swap"} ${read.refid}`;
        const rows = trades.get(key);
        if (rows === undefined) trades.set(key, [read]);
        else rows.push(read);
      } else {
        addSingle(sheet.reading, read);
      }
    }
    for (const rows of trades.values()) addTrade(sheet, rows);
  },
};

interface Row {
  readonly line: number;
  readonly txid: string;
  readonly refid: string;
  readonly ts: UnixMs;
  readonly type: string;
  readonly subtype: string;
  readonly asset: Asset;
  /** Signed, without the fee. */
  readonly amount: Decimal;
  /** Positive: paid. */
  readonly fee: Decimal;
}

const TRADES: ReadonlySet<string> = new Set(["trade", "spend", "receive", "conversion"]);
const REWARDS: ReadonlyMap<string, string> = new Map([
  ["staking", "staking"],
  ["reward", "reward"],
  ["dividend", "dividend"],
  ["invite bonus", "referral"],
  ["airdrop", "airdrop"],
]);
/** Moves between parts of the same account. */
const WITHIN_ACCOUNT = /^(spottostaking|stakingtospot|spotfromstaking|stakingfromspot)$/;
const FUTURES = /^spot(from|to)futures$/;

function readRow(row: SheetRow): Row | undefined {
  const ts = row.time("time");
  const asset = row.asset("asset", foldKrakenAsset);
  const amount = row.number("amount");
  const fee = row.numberOrNull("fee");
  const type = row.text("type").toLowerCase();
  if (type === "") row.problem("type", "what the row is, like trade or deposit", "Download the file again.");
  if (ts === undefined || asset === undefined || amount === undefined || fee === undefined || type === "")
    return undefined;
  return {
    line: row.line,
    txid: row.text("txid"),
    refid: row.text("refid"),
    ts,
    type,
    subtype: row.text("subtype").toLowerCase(),
    asset,
    amount,
    fee: fee ?? Decimal.ZERO,
  };
}

function addSingle(reading: FileReading, row: Row): void {
  const kind = kindOf(row);
  if (kind === null) {
    reading.skip(row.line, `A move within the account (${row.type} ${row.subtype}).`);
    return;
  }
  if (row.amount.isZero && row.fee.isZero) {
    reading.skip(row.line, "Nothing moved.");
    return;
  }
  const { account } = reading.choices;
  const base = { accountId: account, ts: row.ts, venueRef: row.refid === "" ? row.txid : row.refid };
  const id = computeTransactionId("ledger", account, row.txid);
  const paysFee = row.fee.isPositive && !row.amount.isZero;
  if (!row.amount.isZero) {
    const fee = paysFee ? { asset: row.asset, amount: row.fee } : null;
    reading.add(row.line, { ...base, id, ...kind, asset: row.asset, quantity: row.amount.abs(), fee });
    if (kind.type === "adjustment") reading.flag(row.line, `${row.type} ${row.subtype}: taken as an adjustment.`);
  }
  if (row.fee.isZero || paysFee) return;
  // A fee by itself, like that of a margin position; a negative one is money given back.
  const given = row.fee.isNegative ? ({ type: "adjustment", side: "buy", label: "fee refund" } as const) : feeOf(row);
  const feeId = row.amount.isZero ? id : computeTransactionId("ledger", account, row.txid, "fee");
  reading.add(row.line, { ...base, id: feeId, ...given, asset: row.asset, quantity: row.fee.abs() });
}

type Kind = Pick<EntryDraft, "type" | "side" | "label">;

const feeOf = ({ type }: Row): Kind => ({ type: "fee", label: type });

/** Null for what changes nothing. */
function kindOf(row: Row): Kind | null {
  const { type, subtype, amount } = row;
  const incoming = !amount.isNegative;
  const reward = REWARDS.get(type);
  if (type === "deposit") return incoming ? { type: "deposit" } : { type: "withdrawal", label: "reversed deposit" };
  if (type === "withdrawal")
    return incoming ? { type: "deposit", label: "reversed withdrawal" } : { type: "withdrawal" };
  if (reward !== undefined && incoming) return { type: "reward", label: reward };
  if (type === "earn") return subtype === "reward" && incoming ? { type: "reward", label: "earn" } : null;
  if (type === "transfer" && WITHIN_ACCOUNT.test(subtype)) return null;
  if (type === "transfer" && FUTURES.test(subtype))
    return { type: incoming ? "deposit" : "withdrawal", label: "futures" };
  if (type === "transfer" && subtype === "" && incoming) return { type: "reward", label: "airdrop" };
  return { type: "adjustment", side: incoming ? "buy" : "sell", label: type };
}

/** All rows of one refid. */
function addTrade({ reading }: Sheet, rows: readonly Row[]): void {
  const [first] = rows as [Row, ...Row[]]; // a group has a row
  const { account } = reading.choices;
  const legs: Leg[] = rows.map(({ asset, amount, line }) => ({ asset, amount, line }));
  const paired = pairLegs(legs, { quotes: KRAKEN_QUOTES, mayTurn: first.type !== "trade" });
  if (paired.kind === "open") {
    const got = `only ${rows.length === 1 ? "this row" : "rows of one side"} with refid ${first.refid}`;
    const whatToDo = "The file begins or ends inside of a trade: download it for whole days.";
    reading.problem({ line: first.line, column: "refid", expected: "both sides of the trade", got, whatToDo });
    return;
  }
  const base = { accountId: account, ts: first.ts, venueRef: first.refid } as const;
  const label = first.type === "trade" ? null : first.subtype === "dustsweeping" ? "dust" : "conversion";
  const [fee, ...moreFees] = rows
    .filter((row) => !row.fee.isZero)
    .toSorted((one, other) => (one.txid < other.txid ? -1 : 1));
  if (paired.kind === "swaps" && paired.swaps.length === 1) {
    for (const { line, ...swap } of paired.swaps) {
      const id =
        first.type === "trade"
          ? krakenTradeId(account, swap.asset, swap.quote, first.refid)
          : computeTransactionId("ledger", account, first.refid);
      const paid = fee === undefined ? null : { asset: fee.asset, amount: fee.fee };
      reading.add(line, { ...base, id, ...swap, type: "trade", label, fee: paid });
    }
    addFees(reading, moreFees);
    return;
  }
  // What was paid for what is not told: each side is booked for itself, and the books ask for the value.
  for (const row of rows) {
    if (row.amount.isZero) continue;
    const id = computeTransactionId("ledger", account, row.txid);
    const side = row.amount.isPositive ? "buy" : "sell";
    reading.add(row.line, { ...base, id, type: "trade", side, asset: row.asset, quantity: row.amount.abs(), label });
    reading.flag(row.line, `One of several assets exchanged at once (${first.refid}): its value is not told.`);
  }
  addFees(reading, fee === undefined ? [] : [fee, ...moreFees]);
}

function addFees(reading: FileReading, rows: readonly Row[]): void {
  const { account } = reading.choices;
  for (const row of rows) {
    reading.add(row.line, {
      id: computeTransactionId("ledger", account, row.txid, "fee"),
      accountId: account,
      ts: row.ts,
      type: row.fee.isNegative ? "adjustment" : "fee",
      side: row.fee.isNegative ? "buy" : null,
      asset: row.asset,
      quantity: row.fee.abs(),
      venueRef: row.refid,
      label: "trade",
    });
  }
}
