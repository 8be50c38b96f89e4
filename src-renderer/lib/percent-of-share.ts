// How does a share of one become percent that are typed, and back? Exactly: the point moves, no digit is lost.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";

export function shareOfPercent(percent: string): DecimalString {
  const { coefficient, scale } = Decimal.parse(percent);
  return Decimal.of(coefficient, scale + 2).toString();
}

export function percentOfShare(share: string): string {
  return Decimal.parse(share).mul(Decimal.fromInteger(100)).toString();
}
