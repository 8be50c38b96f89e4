// How does Coinbase Exchange tell what changed a wallet's balance?
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import { isoMicros, productIdOf, uuidOf } from "../coinbase/wire-ids.ts";
import type { LedgerLine } from "../core/account-history.ts";
import { type ExchangeCall, type ExchangeRoute, pageReply, walletOf } from "./call.ts";
import { BALANCE_PLACES, PAGES } from "./quirks.ts";

export const LEDGER_ROUTES: readonly ExchangeRoute[] = [
  { method: "GET", path: "/accounts/{id}/ledger", weight: 1, permission: "view", handler: ledger },
];

interface LedgerEntry {
  readonly id: string;
  readonly body: object;
}

function ledger(call: ExchangeCall): unknown {
  const { account, request } = call;
  const wallet = walletOf(call);
  const entries = account.history.ledger
    .filter(({ asset }) => asset === wallet.asset)
    .flatMap((line) => entriesOf(call, line))
    .reverse();
  return pageReply(request, entries, PAGES.ledger, { cursorOf: ({ id }) => id, bodyOf: ({ body }) => body });
}

/** A fill gives two lines where the fee is taken from the same wallet: the match, then the fee. Oldest first. */
function entriesOf({ account }: ExchangeCall, line: LedgerLine): readonly LedgerEntry[] {
  const [amount, fee, balance] = [decimal(line.amount), decimal(line.fee), decimal(line.balance)];
  const entry = (place: number, type: string, change: Decimal, after: Decimal, details: object): LedgerEntry => {
    const id = String(line.number * 2 + place);
    return {
      id,
      body: {
        id,
        amount: change.toFixed(BALANCE_PLACES, "down"),
        balance: after.toFixed(BALANCE_PLACES, "down"),
        created_at: isoMicros(line.at),
        type,
        details,
      },
    };
  };
  if (line.kind !== "trade") {
    const details = { transfer_id: uuidOf(line.reference), transfer_type: line.kind };
    return [entry(0, "transfer", amount.sub(fee), balance, details)];
  }
  const fill = account.history.fills.find(({ record }) => record.tradeId === line.reference);
  if (fill === undefined) return [];
  const details = {
    order_id: fill.record.venueOrderId,
    product_id: productIdOf(fill.placed.order),
    trade_id: fill.record.tradeId,
  };
  const match = entry(0, "match", amount, balance.add(fee), details);
  return fee.isZero ? [match] : [match, entry(1, "fee", fee.neg(), balance, details)];
}
