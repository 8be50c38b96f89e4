// Which state follows from which event in the life of an order? The table of resources/docs/order-and-plan-states.md.
import { InvariantError } from "#shared/domain/assert.ts";
import type { OrderState } from "#shared/domain/order.ts";

/**
 * What can happen to an order. Observations (`working` to `rejected`) come from the venue and carry evidence;
 * `lateFill` is a fill seen after the end.
 */
export const ORDER_EVENTS = [
  "deny",
  "submit",
  "loseOutcome",
  "resend",
  "observeWorking",
  "observePartial",
  "observeFilled",
  "observeCanceled",
  "observeExpired",
  "observeRejected",
  "proveNotPlaced",
  "attest",
  "cancel",
  "loseCancel",
  "lateFill",
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

type Row = Readonly<Partial<Record<OrderEvent, OrderState>>>;

/** A venue may report any of these once an order has left; none of them is ever inferred from silence. */
const OBSERVED = {
  observeWorking: "OPEN",
  observePartial: "PARTIAL",
  observeFilled: "FILLED",
  observeCanceled: "CANCELED",
  observeExpired: "EXPIRED",
  observeRejected: "REJECTED",
} as const satisfies Row;

/** The end is the end, but for a fill the venue proves: the order is unknown again until look-ups settle it. */
const OVER: Row = { lateFill: "UNKNOWN" };

const TRANSITIONS: Readonly<Record<OrderState, Row>> = {
  PLANNED: { deny: "DENIED", submit: "SUBMITTING" },
  SUBMITTING: { ...OBSERVED, loseOutcome: "UNKNOWN" },
  UNKNOWN: { ...OBSERVED, resend: "SUBMITTING", proveNotPlaced: "NOT_PLACED", attest: "ATTESTED" },
  OPEN: { ...OBSERVED, cancel: "CANCELING" },
  // Fills are never taken back, so a partly filled order is never merely working again, nor rejected.
  PARTIAL: {
    observePartial: "PARTIAL",
    observeFilled: "FILLED",
    observeCanceled: "CANCELED",
    observeExpired: "EXPIRED",
    cancel: "CANCELING",
  },
  // A cancel once wanted stays wanted: an order seen working is canceled again.
  CANCELING: {
    ...OBSERVED,
    observeWorking: "CANCELING",
    observePartial: "CANCELING",
    cancel: "CANCELING",
    loseCancel: "CANCEL_UNKNOWN",
  },
  CANCEL_UNKNOWN: { ...OBSERVED, observeWorking: "CANCELING", observePartial: "CANCELING", attest: "ATTESTED" },
  DENIED: OVER,
  FILLED: OVER,
  CANCELED: OVER,
  EXPIRED: OVER,
  REJECTED: OVER,
  NOT_PLACED: OVER,
  ATTESTED: OVER,
};

/** The state after `event`; an event that the table does not have in that state is a broken invariant. */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) throw new InvariantError(`An order in state ${state} cannot take the event ${event}`);
  return next;
}

/** Whether the table has any event leading from one state to the other: what a journal may hold. */
export function canOrderMove(from: OrderState, to: OrderState): boolean {
  return Object.values(TRANSITIONS[from]).includes(to);
}
