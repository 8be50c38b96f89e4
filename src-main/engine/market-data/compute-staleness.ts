// How far may a price be trusted by its age?
import { PRICE_AGE_MS, type QuoteState } from "#shared/domain/quote.ts";

interface Freshness {
  /** Milliseconds since the venue's last confirmation. */
  readonly ageMs: number;
  readonly feedDown: boolean;
  /** Why this market alone gives no price; null where it does. */
  readonly problem: string | null;
  /** Why the newest tick is under suspicion, null when it is not. */
  readonly suspicion: string | null;
}

export function computeState({ ageMs, feedDown, problem, suspicion }: Freshness): QuoteState {
  if (feedDown || problem !== null) return "dead";
  if (suspicion !== null) return "suspect";
  if (ageMs <= PRICE_AGE_MS.live) return "live";
  return ageMs <= PRICE_AGE_MS.lagging ? "lagging" : "stale";
}

/** The reason a person reads beside a state; null while live. */
export function describeState(state: QuoteState, freshness: Freshness): string | null {
  switch (state) {
    case "live":
      return null;
    case "suspect":
      return freshness.suspicion;
    case "dead":
      return freshness.feedDown ? "The venue's feed is down." : freshness.problem;
    case "lagging":
    case "stale":
      return `No confirmation from the venue for ${Math.floor(freshness.ageMs / 1_000)} s.`;
  }
}

const SEVERITY: Readonly<Record<QuoteState, number>> = { live: 0, lagging: 1, stale: 2, suspect: 3, dead: 4 };

/** The worse of two states. */
export function worseState(one: QuoteState, other: QuoteState): QuoteState {
  return SEVERITY[one] >= SEVERITY[other] ? one : other;
}
