// How does Coinbase's user socket tell an account's orders? All that are open first, then each that changed.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { orderBody, statusOf } from "./order-body.ts";
import { SNAPSHOT_ORDERS } from "./stream-quirks.ts";
import { portfolioOf } from "./wallets.ts";
import { isoMicros, productIdOf } from "./wire-ids.ts";

const NO_TIME = "0001-01-01T00:00:00Z";
/** Words of the socket for the types of REST. D. */
const TYPES = { market: "Market", limit: "Limit", postOnly: "Limit", limitIoc: "Limit" } as const;

/** What a socket was last told of one account's orders. */
export class OrderTeller {
  readonly #account: VenueAccount;
  readonly #told = new Map<string, string>();

  constructor(account: VenueAccount) {
    this.#account = account;
    for (const placed of account.orders()) this.#note(placed);
  }

  /** In groups of fifty; one empty group where nothing is open. */
  snapshot(): readonly (readonly object[])[] {
    const rows = this.#account.openOrders().map((placed) => orderRow(this.#account, placed));
    const groups: (readonly object[])[] = [];
    for (let from = 0; from < rows.length; from += SNAPSHOT_ORDERS)
      groups.push(rows.slice(from, from + SNAPSHOT_ORDERS));
    return groups.length === 0 ? [[]] : groups;
  }

  /** Resting orders meet the market without anybody asking. */
  settle(): void {
    this.#account.settle();
  }

  /** Those that are new or changed since they were told last. */
  changes(): readonly object[] {
    return this.#account
      .orders()
      .filter((placed) => this.#note(placed))
      .map((placed) => orderRow(this.#account, placed));
  }

  /** Whether there is something to tell. */
  #note(placed: PlacedOrder): boolean {
    const { order } = placed;
    const state = `${statusOf(placed)} ${order.filled.toString()}`;
    if (this.#told.get(order.venueOrderId) === state) return false;
    this.#told.set(order.venueOrderId, state);
    return true;
  }
}

/** Names differ from REST's; all values are texts. */
function orderRow(account: VenueAccount, placed: PlacedOrder): object {
  const { order } = placed;
  const rest = orderBody(account, placed) as Readonly<Record<string, unknown>>; // the body is a plain object
  const fees = Decimal.sum(order.fills.map(({ fee }) => decimal(fee.amount)));
  return {
    avg_price: rest.average_filled_price,
    cancel_reason: rest.cancel_message,
    client_order_id: rest.client_order_id,
    completion_percentage: rest.completion_percentage,
    contract_expiry_type: "UNKNOWN_CONTRACT_EXPIRY_TYPE",
    cumulative_quantity: order.filled.toString(),
    filled_value: rest.filled_value,
    leaves_quantity: order.state === "open" ? order.quantity.sub(order.filled).toString() : "0",
    limit_price: order.limitPrice?.toString() ?? "",
    number_of_fills: rest.number_of_fills,
    order_id: order.venueOrderId,
    order_side: rest.side,
    order_type: TYPES[order.kind],
    outstanding_hold_amount: rest.outstanding_hold_amount,
    post_only: String(order.kind === "postOnly"),
    product_id: productIdOf(order),
    product_type: "SPOT",
    reject_reason: "",
    retail_portfolio_id: portfolioOf(account),
    risk_managed_by: "UNKNOWN_RISK_MANAGEMENT_TYPE",
    status: rest.status,
    stop_price: "",
    time_in_force: rest.time_in_force,
    total_fees: fees.toString(),
    total_value_after_fees: rest.total_value_after_fees,
    trigger_status: rest.trigger_status,
    creation_time: isoMicros(order.createdAt),
    end_time: NO_TIME,
    start_time: NO_TIME,
  };
}
