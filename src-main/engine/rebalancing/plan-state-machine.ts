// Which state follows from which event in the life of a plan? The table of resources/docs/order-and-plan-states.md.
import { InvariantError } from "#shared/domain/assert.ts";
import type { PlanState } from "#shared/domain/plan.ts";

export const PLAN_EVENTS = [
  "preview",
  "approve",
  "execute",
  "pause",
  "resume",
  "reconcile",
  "complete",
  "completePartly",
  "abort",
] as const;
export type PlanEvent = (typeof PLAN_EVENTS)[number];

const TRANSITIONS: Readonly<Record<PlanState, Readonly<Partial<Record<PlanEvent, PlanState>>>>> = {
  DRAFT: { preview: "PREVIEWED", pause: "PAUSED", abort: "ABORTED" },
  PREVIEWED: { approve: "APPROVED", pause: "PAUSED", abort: "ABORTED" },
  APPROVED: { execute: "EXECUTING", pause: "PAUSED", abort: "ABORTED" },
  EXECUTING: { reconcile: "RECONCILING", pause: "PAUSED" },
  RECONCILING: { complete: "DONE", completePartly: "DONE_PARTIAL", abort: "ABORTED", pause: "PAUSED" },
  // Resuming sends again; a plan that is to end is first reconciled, so that what it did is reported.
  PAUSED: { resume: "EXECUTING", reconcile: "RECONCILING", pause: "PAUSED", abort: "ABORTED" },
  DONE: {},
  DONE_PARTIAL: {},
  ABORTED: {},
};

/** The state after `event`; an event that the table does not have in that state is a broken invariant. */
export function nextPlanState(state: PlanState, event: PlanEvent): PlanState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) throw new InvariantError(`A plan in state ${state} cannot take the event ${event}`);
  return next;
}

/** Whether the table has any event leading from one state to the other: what a journal may hold. */
export function canPlanMove(from: PlanState, to: PlanState): boolean {
  return Object.values(TRANSITIONS[from]).includes(to);
}
