// Which orders of a plan rest on a price that may be old or wrong now?
import { useMemo } from "react";
import { useStore } from "zustand";
import { doubtOfPrice, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { pricesStore } from "#renderer/stores/engine-stores.ts";
import type { Prices } from "#shared/contract/views.ts";
import type { PlanLeg, RebalancePlan } from "#shared/domain/plan.ts";

type Market = Pick<PlanLeg, "venue" | "symbol">;
type Entries = readonly (readonly [string, PriceDoubt])[];

export interface LegDoubts {
  of(leg: Market): PriceDoubt | null;
  /** Against the sums of the plan. */
  readonly any: PriceDoubt | null;
}

const NONE: LegDoubts = { of: () => null, any: null };
const keyOf = ({ venue, symbol }: Market) => `${venue} ${symbol}`;

/** A quote that the window has not heard of is the engine's to judge. */
export function findLegDoubts(legs: readonly Market[], prices: Prices | null): Entries {
  const wanted = new Set(legs.map(keyOf));
  return (prices?.quotes ?? []).flatMap((quote) => {
    const doubt = wanted.has(keyOf(quote)) ? doubtOfPrice(quote.state, quote.reason) : null;
    return doubt === null ? [] : [[keyOf(quote), doubt] as const];
  });
}

/** Drawn again when a doubt comes or goes, not with every price. */
export function useLegDoubts(plan: Pick<RebalancePlan, "legs"> | null): LegDoubts {
  const told = useStore(pricesStore, ({ value }) => JSON.stringify(findLegDoubts(plan?.legs ?? [], value)));
  return useMemo(() => {
    // Written by the line above, in this very form.
    const doubts = new Map(JSON.parse(told) as Entries);
    if (doubts.size === 0) return NONE;
    const [symbol] = [...doubts.keys()].map((key) => key.slice(key.indexOf(" ") + 1));
    const any = { reason: `Rests on a price of ${symbol} that may be old or wrong.` };
    return { of: (leg) => doubts.get(keyOf(leg)) ?? null, any };
  }, [told]);
}
