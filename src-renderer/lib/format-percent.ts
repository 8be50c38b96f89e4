// How is a share of one (0.0084 = 0.84 %) written as a percentage or a weight?
import { Decimal } from "#shared/domain/decimal.ts";
import { formatDecimal, type SignRule } from "./format-decimal.ts";

const HUNDRED = Decimal.fromInteger(100);

export interface PercentFormat {
  /** Digits after the point, 2 unless told. */
  readonly scale?: number;
  readonly sign?: SignRule;
}

/** Share of one as `+1.00%`. */
export function formatPercent(share: string | Decimal | undefined, format: PercentFormat = {}): string {
  if (share === undefined) return "n/a";
  return `${formatPercentCell(share, format)}%`;
}

/** Share of one as `+0.84`, for cells whose head says %. Weights use this: they stay visible in privacy mode. */
export function formatPercentCell(share: string | Decimal | undefined, format: PercentFormat = {}): string {
  if (share === undefined) return "n/a";
  const value = typeof share === "string" ? Decimal.parse(share) : share;
  return formatDecimal(value.mul(HUNDRED), { scale: format.scale ?? 2, sign: format.sign ?? "auto" });
}
