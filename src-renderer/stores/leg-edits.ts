// Which changes by hand does a plan have, leg by leg: left out, another quantity, another place in the order? Pure.
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { PlanId } from "#shared/domain/ids.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import type { PlanEdits } from "#shared/domain/plan-edits.ts";

/** Legs are named by their places in the plan as it was first made; they keep those names while it is changed. */
export interface LegEdits {
  readonly skipped: readonly number[];
  readonly quantities: ReadonlyMap<number, DecimalString>;
  /** All legs in the order in which they are sent, the skipped ones too; null for the plan's own order. */
  readonly order: readonly number[] | null;
}

export const NO_EDITS: LegEdits = { skipped: [], quantities: new Map(), order: null };

export function isEdited({ skipped, quantities, order }: LegEdits): boolean {
  return skipped.length > 0 || quantities.size > 0 || order !== null;
}

export function setSkipped(edits: LegEdits, leg: number, skip: boolean): LegEdits {
  const others = edits.skipped.filter((other) => other !== leg);
  return { ...edits, skipped: skip ? [...others, leg].sort((left, right) => left - right) : others };
}

/** `own` is the quantity that the planner chose: back at it, the leg is as it was. */
export function setQuantity(edits: LegEdits, leg: number, quantity: DecimalString, own: DecimalString): LegEdits {
  const quantities = new Map(edits.quantities);
  if (quantity === own) quantities.delete(leg);
  else quantities.set(leg, quantity);
  return { ...edits, quantities };
}

/** Puts a leg at another place of the list (0 is the first). */
export function moveLeg(edits: LegEdits, count: number, leg: number, place: number): LegEdits {
  const others = orderOf(edits, count).filter((other) => other !== leg);
  const at = Math.min(others.length, Math.max(0, place));
  const order = [...others.slice(0, at), leg, ...others.slice(at)];
  return { ...edits, order: order.every((other, index) => other === index) ? null : order };
}

function orderOf({ order }: LegEdits, count: number): readonly number[] {
  return order ?? Array.from({ length: count }, (_, index) => index);
}

/** As the engine is told; the order without the skipped ones. */
export function toPlanEdits(planId: PlanId, edits: LegEdits): PlanEdits {
  const skipped = new Set(edits.skipped);
  const changed = [...new Set([...edits.skipped, ...edits.quantities.keys()])].sort((left, right) => left - right);
  return {
    planId,
    legs: changed.map((leg) => {
      const quantity = edits.quantities.get(leg);
      if (skipped.has(leg)) return { leg, skip: true };
      return quantity === undefined ? { leg } : { leg, quantity };
    }),
    ...(edits.order === null ? {} : { order: edits.order.filter((leg) => !skipped.has(leg)) }),
  };
}

export interface EditedLeg {
  /** Its name: its place in the plan as it was first made. */
  readonly leg: number;
  /** What is on screen of it: the changed plan's figures, or the first plan's where it is skipped. */
  readonly shown: PlanLeg;
  /** As the planner made it. */
  readonly own: PlanLeg;
  readonly skipped: boolean;
  /** Place in the plan on screen, for its check by the venue; null where it is skipped or not planned yet. */
  readonly index: number | null;
}

export interface EditedLegsInput {
  /** As the planner made them. */
  readonly base: readonly PlanLeg[];
  /** Of the plan on screen. */
  readonly legs: readonly PlanLeg[];
  /** The changes that the plan on screen was made with. */
  readonly made: LegEdits;
  /** The changes that are asked for: the same, but while they are being planned. */
  readonly edits: LegEdits;
}

/** The legs on screen in the sending order that is asked for. */
export function toEditedLegs({ base, legs, made, edits }: EditedLegsInput): readonly EditedLeg[] {
  const sent = orderOf(made, base.length).filter((leg) => !made.skipped.includes(leg));
  const places = new Map(sent.map((leg, index) => [leg, index]));
  return orderOf(edits, base.length).flatMap((leg): readonly EditedLeg[] => {
    const own = base[leg];
    if (own === undefined) return [];
    const skipped = edits.skipped.includes(leg);
    const index = skipped ? null : (places.get(leg) ?? null);
    return [{ leg, own, skipped, index, shown: (index === null ? undefined : legs[index]) ?? own }];
  });
}
