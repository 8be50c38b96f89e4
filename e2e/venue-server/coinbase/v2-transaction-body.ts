// How does /v2 tell what moved at a wallet: fills, sends, deposits and withdrawals of money, rewards?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { LedgerLine, Transfer } from "../core/account-history.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { Wallet } from "./wallets.ts";
import { isoSeconds, ownCode, productIdOf, uuidOf } from "./wire-ids.ts";

interface Movement {
  readonly id: string;
  readonly at: UnixMs;
  readonly body: object;
}

/** D: the words of /v2 for what the ledger calls otherwise. */
const TYPES = { reward: "staking_reward", transfer: "transfer", adjustment: "tx" } as const;
const STATUS = { done: "completed", pending: "pending", failed: "failed" } as const;
const NETWORK_STATUS = { done: "confirmed", pending: "pending", failed: "failed" } as const;

/** Newest first. */
export function transactionsOf(account: VenueAccount, wallet: Wallet): readonly Movement[] {
  const lines = account.history.ledger.filter(({ asset }) => asset === wallet.asset);
  return [
    ...account.history.transfers.filter(({ asset }) => asset === wallet.asset).map((one) => ofTransfer(wallet, one)),
    ...lines.flatMap((line) => ofLine(account, wallet, line)),
  ].sort((left, right) => right.at - left.at);
}

/** Deposits and withdrawals of money with their payment methods: /v2 has them for fiat wallets only. Newest first. */
export function paymentsOf(account: VenueAccount, wallet: Wallet, kind: "deposit" | "withdrawal"): readonly Movement[] {
  if (wallet.kind !== "fiat") return [];
  return account.history.transfers
    .filter((one) => one.asset === wallet.asset && one.kind === kind)
    .map((one) => payment(wallet, one))
    .reverse();
}

function ofTransfer(wallet: Wallet, transfer: Transfer): Movement {
  const { kind, status, at, txid } = transfer;
  const out = kind === "withdrawal";
  const [amount, fee] = [decimal(transfer.amount), decimal(transfer.fee)];
  // Recorded: the amount of a send holds its fee, and `network` tells the parts.
  const whole = (out ? amount.add(fee).neg() : amount.sub(fee)).toString();
  const id = transactionId(transfer);
  const common = base(wallet, id, at, whole);
  if (wallet.kind === "fiat") return { id, at, body: { ...common, type: `fiat_${kind}`, status: STATUS[status] } };
  const network = {
    status: NETWORK_STATUS[status],
    hash: txid,
    network_name: networkOf(wallet.code),
    transaction_fee: { amount: fee.toString(), currency: wallet.code },
    transaction_amount: { amount: amount.toString(), currency: wallet.code },
  };
  const address = { resource: "address", address: uuidOf(`address ${transfer.number}`) };
  return {
    id,
    at,
    body: {
      ...common,
      type: "send",
      status: STATUS[status],
      network,
      ...(out ? { to: address, idem: uuidOf(`idem ${transfer.number}`) } : { from: address }),
    },
  };
}

/** Lines of transfers are told by {@link ofTransfer}, with the pending and failed ones. */
function ofLine(account: VenueAccount, wallet: Wallet, line: LedgerLine): readonly Movement[] {
  const { kind, at, number } = line;
  if (kind === "deposit" || kind === "withdrawal") return [];
  const id = uuidOf(`ledger ${number}`);
  // One line takes the fee with it; `commission` tells how much it was (U).
  const whole = decimal(line.amount).sub(decimal(line.fee)).toString();
  const common = { ...base(wallet, id, at, whole), status: "completed" };
  if (kind !== "trade") return [{ id, at, body: { ...common, type: TYPES[kind] } }];
  const fill = account.history.fills.find(({ record }) => record.tradeId === line.reference);
  if (fill === undefined) return [];
  const { placed, record } = fill;
  return [
    {
      id,
      at,
      body: {
        ...common,
        type: "advanced_trade_fill",
        advanced_trade_fill: {
          fill_price: record.price,
          product_id: productIdOf(placed.order),
          order_id: record.venueOrderId,
          commission: record.fee.amount,
          order_side: placed.order.side,
        },
      },
    },
  ];
}

function payment(wallet: Wallet, transfer: Transfer): Movement {
  const { kind, status, at, number } = transfer;
  const [amount, fee] = [decimal(transfer.amount), decimal(transfer.fee)];
  const id = uuidOf(`payment ${number}`);
  const money = (value: Decimal) => ({ amount: value.toFixed(2, "halfEven"), currency: wallet.code });
  const methodId = uuidOf("payment method");
  return {
    id,
    at,
    body: {
      id,
      status: status === "pending" ? "created" : STATUS[status],
      payment_method: {
        id: methodId,
        resource: "payment_method",
        resource_path: `/v2/payment-methods/${methodId}`,
      },
      transaction: {
        id: transactionId(transfer),
        resource: "transaction",
        resource_path: `/v2/accounts/${wallet.id}/transactions/${transactionId(transfer)}`,
      },
      user_reference: id.slice(0, 8).toUpperCase(),
      created_at: isoSeconds(at),
      updated_at: isoSeconds(at),
      resource: kind,
      resource_path: `/v2/accounts/${wallet.id}/${kind}s/${id}`,
      committed: status !== "failed",
      payout_at: isoSeconds(at),
      instant: false,
      fee: money(fee),
      amount: money(amount),
      // Recorded: a withdrawal's subtotal holds the fee.
      subtotal: money(kind === "withdrawal" ? amount.add(fee) : amount),
      hold_until: null,
      hold_days: 0,
      hold_business_days: 0,
      next_step: null,
    },
  };
}

function base(wallet: Wallet, id: string, at: UnixMs, amount: string): object {
  return {
    id,
    amount: { amount, currency: ownCode(wallet.code) },
    // What it was worth in USD then is nothing that anybody here reads.
    native_amount: { amount: Decimal.ZERO.toFixed(2, "down"), currency: "USD" },
    description: null,
    created_at: isoSeconds(at),
    updated_at: isoSeconds(at),
    resource: "transaction",
    resource_path: `/v2/accounts/${wallet.id}/transactions/${id}`,
    hide_native_amount: false,
  };
}

const transactionId = ({ number }: Transfer): string => uuidOf(`transaction ${number}`);
const networkOf = (code: string): string => (code === "BTC" ? "bitcoin" : code === "SOL" ? "solana" : "ethereum");
