// What do the venues say of each order of the plan on screen?
import { useStore } from "zustand";
import { plansStore } from "#renderer/stores/engine-stores.ts";
import type { Preview } from "#shared/contract/views.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";

/** The venues answer after the preview came: the stream of plans tells of each. */
export function useChecks(preview: Preview | null): readonly LegCheck[] {
  const planId = preview?.record.plan.planId;
  const told = useStore(plansStore, ({ value }) => value?.latest.find(({ plan }) => plan.planId === planId)?.checks);
  return told !== undefined && told.length > 0 ? told : (preview?.record.checks ?? []);
}
