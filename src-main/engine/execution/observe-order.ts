// What does a venue's answer about an order mean for its state and fills?
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import { InvariantError } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type Fill, isTerminal, type Order } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeFilledQuantity, computeFillKey, computeOrderFills } from "./compute-order-fills.ts";
import { nextOrderState, type OrderEvent } from "./order-state-machine.ts";

/** What was seen: the order as the venue tells it (null where only fills are known) and fills, told before or new. */
export interface Observation {
  readonly order: VenueOrder | null;
  readonly fills: readonly Fill[];
}

/** The journal's `order.state` event for one step of the order machine. */
export function toOrderState(
  order: Order,
  event: OrderEvent,
  patch: Partial<Order>,
  evidence: unknown,
  at: UnixMs,
): JournalEvent {
  const state = nextOrderState(order.state, event);
  return {
    kind: "order.state",
    clientOrderId: order.clientOrderId,
    from: order.state,
    to: state,
    order: { ...order, ...patch, state, updatedAt: at },
    evidence,
  };
}

/** Fills of this order that the journal does not have yet. One id with two contents is a venue gone wrong: nothing is guessed. */
function newFills(order: Order, find: (fill: Fill) => Fill | undefined, seen: readonly Fill[]): readonly Fill[] {
  const fresh = new Map<string, Fill>();
  for (const fill of seen) {
    if (fill.clientOrderId !== order.clientOrderId) continue;
    const key = computeFillKey(fill);
    const known = find(fill) ?? fresh.get(key);
    if (known === undefined) {
      fresh.set(key, fill);
    } else if (
      known.clientOrderId !== fill.clientOrderId ||
      !Decimal.parse(known.quantity).eq(Decimal.parse(fill.quantity)) ||
      !Decimal.parse(known.price).eq(Decimal.parse(fill.price))
    ) {
      throw new InvariantError(`Fill ${key} was told twice with different contents`);
    }
  }
  return [...fresh.values()];
}

function checkIdentity(order: Order, seen: VenueOrder): void {
  const same =
    seen.symbol === order.symbol &&
    seen.side === order.side &&
    Decimal.parse(seen.quantity).eq(Decimal.parse(order.quantity)) &&
    (order.venueOrderId === null || order.venueOrderId === seen.venueOrderId);
  if (!same) throw new InvariantError(`The venue tells another order under the id ${order.clientOrderId}`);
}

/** The event that the evidence proves, or null where it proves nothing. A state is final only once all its fills are known. */
function provenEvent(order: Order, seen: VenueOrder | null, filled: Decimal): OrderEvent | null {
  if (filled.gte(Decimal.parse(order.quantity))) return "observeFilled";
  const working: OrderEvent = filled.isPositive ? "observePartial" : "observeWorking";
  if (seen === null) return filled.isPositive ? "observePartial" : null;
  const complete = filled.eq(Decimal.parse(seen.filledQuantity));
  if (!complete) return working;
  switch (seen.state) {
    case "open":
    case "filled":
      return working;
    case "canceled":
      return "observeCanceled";
    case "expired":
      return "observeExpired";
    case "rejected":
      return filled.isPositive ? working : "observeRejected";
  }
}

function describe(event: OrderEvent, order: Order, filled: Decimal): Pick<Order, "reason" | "detail"> {
  const share = `${filled.toString()} of ${order.quantity} filled`;
  switch (event) {
    case "observeCanceled":
      return order.state === "CANCELING" || order.state === "CANCEL_UNKNOWN"
        ? { reason: "CANCELED_BY_US", detail: `Canceled by this program; ${share}.` }
        : { reason: "CANCELED_BY_VENUE", detail: `The venue ended the order; ${share}.` };
    case "observeExpired":
      return { reason: "EXPIRED", detail: `The order expired at the venue; ${share}.` };
    case "observeRejected":
      return { reason: "REJECTED_BY_VENUE", detail: "The venue did not take the order." };
    default:
      return { reason: null, detail: null };
  }
}

/** Journal events that follow from what was seen; none where nothing is new. More filled than ordered halts the profile. */
export function observeOrder(
  order: Order,
  known: readonly Fill[],
  find: (fill: Fill) => Fill | undefined,
  seen: Observation,
  at: UnixMs,
): readonly JournalEvent[] {
  if (seen.order !== null) checkIdentity(order, seen.order);
  const fresh = newFills(order, find, seen.fills);
  const fills = [...known, ...fresh];
  const filled = computeFilledQuantity(fills);
  const events: JournalEvent[] = fresh.map((fill) => ({ kind: "order.fill", planId: order.planId, fill }));
  const after: Order = fresh.length === 0 ? order : { ...order, ...computeOrderFills(fills), updatedAt: at };
  const evidence = { seen: seen.order, fills: fresh.map(computeFillKey) };
  if (fresh.length > 0 && filled.gt(Decimal.parse(order.quantity))) {
    const message = `${filled} was filled of an order of ${order.quantity} ${order.symbol} at ${order.venue}.`;
    events.push({ kind: "profile.tradingState", state: "halted", reason: { code: "OVERFILL", message } });
  }

  if (isTerminal(order.state)) {
    if (fresh.length > 0) {
      const detail =
        "The venue told a fill after this order had ended. It is looked up again until its state is proven.";
      events.push(toOrderState(after, "lateFill", { reason: "LATE_FILL", detail }, evidence, at));
    }
    return events;
  }
  const event = provenEvent(order, seen.order, filled);
  if (event !== null) {
    const venueOrderId = order.venueOrderId ?? seen.order?.venueOrderId ?? fills[0]?.venueOrderId ?? null;
    const moves = nextOrderState(order.state, event) !== order.state || venueOrderId !== order.venueOrderId;
    if (moves) {
      const patch = { venueOrderId, ...describe(event, order, filled) };
      events.push(toOrderState(after, event, patch, evidence, at));
    }
  }
  return events;
}
