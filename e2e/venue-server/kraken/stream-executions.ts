// What does one subscription to `executions` send? Open orders first, then each step of each order, numbered.
import type { PlacedOrder } from "../core/placed-order.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { openStatus, orderRow, tradeRow } from "./stream-execution-view.ts";
import type { Fields } from "./stream-request.ts";

interface Seen {
  fills: number;
  isOver: boolean;
}

export interface ExecutionOptions {
  readonly snapOrders: boolean;
  readonly snapTrades: boolean;
  /** All steps; else only new orders and their ends. */
  readonly allSteps: boolean;
}

const SNAPSHOT_FILLS = 50;
const STEPS: ReadonlySet<unknown> = new Set(["new", "trade", "filled", "canceled"]);

export class ExecutionsFeed {
  readonly #account: VenueAccount;
  readonly #options: ExecutionOptions;
  readonly #seen = new Map<string, Seen>();
  #sequence = 0;

  constructor(account: VenueAccount, options: ExecutionOptions) {
    this.#account = account;
    this.#options = options;
  }

  /** Always sent, also where it is empty: its number is the first. */
  snapshot(): object {
    const orders = this.#account.orders();
    for (const { order } of orders)
      this.#seen.set(order.venueOrderId, { fills: order.fills.length, isOver: order.state !== "open" });
    const { snapOrders, snapTrades } = this.#options;
    const fills = snapTrades ? this.#account.fills().slice(-SNAPSHOT_FILLS) : [];
    const open = snapOrders ? orders.filter(({ order }) => order.state === "open") : [];
    return this.#frame("snapshot", [
      ...fills.map(({ placed, record, number }) =>
        tradeRow(placed, record, number, statusAfter(placed, record.tradeId)),
      ),
      ...open.map((placed) =>
        orderRow(placed, { exec: openStatus(placed), status: openStatus(placed), at: placed.updatedAt }),
      ),
    ]);
  }

  changes(): readonly object[] {
    return this.#account.orders().flatMap((placed) => {
      const rows = this.#steps(placed);
      const wanted = this.#options.allSteps ? rows : rows.filter(({ exec_type: step }) => STEPS.has(step));
      return wanted.map((row) => this.#frame("update", [row]));
    });
  }

  #steps(placed: PlacedOrder): readonly Fields[] {
    const { order } = placed;
    const before = this.#seen.get(order.venueOrderId);
    const seen = before ?? { fills: 0, isOver: false };
    const isOver = order.state !== "open";
    if (before !== undefined && seen.isOver === isOver && seen.fills === order.fills.length) return [];
    const rows: Fields[] = [];
    if (before === undefined) {
      const at = order.createdAt;
      for (const step of ["pending_new", "new"]) rows.push(orderRow(placed, { exec: step, status: step, at }));
    }
    for (const fill of order.fills.slice(seen.fills)) {
      const number = this.#account.history.fills.find(({ record }) => record.tradeId === fill.tradeId)?.number ?? 0;
      rows.push(tradeRow(placed, fill, number, statusAfter(placed, fill.tradeId)));
    }
    if (isOver && !seen.isOver) {
      // What REST calls canceled is so here too: also the rest of an order that could not fill at once.
      const end = order.state === "filled" ? "filled" : "canceled";
      rows.push(orderRow(placed, { exec: end, status: end, at: placed.closedAt ?? placed.updatedAt }));
    }
    this.#seen.set(order.venueOrderId, { fills: order.fills.length, isOver });
    return rows;
  }

  #frame(type: "snapshot" | "update", data: readonly Fields[]): object {
    this.#sequence += 1;
    return { channel: "executions", type, data, sequence: this.#sequence };
  }
}

/** The order's status once this fill had happened. */
function statusAfter({ order }: PlacedOrder, tradeId: string): string {
  return order.state === "filled" && order.fills.at(-1)?.tradeId === tradeId ? "filled" : "partially_filled";
}
