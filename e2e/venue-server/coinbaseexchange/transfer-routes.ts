// How does Coinbase Exchange tell deposits and withdrawals?
import { decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { portfolioOf, userOf, type Wallet, walletsOf } from "../coinbase/wallets.ts";
import { ownCode, uuidOf } from "../coinbase/wire-ids.ts";
import type { Transfer } from "../core/account-history.ts";
import { type ExchangeCall, type ExchangeRoute, notFound, pageReply, walletOf } from "./call.ts";
import { PAGES } from "./quirks.ts";

const AMOUNT_PLACES = 8;

export const TRANSFER_ROUTES: readonly ExchangeRoute[] = [
  route("/transfers", (call) => transfers(call, null)),
  route("/transfers/{id}", oneTransfer),
  route("/accounts/{id}/transfers", (call) => transfers(call, walletOf(call))),
];

function route(path: string, handler: (call: ExchangeCall) => unknown): ExchangeRoute {
  return { method: "GET", path, weight: 1, permission: "view", handler };
}

/** Pages by time of creation (D), which is told to the microsecond so that no two are the same. */
function transfers(call: ExchangeCall, wallet: Wallet | null): unknown {
  const { account, request } = call;
  const type = request.query.get("type");
  const fitting = account.history.transfers
    .filter(({ asset }) => wallet === null || asset === wallet.asset)
    .filter(({ kind }) => type === null || type === typeOf(kind))
    .toReversed();
  return pageReply(request, fitting, PAGES.transfers, {
    cursorOf: createdAt,
    bodyOf: (transfer) => transferBody(call, transfer, wallet === null),
  });
}

function oneTransfer(call: ExchangeCall): unknown {
  const transfer = call.account.history.transfers.find((one) => idOf(one) === call.params.id);
  if (transfer === undefined) throw notFound();
  return transferBody(call, transfer, true);
}

function transferBody({ world, account }: ExchangeCall, transfer: Transfer, withAccount: boolean): object {
  const { kind, status, number, txid } = transfer;
  const code = ownCode(transfer.asset);
  const [amount, fee] = [decimal(transfer.amount), decimal(transfer.fee)];
  const out = kind === "withdrawal";
  const ended = stamp(transfer.at, number);
  const wallet = walletsOf(world, account).find(({ asset }) => asset === transfer.asset);
  return {
    id: idOf(transfer),
    type: typeOf(kind),
    created_at: createdAt(transfer),
    completed_at: status === "done" ? ended : null,
    canceled_at: null,
    // S: processed but never completed is what a failed transfer looks like.
    processed_at: status === "pending" ? null : ended,
    ...(withAccount ? { account_id: wallet?.id ?? "", user_id: userOf(account) } : {}),
    user_nonce: null,
    // S: a withdrawal's amount holds its fee.
    amount: (out ? amount.add(fee) : amount.sub(fee)).toFixed(AMOUNT_PLACES, "down"),
    details: {
      network: code === "BTC" ? "bitcoin" : "ethereum",
      crypto_transaction_hash: txid,
      coinbase_account_id: uuidOf(`coinbase account ${code}`),
      coinbase_payment_method_id: "",
      ...(out
        ? { sent_to_address: uuidOf(`address ${number}`), fee: fee.toString(), coinbase_withdrawal_id: String(number) }
        : { crypto_address: uuidOf(`address ${number}`) }),
    },
    idem: uuidOf(`idem ${number}`),
    profile_id: portfolioOf(account),
    currency: code,
  };
}

const idOf = ({ number }: Transfer): string => uuidOf(`transfer-${number}`);
const typeOf = (kind: Transfer["kind"]): string => (kind === "deposit" ? "deposit" : "withdraw");
const createdAt = ({ at, number }: Transfer): string => stamp(at, number);

/** `2022-12-21 00:48:45.477503+00` */
function stamp(at: UnixMs, number: number): string {
  const micros = String(number % 1_000).padStart(3, "0");
  return `${new Date(at).toISOString().replace("T", " ").replace("Z", micros)}+00`;
}
