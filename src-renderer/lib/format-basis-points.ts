// How is a cost relative to the amount written? 0.00209 is 20.9 bp.
import { Decimal } from "#shared/domain/decimal.ts";
import { formatDecimal, type SignRule } from "./format-decimal.ts";

const TEN_THOUSAND = Decimal.fromInteger(10_000);

export interface BasisPointsFormat {
  /** Digits after the point, 1 unless told. */
  readonly scale?: number;
  readonly sign?: SignRule;
}

/** Share of one as `20.9 bp`. */
export function formatBasisPoints(share: string | Decimal | undefined, format: BasisPointsFormat = {}): string {
  if (share === undefined) return "n/a";
  const value = typeof share === "string" ? Decimal.parse(share) : share;
  return formatDecimal(value.mul(TEN_THOUSAND), {
    scale: format.scale ?? 1,
    sign: format.sign ?? "auto",
    suffix: " bp",
  });
}
