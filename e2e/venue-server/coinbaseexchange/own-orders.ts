// What does the channel `user` say of an account's orders? What happened to them since it was looked at last, step by step.
import type { FilledRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { portfolioOf, userOf } from "../coinbase/wallets.ts";
import { isoMicros, productIdOf, uuidOf } from "../coinbase/wire-ids.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import type { VenueAccount } from "../core/venue-account.ts";

interface Seen {
  fills: number;
  opened: boolean;
  done: boolean;
}

/** Number of the product's newest public message: those to the user count none of their own (docs, authentication). */
type NumberOf = (product: string) => number;

export class OwnOrders {
  readonly #account: VenueAccount;
  readonly #numberOf: NumberOf;
  readonly #seen = new Map<string, Seen>();

  /** What is there already is not told again: no snapshot of the channel is known (U). */
  constructor(account: VenueAccount, numberOf: NumberOf) {
    this.#account = account;
    this.#numberOf = numberOf;
    this.#account.settle();
    for (const { order } of account.orders()) {
      const done = order.state !== "open";
      this.#seen.set(order.venueOrderId, { fills: order.fills.length, opened: true, done });
    }
  }

  get account(): VenueAccount {
    return this.#account;
  }

  /** What is new about orders of these products, oldest order first. Of others nothing is told later either. */
  news(products: ReadonlySet<string>): readonly object[] {
    this.#account.settle();
    return this.#account.orders().flatMap((placed) => {
      const frames = this.#newsOf(placed);
      return products.has(productIdOf(placed.order)) ? frames : [];
    });
  }

  #newsOf(placed: PlacedOrder): readonly object[] {
    const { order } = placed;
    const known = this.#seen.get(order.venueOrderId);
    const seen = known ?? { fills: 0, opened: false, done: false };
    this.#seen.set(order.venueOrderId, seen);
    if (seen.done) return [];
    const frames = known === undefined ? [this.#received(placed)] : [];
    const fresh = order.fills.slice(seen.fills);
    const atOnce = seen.opened ? [] : fresh.filter(({ liquidity }) => liquidity === "taker");
    frames.push(...atOnce.map((fill) => this.#match(placed, fill)));
    const rested = fresh.slice(atOnce.length);
    if (!seen.opened && (order.state === "open" || rested.length > 0)) {
      frames.push(this.#open(placed, leftAfter(placed, seen.fills + atOnce.length)));
      seen.opened = true;
    }
    frames.push(...rested.map((fill) => this.#match(placed, fill)));
    seen.fills = order.fills.length;
    if (order.state !== "open") {
      frames.push(this.#done(placed));
      seen.done = true;
    }
    return frames;
  }

  #common(type: string, { order }: PlacedOrder, at: UnixMs): object {
    const product = productIdOf(order);
    return {
      type,
      side: order.side,
      product_id: product,
      time: isoMicros(at),
      sequence: this.#numberOf(product),
      profile_id: portfolioOf(this.#account),
      user_id: userOf(this.#account),
    };
  }

  #received(placed: PlacedOrder): object {
    const { order, clientId, meta } = placed;
    return {
      ...this.#common("received", placed, order.createdAt),
      order_id: order.venueOrderId,
      order_type: order.kind === "market" ? "market" : "limit",
      ...(meta.funds === undefined ? { size: order.quantity.toString() } : { funds: meta.funds }),
      ...(order.limitPrice === null ? {} : { price: order.limitPrice.toString() }),
      client_oid: clientId ?? "",
    };
  }

  #open(placed: PlacedOrder, left: Decimal): object {
    return {
      ...this.#common("open", placed, placed.order.createdAt),
      price: placed.order.limitPrice?.toString() ?? "",
      order_id: placed.order.venueOrderId,
      remaining_size: left.toString(),
    };
  }

  /** The one side is ours, with a name, a portfolio and a fee; of the other only its order is told. */
  #match(placed: PlacedOrder, fill: FilledRecord): object {
    const { order } = placed;
    const role = fill.liquidity;
    const other = role === "maker" ? "taker" : "maker";
    const opposite = order.side === "buy" ? "sell" : "buy";
    const rate = role === "maker" ? this.#account.rules.maker : this.#account.rules.taker;
    return {
      ...this.#common("match", placed, fill.ts),
      trade_id: Number(fill.tradeId),
      [`${role}_order_id`]: order.venueOrderId,
      [`${other}_order_id`]: uuidOf(`other side of ${fill.tradeId}`),
      // The maker's, whoever that is.
      side: role === "maker" ? order.side : opposite,
      size: fill.quantity,
      price: fill.price,
      [`${role}_profile_id`]: portfolioOf(this.#account),
      [`${role}_user_id`]: userOf(this.#account),
      [`${role}_fee_rate`]: rate,
    };
  }

  #done(placed: PlacedOrder): object {
    const { order } = placed;
    const priced = order.limitPrice === null ? {} : { price: order.limitPrice.toString() };
    const left = order.limitPrice === null ? {} : { remaining_size: order.quantity.sub(order.filled).toString() };
    return {
      ...this.#common("done", placed, placed.closedAt ?? placed.updatedAt),
      ...priced,
      order_id: order.venueOrderId,
      reason: order.state === "filled" ? "filled" : "canceled",
      ...left,
    };
  }
}

/** What of the order was left when so many of its fills were done. */
function leftAfter({ order }: PlacedOrder, fills: number): Decimal {
  return order.fills.slice(0, fills).reduce((left, fill) => left.sub(decimal(fill.quantity)), order.quantity);
}
