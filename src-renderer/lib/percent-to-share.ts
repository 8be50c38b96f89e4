// Which share of one is a percentage that was typed?
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";

/** Exactly: `4.5` is `0.045`. */
export function percentToShare(percent: string): DecimalString {
  const { coefficient, scale } = decimal(percent);
  return Decimal.of(coefficient, scale + 2).toString();
}

/** Exactly, for a field: `0.045` is `4.5`. */
export function shareToPercent(share: string): string {
  return decimal(share).mul(Decimal.fromInteger(100)).toString();
}
