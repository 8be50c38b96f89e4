// Which one sentence about orders does the window show above every screen? Pure.
import type { IconName } from "#renderer/components/icon.tsx";
import type { OrderStanding } from "#shared/contract/views.ts";
import { isTerminal } from "#shared/domain/order.ts";

export interface BarWords {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly link: "orders" | "recovery" | null;
  /** Of the recovery that may be put away; null where the bar stays as long as its reason. */
  readonly startedAt: number | null;
}

/** The gravest first. `putAway`: start whose recovery the person has seen. */
export function barWords(standing: OrderStanding, putAway: number | null): BarWords | null {
  const { readiness, unknownCount, recovery } = standing;
  if (!readiness.ok) {
    return {
      icon: "lock",
      title: "Read-only:",
      detail: `${readiness.reason} Nothing new is sent until every venue has answered; it is tried again by itself.`,
      link: recovery === null ? null : "recovery",
      startedAt: null,
    };
  }
  if (unknownCount > 0) {
    return {
      icon: "unknown",
      title:
        unknownCount === 1
          ? "The outcome of one order is unknown."
          : `The outcome of ${unknownCount} orders is unknown.`,
      detail:
        "The venue is asked until there is proof; what it may take stays reserved and nothing new of its plan is sent.",
      link: "orders",
      startedAt: null,
    };
  }
  if (recovery === null || recovery.startedAt === putAway) return null;
  const left = recovery.orders.filter(({ row }) => !isTerminal(row.order.state)).length;
  return {
    icon: "undo",
    title: "The program was interrupted while orders were under way.",
    detail:
      recovery.plan?.now === "PAUSED"
        ? "Its plan is held until you decide; nothing new was sent."
        : left === 0
          ? "Every order that was open is known now."
          : `${left} of ${recovery.orders.length} orders are still looked after.`,
    link: "recovery",
    startedAt: recovery.startedAt,
  };
}
