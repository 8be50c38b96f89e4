// How does Binance's "Transaction history" become entries?
// Headers: `User_ID,UTC_Time,…` (rotki and BittyTax, 2024) and, in histories since 2025, `User ID,Time,…` with years of two digits and
// the time zone chosen at the download, which stands in the file's name only. The rows of one trade share a second; nothing else ties them.
// Not confirmed: that a withdrawal's row holds its fee.

import {
  BINANCE_ACCOUNTS,
  BINANCE_QUOTES,
  type BinanceOperation,
  binanceOperation,
} from "#engine/books/csv/binance-operations.ts";
import type { FileReading } from "#engine/books/csv/file-reading.ts";
import { type PairedLegs, pairLegs } from "#engine/books/csv/pair-legs.ts";
import { columnKey, type SheetRow } from "#engine/books/csv/sheet.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { hasAll, type TransactionFormat } from "./format.ts";

export const BINANCE_HISTORY: TransactionFormat = {
  id: "binance-history",
  name: "Binance transaction history",
  matches: (columns) =>
    hasAll(columns, ["account", "operation", "coin", "change"]) && (columns.has("utc_time") || columns.has("time")),
  read(sheet) {
    const timeColumn = sheet.has("utc_time") ? "utc_time" : "time";
    if (timeColumn === "time" && sheet.reading.choices.zoneMinutes === undefined) {
      sheet.reading.flag(sheet.headerLine, "The time zone stands in the file's name only: the times are taken as UTC.");
    }
    const legs = new Map<string, Leg[]>();
    for (const row of sheet.rows()) {
      const read = readRow(row, timeColumn);
      if (read === undefined) continue;
      if (read.operation.kind === "leg" && read.counted) collect(legs, { ...read, operation: read.operation });
      else addSingle(sheet.reading, read);
    }
    addTrades(sheet.reading, legs);
  },
};

interface Row {
  readonly line: number;
  readonly ts: UnixMs;
  readonly asset: Asset;
  readonly amount: Decimal;
  readonly operation: BinanceOperation;
  /** As Binance calls it. */
  readonly name: string;
  /** Whether it is of a part of the account that the books count. */
  readonly counted: boolean;
  readonly remark: string;
}

type LegOperation = Extract<BinanceOperation, { kind: "leg" }>;
type Leg = Row & { readonly operation: LegOperation };

function readRow(row: SheetRow, timeColumn: string): Row | undefined {
  const ts = row.time(timeColumn, { shortYears: true });
  const asset = row.asset("coin", (code) => code.toUpperCase());
  const amount = row.number("change");
  const name = row.text("operation");
  if (name === "") row.problem("operation", "what the row is, like Deposit", "Download the file again.");
  if (ts === undefined || asset === undefined || amount === undefined || name === "") return undefined;
  const counted = BINANCE_ACCOUNTS.has(columnKey(row.text("account")));
  return {
    line: row.line,
    ts,
    asset,
    amount,
    operation: binanceOperation(name),
    name,
    counted,
    remark: row.text("remark"),
  };
}

function addSingle(reading: FileReading, row: Row): void {
  const { operation, line, ts, asset, amount, name } = row;
  if (!row.counted) {
    reading.skip(line, "Futures and margin are not part of the books; what went there and came back is.");
    return;
  }
  if (amount.isZero || operation.kind === "within") {
    reading.skip(line, amount.isZero ? "Nothing moved." : `A move within the account (${name}).`);
    return;
  }
  const incoming = amount.isPositive;
  const base = { accountId: reading.choices.account, ts, asset, quantity: amount.abs() } as const;
  if (operation.kind === "outside") {
    reading.add(line, { ...base, type: incoming ? "deposit" : "withdrawal", label: "futures or margin" });
    return;
  }
  if (operation.kind === "deposit" || operation.kind === "withdrawal") {
    const asNamed = incoming === (operation.kind === "deposit");
    const label = asNamed ? operation.label : `reversed ${operation.kind}`;
    reading.add(line, { ...base, type: incoming ? "deposit" : "withdrawal", label });
    return;
  }
  if (operation.kind === "reward" && incoming) {
    reading.add(line, { ...base, type: "reward", label: operation.label });
    return;
  }
  reading.add(line, { ...base, type: "adjustment", side: incoming ? "buy" : "sell", label: name });
  reading.flag(line, `${name}: taken as an adjustment.`);
}

/** Legs of one second and one kind. Dust says in its remark which coin became BNB. */
function collect(groups: Map<string, Leg[]>, leg: Leg): void {
  const remark = leg.operation.label === "dust" ? leg.remark : "";
  const key = [String(leg.ts).padStart(16, "0"), leg.operation.label ?? "", remark].join("|");
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [leg]);
  else group.push(leg);
}

/** No market is named, so that the price may be in either asset. */
const ORIENTATION = { quotes: BINANCE_QUOTES, mayTurn: true };

const movesOf = (legs: readonly Leg[]): readonly Leg[] => legs.filter(({ operation }) => !operation.fee);

