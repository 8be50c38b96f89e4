// How does Kraken list what is over: closed orders, trades, ledger, deposits, withdrawals? Newest first, in pages.
import { decimal } from "#shared/domain/decimal.ts";
import type { LedgerLine, Transfer } from "../core/account-history.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import { amountText } from "./account-routes.ts";
import { assetByCode, codeOf } from "./assets.ts";
import { isTrue, type KrakenCall, type KrakenPermission, type KrakenRoute, seconds } from "./kraken-call.ts";
import { krakenId, transferId } from "./kraken-id.ts";
import { invalid, KrakenRefusal } from "./kraken-refusal.ts";
import { orderView, tradeView } from "./order-view.ts";
import { CALL_COST, DEPOSIT_PAGE, HISTORY_COST, PAGE, QUERY_TRADES, WITHDRAWAL_PAGE } from "./quirks.ts";

export const HISTORY_ROUTES: readonly KrakenRoute[] = [
  post("ClosedOrders", CALL_COST, "query-closed-trades", closedOrders),
  post("TradesHistory", HISTORY_COST, "query-closed-trades", tradesHistory),
  post("QueryTrades", CALL_COST, "query-closed-trades", queryTrades),
  post("Ledgers", HISTORY_COST, "query-ledger", ledgers),
  post("DepositStatus", CALL_COST, "query-funds", (call) => transfers(call, "deposit", DEPOSIT_PAGE)),
  post("WithdrawStatus", CALL_COST, "withdraw-funds|query-ledger", (call) =>
    transfers(call, "withdrawal", WITHDRAWAL_PAGE),
  ),
];

function post(
  name: string,
  weight: number,
  permission: KrakenPermission,
  handler: (call: KrakenCall) => unknown,
): KrakenRoute {
  return { method: "POST", path: `/0/private/${name}`, weight, permission, handler };
}

/** Milliseconds of a bound given as unix seconds or as an id that `timeOf` knows; null where none was given. */
function bound(params: URLSearchParams, name: string, timeOf: (id: string) => number | undefined): number | null {
  const text = params.get(name);
  if (text === null || text === "") return null;
  const time = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : timeOf(text);
  if (time === undefined) throw invalid(name);
  return time;
}

/** After `start`, up to `end`, newest first. */
function within<T>(
  items: readonly T[],
  at: (item: T) => number,
  start: number | null,
  end: number | null,
): readonly T[] {
  return items.filter((item) => (start === null || at(item) > start) && (end === null || at(item) <= end)).toReversed();
}

function page<T>(params: URLSearchParams, items: readonly T[]): readonly T[] {
  const offset = Number(params.get("ofs") ?? "0");
  if (!Number.isInteger(offset) || offset < 0) throw invalid("ofs");
  return items.slice(offset, offset + PAGE);
}

function counted(params: URLSearchParams, total: number) {
  return isTrue(params, "without_count") ? {} : { count: total };
}

function closedOrders({ account, params }: KrakenCall) {
  const clientId = params.get("cl_ord_id");
  const userref = params.get("userref");
  const byClose = params.get("closetime") !== "open";
  const at = (placed: PlacedOrder) => (byClose && placed.closedAt !== null ? placed.closedAt : placed.order.createdAt);
  const openedAt = (id: string) => account.order(id)?.order.createdAt;
  const over = account
    .orders()
    .filter(
      (placed) =>
        placed.closedAt !== null &&
        (clientId === null || placed.clientId === clientId) &&
        (userref === null || placed.meta.userref === userref),
    )
    .toSorted((left, right) => at(left) - at(right) || left.number - right.number);
  const found = within(over, at, bound(params, "start", openedAt), bound(params, "end", openedAt));
  return {
    closed: Object.fromEntries(
      page(params, found).map((placed) => [placed.order.venueOrderId, orderView(placed, isTrue(params, "trades"))]),
    ),
    ...counted(params, found.length),
  };
}

function tradesHistory({ account, params }: KrakenCall) {
  const fills = account.fills();
  const { ledger } = account.history;
  const timeOf = (id: string) => fills.find(({ record }) => record.tradeId === id)?.record.ts;
  const found = within(fills, ({ record }) => record.ts, bound(params, "start", timeOf), bound(params, "end", timeOf));
  const linesOf = (tradeId: string) =>
    ledger.filter(({ reference }) => reference === tradeId).map(({ number }) => krakenId("L", number));
  const view = page(params, found).map((fill) => [
    fill.record.tradeId,
    tradeView(fill, isTrue(params, "ledgers") ? linesOf(fill.record.tradeId) : null),
  ]);
  return { trades: Object.fromEntries(view), ...counted(params, found.length) };
}

