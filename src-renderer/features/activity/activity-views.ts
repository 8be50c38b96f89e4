// Which views does Activity have, and how are they addressed?
import { hashOf } from "#renderer/stores/navigation-store.ts";

const ACTIVITY_VIEWS = [
  { value: "log", label: "Log" },
  { value: "orders", label: "Orders" },
  { value: "fills", label: "Fills" },
  { value: "quality", label: "Execution" },
  { value: "transactions", label: "Transactions" },
  { value: "disposals", label: "Disposals" },
  { value: "reconciliation", label: "Gaps & reconciliation" },
  { value: "imports", label: "Imports & coverage" },
] as const;
/** Only offered where there is one; reached by the bar above the screens. */
const RECOVERY = { value: "recovery", label: "Recovery" } as const;
const ALL_VIEWS = [...ACTIVITY_VIEWS, RECOVERY] as const;

export type ActivityView = (typeof ALL_VIEWS)[number]["value"];

/** What may be chosen: the recovery too while it is looked at. */
export function offeredViews(view: ActivityView): readonly { readonly value: ActivityView; readonly label: string }[] {
  return view === "recovery" ? ALL_VIEWS : ACTIVITY_VIEWS;
}

/** `#/activity/transactions`; anything else is the log. */
export function activityView(parameters: readonly string[]): ActivityView {
  return ALL_VIEWS.find(({ value }) => value === parameters[0])?.value ?? "log";
}

export function openActivityView(view: ActivityView): void {
  location.hash = view === "log" ? hashOf("activity") : hashOf("activity", view);
}
