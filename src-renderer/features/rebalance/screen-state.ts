// What does the Plan tab show: planning, a plan under way, or the report of one that has just ended? Pure.
import type { Plans } from "#shared/contract/views.ts";
import type { PlanId } from "#shared/domain/ids.ts";
import { isPlanOver, type PlanRecord } from "#shared/domain/plan.ts";

/** A report that nobody has put away stays in front this long after the plan ended; later it is in the history. */
export const REPORT_STAYS_MS = 15 * 60_000;

export type ScreenState =
  | { readonly kind: "planning"; readonly sending: boolean }
  | { readonly kind: "executing"; readonly record: PlanRecord }
  | { readonly kind: "report"; readonly record: PlanRecord };

export interface ScreenFacts {
  readonly plans: Plans | null;
  /** Approved in this window; shown until it is under way. */
  readonly approved: PlanId | null;
  /** Reports that were put away. */
  readonly seen: ReadonlySet<PlanId>;
  readonly now: number;
}

export function toScreenState({ plans, approved, seen, now }: ScreenFacts): ScreenState {
  if (plans?.open != null) return { kind: "executing", record: plans.open };
  const last = plans?.latest.find(({ approvedAt }) => approvedAt !== null);
  if (last !== undefined && isPlanOver(last.state) && !seen.has(last.plan.planId)) {
    const endedAt = last.report?.finishedAt ?? last.updatedAt;
    if (last.plan.planId === approved || now - endedAt < REPORT_STAYS_MS) return { kind: "report", record: last };
  }
  const sending = approved !== null && !seen.has(approved) && last?.plan.planId !== approved;
  return { kind: "planning", sending };
}

/** What a screen reader is told when the plan moves on. */
export function announce(state: ScreenState, planWords: string): string {
  if (state.kind === "planning") return state.sending ? "Approved. The plan begins." : planWords;
  const { record } = state;
  if (state.kind === "report") return `The plan is over: ${record.reason?.message ?? "every order was filled."}`;
  const filled = record.orders.filter((order) => order.state === "FILLED").length;
  const unknown = record.orders.find((order) => order.state === "UNKNOWN" || order.state === "CANCEL_UNKNOWN");
  if (record.state === "PAUSED") return `The plan is held. ${record.reason?.message ?? ""}`;
  if (unknown !== undefined) return `Order ${unknown.legIndex + 1} is unknown. Nothing new is sent.`;
  if (record.state === "RECONCILING") return "All orders have ended. The results are read.";
  return `${filled} of ${record.plan.legs.length} orders filled.`;
}
