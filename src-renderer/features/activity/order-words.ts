// In which words is an order's state told: what is not known, what the program does about it, what a person may do and when?
import type { ChipTone } from "#renderer/components/chip.tsx";
import type { IconName } from "#renderer/components/icon.tsx";
import { formatDuration } from "#renderer/lib/format-age.ts";
import type { OrderRow } from "#shared/contract/views.ts";
import type { OrderState } from "#shared/domain/order.ts";
import { type OrderPhase, orderPhase } from "#shared/domain/order-filter.ts";
import { venueName } from "#shared/domain/venue.ts";

export interface StateWords {
  readonly word: string;
  readonly tone: ChipTone;
  readonly icon: IconName;
}

export const STATE_WORDS: Readonly<Record<OrderState, StateWords>> = {
  PLANNED: { word: "Written down", tone: "plain", icon: "clock" },
  DENIED: { word: "Denied", tone: "bad", icon: "shield" },
  SUBMITTING: { word: "Sent", tone: "you", icon: "arrow" },
  UNKNOWN: { word: "Unknown", tone: "over", icon: "unknown" },
  OPEN: { word: "Open", tone: "you", icon: "clock" },
  PARTIAL: { word: "Partly filled", tone: "you", icon: "clock" },
  CANCELING: { word: "Canceling", tone: "you", icon: "stop" },
  CANCEL_UNKNOWN: { word: "Cancel unknown", tone: "over", icon: "unknown" },
  FILLED: { word: "Filled", tone: "ok", icon: "check" },
  CANCELED: { word: "Canceled", tone: "muted", icon: "close" },
  EXPIRED: { word: "Expired", tone: "muted", icon: "clock" },
  REJECTED: { word: "Refused", tone: "bad", icon: "close" },
  NOT_PLACED: { word: "Not placed", tone: "muted", icon: "minus" },
  ATTESTED: { word: "By your word", tone: "muted", icon: "check" },
};

export const PHASE_WORDS: Readonly<Record<OrderPhase, string>> = {
  open: "Under way",
  unknown: "Unknown",
  filled: "Filled",
  notFilled: "Not filled",
};

export interface UnknownWords {
  readonly title: string;
  /** What the program is doing, and what would be proof. */
  readonly doing: string;
  /** From when on a person may vouch. */
  readonly vouch: string;
  readonly mayVouch: boolean;
}

/** Null for an order whose outcome is known. `clock` writes a time of day. */
export function unknownWords(row: OrderRow, now: number, clock: (time: number) => string): UnknownWords | null {
  const { order, attestFrom } = row;
  if (orderPhase(order) !== "unknown" || attestFrom === null) return null;
  const venue = venueName(order.venue);
  const mayVouch = now >= attestFrom;
  const proof =
    order.state === "CANCEL_UNKNOWN"
      ? "It is looked up by its id until the venue shows it as over; what was filled before then still counts."
      : order.expiresAt === null
        ? `${venue} sets no end to an order, so silence is no proof: only an answer that shows the order, or your word, ends this.`
        : now < order.expiresAt
          ? `${venue} takes it no more after ${clock(order.expiresAt)}. Answers without it some seconds after that prove that it was never placed.`
          : `${venue} takes it no more since ${clock(order.expiresAt)}. Two complete answers without it prove that it was never placed.`;
  return {
    title:
      order.state === "CANCEL_UNKNOWN"
        ? `${venue} has not said whether it canceled this order.`
        : `${venue} has not said whether it has this order.`,
    doing: `The program asks by the order's id, in the open orders and in the fills. ${proof} Meanwhile nothing new of its plan is sent.`,
    vouch: mayVouch
      ? "If the venue's own pages show that it is over, you may vouch for it now."
      : `The program may still find out by itself. From ${clock(attestFrom)} on, in ${formatDuration(attestFrom - now)}, you may vouch for its end.`,
    mayVouch,
  };
}
