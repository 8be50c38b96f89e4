// May a figure be shown as good, and if not, why? The one rule for all that rests on a price.
// A figure of one asset is judged by that asset's price, a sum by every price in it.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Portfolio, Position } from "#shared/domain/portfolio.ts";
import { isDoubtful, type QuoteState } from "#shared/domain/quote.ts";

export interface PriceDoubt {
  /** One sentence for the tooltip and for assistive technology. */
  readonly reason: string;
}

const REASONS: Readonly<Record<QuoteState, string>> = {
  live: "",
  lagging: "",
  stale: "The price is more than 15 s old.",
  dead: "The venue gives no price now; this is the last one.",
  suspect: "The newest price is far from the last ones and not confirmed yet.",
};

/** Null for a price that may be relied on. `reason`: the engine's own words, where it gave some. */
export function doubtOfPrice(state: QuoteState | null, reason: string | null = null): PriceDoubt | null {
  return state === null || !isDoubtful(state) ? null : { reason: reason ?? REASONS[state] };
}

/** Of price, value, weight and drift of one asset. A missing price makes no figure, so there is nothing to doubt. */
export function doubtOfPosition({ priceState }: Pick<Position, "priceState">): PriceDoubt | null {
  return doubtOfPrice(priceState);
}

/** Of a sum: it is as good as the worst price in it. What is not held adds nothing. */
export function doubtOfSum(
  positions: readonly Pick<Position, "asset" | "quantity" | "priceState">[],
): PriceDoubt | null {
  const old = positions.filter(
    (position) => doubtOfPosition(position) !== null && !Decimal.parse(position.quantity).isZero,
  );
  const [first] = old;
  if (first === undefined) return null;
  const names = old.map(({ asset }) => asset);
  const shown = names.length <= MOST_NAMES ? names.join(", ") : `${names.slice(0, MOST_NAMES).join(", ")} and more`;
  return { reason: `Rests on ${names.length === 1 ? "a price" : "prices"} that may be old or wrong: ${shown}.` };
}

const MOST_NAMES = 4;

/** Of another profile's total, of which only so much is known. */
export function doubtOfProfile({ valueInDoubt }: { readonly valueInDoubt: boolean }): PriceDoubt | null {
  return valueInDoubt ? { reason: "Rests on prices that may be old or wrong." } : null;
}

/** Of the total and of all that is computed from it. */
export function doubtOfPortfolio(portfolio: Pick<Portfolio, "positions"> | null): PriceDoubt | null {
  return portfolio === null ? null : doubtOfSum(portfolio.positions);
}
