// How is a price written: at the venue's tick, or as "no price" when there is none?
import { Decimal } from "#shared/domain/decimal.ts";
import { formatDecimal, scaleForSize, scaleOfStep } from "./format-decimal.ts";

const NO_PRICE = "no price";

/** `97,412.50`, `0.7418`, `no price`. Without a tick about five figures are shown, two decimals at least. */
export function formatPrice(price: string | Decimal | undefined, tick?: string): string {
  if (price === undefined) return NO_PRICE;
  const value = typeof price === "string" ? Decimal.parse(price) : price;
  return formatDecimal(value, { scale: tick === undefined ? scaleForSize(value, 5, 2, 10) : scaleOfStep(tick) });
}