function addTrades(reading: FileReading, groups: ReadonlyMap<string, readonly Leg[]>): void {
  let open: readonly (readonly Leg[])[] = [];
  for (const [, legs] of [...groups].toSorted(([first], [second]) => (first < second ? -1 : 1))) {
    const moves = movesOf(legs);
    const paired = pairLegs(moves, ORIENTATION);
    if (paired.kind !== "open") addGroup(reading, legs, paired);
    // Charged a second after the trade.
    else if (moves.length === 0) addFees(reading, feesOf(legs), legs);
    else if (isDust(legs)) addEach(reading, legs);
    else open = joinOpen(reading, open, legs);
  }
  for (const legs of open) refuseOpen(reading, legs);
}

/** The two sides of a trade sometimes stand a second apart. Gives back what still waits. */
function joinOpen(
  reading: FileReading,
  open: readonly (readonly Leg[])[],
  legs: readonly Leg[],
): readonly (readonly Leg[])[] {
  const [first] = legs as readonly [Leg, ...Leg[]]; // a group has a leg
  const near: (readonly Leg[])[] = [];
  let joined = false;
  for (const others of open) {
    const [other] = others as readonly [Leg, ...Leg[]]; // a group has a leg
    if (first.ts - other.ts > SECOND_MS) {
      refuseOpen(reading, others);
      continue;
    }
    const both = [...others, ...legs];
    const isOne = !joined && other.operation.label === first.operation.label;
    const paired = isOne ? pairLegs(movesOf(both), ORIENTATION) : null;
    if (paired === null || paired.kind === "open") {
      near.push(others);
    } else {
      joined = true;
      addGroup(reading, both, paired);
    }
  }
  return joined ? near : [...near, legs];
}

function refuseOpen(reading: FileReading, legs: readonly Leg[]): void {
  const [first] = legs as readonly [Leg, ...Leg[]]; // a group has a leg
  reading.problem({
    line: first.line,
    column: "Operation",
    expected: `the other side of ${first.name} in the same second`,
    got: `only ${first.asset} ${first.amount}`,
    whatToDo:
      "Download the history for whole days, all coins and all accounts; or enter the trade by hand and delete the row.",
  });
}

function addGroup(reading: FileReading, legs: readonly Leg[], paired: Exclude<PairedLegs, { kind: "open" }>): void {
  const [first] = legs as readonly [Leg, ...Leg[]]; // a group has a leg
  const { account } = reading.choices;
  const base = { accountId: account, ts: first.ts, label: first.operation.label } as const;
  const fees = feesOf(legs);
  if (paired.kind === "swaps") {
    // One trade takes the first fee of its second; of several trades nobody can say whose it was.
    const fee = paired.swaps.length === 1 ? (fees[0] ?? null) : null;
    for (const { line, ...swap } of paired.swaps) reading.add(line, { ...base, ...swap, type: "trade", fee });
    addFees(reading, fee === null ? fees : fees.slice(1), legs);
    if (paired.ordered) reading.flag(first.line, "Several trades in one second: paired in the order of their rows.");
  } else if (cancelOut(movesOf(legs))) {
    for (const { line } of movesOf(legs))
      reading.skip(line, "Nothing moved: what went out came back in the same second.");
    addFees(reading, fees, legs);
  } else {
    addEach(reading, legs);
  }
}

/** Each side for itself, without a value: the books ask for it. */
function addEach(reading: FileReading, legs: readonly Leg[]): void {
  for (const { line, ts, asset, amount, operation } of movesOf(legs)) {
    const side = amount.isPositive ? "buy" : "sell";
    const { account: accountId } = reading.choices;
    reading.add(line, { accountId, ts, type: "trade", side, asset, quantity: amount.abs(), label: operation.label });
    reading.flag(line, "What it was exchanged for is not told: it has no value.");
  }
  addFees(reading, feesOf(legs), legs);
}

function isDust([first]: readonly Leg[]): boolean {
  return first?.operation.label === "dust";
}

function cancelOut(legs: readonly Leg[]): boolean {
  const sums = new Map<Asset, Decimal>();
  for (const { asset, amount } of legs) sums.set(asset, sums.get(asset)?.add(amount) ?? amount);
  return [...sums.values()].every((sum) => sum.isZero);
}

function addFees(reading: FileReading, fees: readonly Fee[], legs: readonly Leg[]): void {
  const [first] = legs as readonly [Leg, ...Leg[]]; // a group has a leg
  for (const { asset, amount, line } of fees) {
    reading.add(line, {
      accountId: reading.choices.account,
      ts: first.ts,
      type: amount.isNegative ? "adjustment" : "fee",
      side: amount.isNegative ? "buy" : null,
      asset,
      quantity: amount.abs(),
      label: amount.isNegative ? "fee refund" : "trade",
    });
  }
}

interface Fee {
  readonly asset: Asset;
  /** Positive: paid. */
  readonly amount: Decimal;
  readonly line: number;
}

/** By asset; in an order that does not depend on that of the rows. */
function feesOf(legs: readonly Leg[]): readonly Fee[] {
  const fees = new Map<Asset, Fee>();
  for (const { operation, asset, amount, line } of legs) {
    if (!operation.fee) continue;
    const before = fees.get(asset);
    const sum = before === undefined ? amount.neg() : before.amount.sub(amount);
    fees.set(asset, { asset, amount: sum, line: before?.line ?? line });
  }
  return [...fees.values()]
    .filter(({ amount }) => !amount.isZero)
    .toSorted((one, other) => (one.asset < other.asset ? -1 : 1));
}
