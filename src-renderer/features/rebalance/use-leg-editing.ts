// How are the orders of the plan on screen changed by hand?
import { useMemo } from "react";
import { useStore } from "zustand";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import {
  type EditedLeg,
  isEdited,
  moveLeg,
  NO_EDITS,
  setQuantity,
  setSkipped,
  toEditedLegs,
} from "#renderer/stores/leg-edits.ts";
import { editLegs, planningStore } from "#renderer/stores/planning-store.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface LegEditing {
  readonly rows: readonly EditedLeg[];
  readonly edited: boolean;
  /** Why nothing can be changed now; null when it can. */
  readonly locked: string | null;
  readonly skip: (leg: number, skips: boolean) => void;
  readonly resize: (row: EditedLeg, quantity: DecimalString) => void;
  /** To a place of the list on screen. */
  readonly move: (leg: number, place: number) => void;
  readonly undo: () => void;
}

/** Null without a plan. */
export function useLegEditing(profile: Profile, locked: string | null): LegEditing | null {
  const client = useClient();
  const { base, preview, edits, made } = useStore(planningStore);
  return useMemo(() => {
    if (base === null || preview === null) return null;
    const first = base.record.plan.legs;
    const rows = toEditedLegs({ base: first, legs: preview.record.plan.legs, made, edits });
    const change = (next: typeof edits) => {
      if (locked === null) void editLegs(client, profile, next);
    };
    return {
      rows,
      edited: isEdited(edits),
      locked,
      skip: (leg, skips) => change(setSkipped(edits, leg, skips)),
      resize: ({ leg, own }, quantity) => change(setQuantity(edits, leg, quantity, own.quantity)),
      move: (leg, place) => change(moveLeg(edits, first.length, leg, place)),
      undo: () => change(NO_EDITS),
    };
  }, [client, profile, base, preview, edits, made, locked]);
}
