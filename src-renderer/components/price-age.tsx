// How old is a price? Amber once it is too old to rely on, also where all else is grey.
import { formatAge } from "#renderer/lib/format-age.ts";
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";

export interface PriceAgeProps {
  readonly ageMs: number;
}

export function PriceAge({ ageMs }: PriceAgeProps) {
  return <span className={ageMs > PRICE_AGE_MS.lagging ? "late" : "t3"}>{formatAge(ageMs)}</span>;
}
