// What does Binance tell an account of its own orders and balances? What happened since it was looked at last, as documented.
import type { FilledRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { cancelIdOf, commonView } from "./order-view.ts";
import { eight } from "./wire-text.ts";

interface Seen {
  fills: number;
  done: boolean;
}

/** One step in an order's life. */
interface Step {
  readonly execution: "NEW" | "TRADE" | "CANCELED" | "EXPIRED";
  readonly status: string;
  readonly at: UnixMs;
  /** How many of its fills were done by then; the last one is this step's where it is a trade. */
  readonly fills: number;
}

const FIRST_EXECUTION = 8_000_000;

export class OwnEvents {
  readonly account: VenueAccount;
  readonly #now: () => UnixMs;
  readonly #orders = new Map<string, Seen>();
  readonly #balances: Map<string, string>;
  readonly #transfers: Set<number>;
  #executions = FIRST_EXECUTION;

  /** What is there already is not told: the stream has no snapshot. */
  constructor(account: VenueAccount, now: () => UnixMs) {
    this.account = account;
    this.#now = now;
    for (const { order } of account.orders())
      this.#orders.set(order.venueOrderId, { fills: order.fills.length, done: order.state !== "open" });
    this.#balances = new Map(balancesOf(account).map(({ asset, key }) => [asset, key]));
    this.#transfers = new Set(doneTransfers(account).map(({ number }) => number));
  }

  news(): readonly object[] {
    const orders = this.account
      .orders()
      .flatMap((placed) => this.#stepsOf(placed).map((step) => this.#report(placed, step)));
    return [...orders, ...this.#changes(), ...this.#position()];
  }

  #stepsOf(placed: PlacedOrder): readonly Step[] {
    const { order } = placed;
    const known = this.#orders.get(order.venueOrderId);
    const seen = known ?? { fills: 0, done: false };
    this.#orders.set(order.venueOrderId, seen);
    if (seen.done) return [];
    const steps: Step[] = [];
    if (known === undefined) steps.push({ execution: "NEW", status: "NEW", at: order.createdAt, fills: 0 });
    for (const [index, fill] of order.fills.entries()) {
      if (index < seen.fills) continue;
      const isLast = index === order.fills.length - 1 && order.state === "filled";
      const status = isLast ? "FILLED" : "PARTIALLY_FILLED";
      steps.push({ execution: "TRADE", status, at: fill.ts, fills: index + 1 });
    }
    seen.fills = order.fills.length;
    seen.done = order.state !== "open";
    const end = { canceled: "CANCELED", expired: "EXPIRED" } as const;
    if (order.state === "canceled" || order.state === "expired") {
      const status = end[order.state];
      steps.push({ execution: status, status, at: placed.closedAt ?? placed.updatedAt, fills: order.fills.length });
    }
    return steps;
  }

  #report(placed: PlacedOrder, { execution, status, at, fills }: Step): object {
    const { order } = placed;
    const view = commonView(placed);
    const done = order.fills.slice(0, fills);
    const fill = execution === "TRADE" ? done.at(-1) : undefined;
    const isCancel = execution === "CANCELED";
    const rests = (status === "NEW" || status === "PARTIALLY_FILLED") && order.kind !== "market";
    this.#executions += 1;
    return {
      ...{ e: "executionReport", E: this.#now(), s: view.symbol },
      c: isCancel ? cancelIdOf(placed) : view.clientOrderId,
      ...{ S: view.side, o: view.type, f: view.timeInForce, q: view.origQty, p: view.price, P: eight("0") },
      ...{
        F: eight("0"),
        g: view.orderListId,
        C: isCancel ? view.clientOrderId : "",
        x: execution,
        X: status,
        r: "NONE",
      },
      ...{ i: view.orderId, l: eight(fill?.quantity ?? "0"), z: eight(sum(done, ({ quantity }) => decimal(quantity))) },
      ...{ L: eight(fill?.price ?? "0"), n: fill === undefined ? "0" : eight(fill.fee.amount) },
      ...{ N: fill?.fee.asset ?? null, T: at, t: fill === undefined ? -1 : Number(fill.tradeId), I: this.#executions },
      ...{ w: rests, m: fill?.liquidity === "maker", M: false, O: order.createdAt, Z: eight(sum(done, costOf)) },
      ...{ Y: eight(fill === undefined ? "0" : costOf(fill)), Q: view.origQuoteOrderQty },
      ...(rests ? { W: order.createdAt } : {}),
      V: "EXPIRE_MAKER",
    };
  }

  #changes(): readonly object[] {
    const fresh = doneTransfers(this.account).filter(({ number }) => !this.#transfers.has(number));
    return fresh.map(({ number, kind, asset, amount, fee, at }) => {
      this.#transfers.add(number);
      const change = kind === "deposit" ? decimal(amount).sub(decimal(fee)) : decimal(amount).add(decimal(fee)).neg();
      return { e: "balanceUpdate", E: this.#now(), a: asset, d: signed(change), T: at };
    });
  }

  /** All assets that have changed, in one event. */
  #position(): readonly object[] {
    const changed = balancesOf(this.account).filter(({ asset, key }) => this.#balances.get(asset) !== key);
    for (const { asset, key } of changed) this.#balances.set(asset, key);
    if (changed.length === 0) return [];
    const rows = changed.map(({ asset, free, locked }) => ({ a: asset, f: free, l: locked }));
    return [{ e: "outboundAccountPosition", E: this.#now(), u: this.#now(), B: rows }];
  }
}

function balancesOf(account: VenueAccount) {
  return account.balances().map(({ asset, free, inOrders }) => {
    const row = { asset, free: eight(free), locked: eight(inOrders) };
    return { ...row, key: `${row.free} ${row.locked}` };
  });
}

function doneTransfers({ history }: VenueAccount) {
  return history.transfers.filter(({ status }) => status === "done");
}

function sum(fills: readonly FilledRecord[], of: (fill: FilledRecord) => Decimal): Decimal {
  return Decimal.sum(fills.map(of));
}

function costOf({ price, quantity }: FilledRecord): Decimal {
  return decimal(price).mul(decimal(quantity));
}

function signed(amount: Decimal): string {
  return amount.isNegative ? `-${eight(amount.neg())}` : eight(amount);
}
