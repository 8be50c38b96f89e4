// What happened at an account, as venues list it: fills, transfers, and a ledger with the balance after each line?

import type { FilledRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { type Decimal, type DecimalString, decimal, decimalString } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { PlacedOrder, VenueCounters } from "./placed-order.ts";

export interface TransferInput {
  readonly kind: "deposit" | "withdrawal";
  readonly asset: string;
  /** What arrives or is sent, before the fee. */
  readonly amount: string;
  readonly fee?: string;
  /** Default done. */
  readonly status?: "pending" | "done" | "failed";
  /** Default now. */
  readonly at?: UnixMs;
  readonly txid?: string;
}

export interface Transfer {
  readonly number: number;
  readonly kind: "deposit" | "withdrawal";
  readonly asset: Asset;
  readonly amount: DecimalString;
  readonly fee: DecimalString;
  readonly status: "pending" | "done" | "failed";
  readonly at: UnixMs;
  readonly txid: string;
}

export interface LedgerLine {
  readonly number: number;
  readonly at: UnixMs;
  readonly kind: "deposit" | "withdrawal" | "trade" | "reward" | "transfer" | "adjustment";
  readonly asset: Asset;
  /** Signed, without the fee. */
  readonly amount: DecimalString;
  readonly fee: DecimalString;
  /** The asset's total after this line. */
  readonly balance: DecimalString;
  /** What it belongs to: a trade, a transfer. */
  readonly reference: string;
}

export interface AccountFill {
  readonly placed: PlacedOrder;
  readonly record: FilledRecord;
  /** Rises by one with each fill of the venue. */
  readonly number: number;
}

const ZERO = decimalString("0");

export class AccountHistory {
  /** Oldest first, each list. */
  readonly fills: AccountFill[] = [];
  readonly transfers: Transfer[] = [];
  readonly ledger: LedgerLine[] = [];
  readonly #counters: VenueCounters;

  constructor(counters: VenueCounters) {
    this.#counters = counters;
  }

  addTransfer(input: TransferInput, at: UnixMs, balance: DecimalString): Transfer {
    this.#counters.transfers += 1;
    const number = this.#counters.transfers;
    const transfer: Transfer = {
      number,
      kind: input.kind,
      asset: assetSchema.parse(input.asset),
      amount: decimalString(input.amount),
      fee: decimalString(input.fee ?? "0"),
      status: input.status ?? "done",
      at,
      txid: input.txid ?? number.toString(16).padStart(64, "0"),
    };
    insertByTime(this.transfers, transfer);
    if (transfer.status === "done")
      this.addLine({
        at,
        kind: transfer.kind,
        asset: transfer.asset,
        amount: transfer.kind === "deposit" ? transfer.amount : decimal(transfer.amount).neg().toString(),
        fee: transfer.fee,
        balance,
        reference: `transfer-${number}`,
      });
    return transfer;
  }

  addFill(record: FilledRecord, placed: PlacedOrder, number: number, total: (asset: Asset) => DecimalString): void {
    const { base, quote, side } = placed.order;
    this.fills.push({ placed, record, number });
    const quantity = decimal(record.quantity);
    const cost = quantity.mul(decimal(record.price));
    const buys = side === "buy";
    const lines: readonly (readonly [Asset, Decimal])[] = [
      [base, buys ? quantity : quantity.neg()],
      [quote, buys ? cost.neg() : cost],
    ];
    const line = { at: record.ts, kind: "trade" as const, reference: record.tradeId };
    for (const [asset, amount] of lines) {
      const fee = record.fee.asset === asset ? record.fee.amount : ZERO;
      this.addLine({ ...line, asset, amount: amount.toString(), fee, balance: total(asset) });
    }
    const { asset } = record.fee;
    if (asset !== base && asset !== quote)
      this.addLine({ ...line, asset, amount: ZERO, fee: record.fee.amount, balance: total(asset) });
  }

  /** A line of any other kind, like a staking reward; it changes no balance by itself. */
  addLine(line: Omit<LedgerLine, "number">): LedgerLine {
    this.#counters.ledger += 1;
    const numbered = { ...line, number: this.#counters.ledger };
    insertByTime(this.ledger, numbered);
    return numbered;
  }
}

/** Lines with a past time may be planted, so that the order of adding is not always the order of time. */
function insertByTime<T extends { readonly at: UnixMs }>(list: T[], item: T): void {
  const index = list.findLastIndex((other) => other.at <= item.at) + 1;
  list.splice(index, 0, item);
}
