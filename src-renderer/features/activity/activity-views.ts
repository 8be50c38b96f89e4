// Which views does Activity have, and how are they addressed?
import { hashOf } from "#renderer/stores/navigation-store.ts";

export const ACTIVITY_VIEWS = [
  { value: "log", label: "Log" },
  { value: "transactions", label: "Transactions" },
  { value: "disposals", label: "Disposals" },
  { value: "reconciliation", label: "Gaps & reconciliation" },
  { value: "imports", label: "Imports & coverage" },
] as const;

export type ActivityView = (typeof ACTIVITY_VIEWS)[number]["value"];

/** `#/activity/transactions`; anything else is the log. */
export function activityView(parameters: readonly string[]): ActivityView {
  return ACTIVITY_VIEWS.find(({ value }) => value === parameters[0])?.value ?? "log";
}

export function openActivityView(view: ActivityView): void {
  location.hash = view === "log" ? hashOf("activity") : hashOf("activity", view);
}