function queryTrades({ account, params }: KrakenCall) {
  const ids = (params.get("txid") ?? "").split(",").map((id) => id.trim());
  if (ids.length > QUERY_TRADES || ids.some((id) => id === "")) throw invalid("txid");
  const found = account.fills().filter(({ record }) => ids.includes(record.tradeId));
  if (found.length < new Set(ids).size) throw new KrakenRefusal("EQuery:Unknown trade");
  return Object.fromEntries(found.map((fill) => [fill.record.tradeId, tradeView(fill, null)]));
}

function ledgers({ account, params }: KrakenCall) {
  const { ledger } = account.history;
  const timeOf = (id: string) => ledger.find(({ number }) => krakenId("L", number) === id)?.at;
  const type = params.get("type") ?? "all";
  const wanted = assetFilter(params);
  const matching = ledger.filter(
    (line) => (type === "all" || type === ledgerType(line)) && (wanted === null || wanted.has(codeOf(line.asset))),
  );
  const found = within(matching, ({ at }) => at, bound(params, "start", timeOf), bound(params, "end", timeOf));
  return {
    ledger: Object.fromEntries(page(params, found).map((line) => [krakenId("L", line.number), lineView(line)])),
    ...counted(params, found.length),
  };
}

/** Also of the private socket. */
export function ledgerType({ kind }: LedgerLine): string {
  return kind === "reward" ? "staking" : kind;
}

/** The trade or transfer that a line belongs to, by Kraken's id. */
export function ledgerReference({ reference }: LedgerLine): string {
  const transfer = /^transfer-(\d+)$/.exec(reference);
  return transfer === null ? reference : transferId(Number(transfer[1]));
}

function lineView(line: LedgerLine) {
  const code = codeOf(line.asset);
  const text = (amount: string) => amountText(code, decimal(amount));
  return {
    refid: ledgerReference(line),
    time: seconds(line.at),
    type: ledgerType(line),
    subtype: "",
    aclass: "currency",
    asset: code,
    amount: text(line.amount),
    fee: text(line.fee),
    balance: text(line.balance),
  };
}

function assetFilter(params: URLSearchParams): ReadonlySet<string> | null {
  const text = params.get("asset");
  if (text === null || text === "" || text === "all") return null;
  return new Set(
    text.split(",").map((code) => {
      const asset = assetByCode(code.trim());
      if (asset === undefined) throw new KrakenRefusal("EQuery:Unknown asset");
      return asset.code;
    }),
  );
}

/** A plain list, or with `cursor` one page and the way to the next. */
function transfers({ account, params }: KrakenCall, kind: Transfer["kind"], defaultLimit: number) {
  const wanted = assetFilter(params);
  const [start, end] = [bound(params, "start", () => undefined), bound(params, "end", () => undefined)];
  const cursor = params.get("cursor") ?? "false";
  const limit = Number(params.get("limit") ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1) throw invalid("limit");
  const found = account.history.transfers
    .filter(
      (transfer) =>
        transfer.kind === kind &&
        (wanted === null || wanted.has(codeOf(transfer.asset))) &&
        // Unlike `start` elsewhere, what is exactly at the bound belongs to it.
        (start === null || transfer.at >= start) &&
        (end === null || transfer.at <= end),
    )
    .toReversed();
  if (cursor === "false") return found.slice(0, limit).map(transferView);
  const from = cursor === "true" ? 0 : readCursor(cursor);
  const shown = found.slice(from, from + limit).map(transferView);
  const next = from + limit < found.length ? { next_cursor: writeCursor(from + limit) } : {};
  // The key of the deposits is that of a client library (gbdevw/purple-goctopus); no page of the vendor shows such an answer.
  return kind === "deposit" ? { deposit: shown, ...next } : { withdrawals: shown, ...next };
}

function writeCursor(offset: number): string {
  return Buffer.from(`offset ${offset}`).toString("base64");
}

function readCursor(text: string): number {
  const match = /^offset (\d+)$/.exec(Buffer.from(text, "base64").toString("utf8"));
  if (match === null) throw invalid("cursor");
  return Number(match[1]);
}

const STATES = { pending: "Pending", done: "Success", failed: "Failure" } as const;

function transferView(transfer: Transfer) {
  const code = codeOf(transfer.asset);
  const text = (amount: string) => amountText(code, decimal(amount));
  const common = {
    method: `${transfer.asset} network`,
    aclass: "currency",
    asset: code,
    refid: transferId(transfer.number),
    txid: transfer.txid,
    info: "2Myd4eaAW96ojk38A2uDK4FbioCayvkEgVq",
    amount: text(transfer.amount),
    fee: text(transfer.fee),
    time: Math.floor(transfer.at / 1_000),
    status: STATES[transfer.status],
  };
  return transfer.kind === "deposit" ? common : { ...common, network: transfer.asset, key: "my-wallet" };
}
