// How is a quantity of an asset written: at its lot step, never rounded up to more than there is?
import { Decimal } from "#shared/domain/decimal.ts";
import { formatDecimal, HIDDEN_AMOUNT, type SignRule, scaleForSize, scaleOfStep } from "./format-decimal.ts";

export interface QuantityFormat {
  /** Lot step, like `0.0001`. Without it about six figures are shown. */
  readonly step?: string;
  /** Written behind the number, like `SOL`. */
  readonly asset?: string;
  readonly sign?: SignRule;
  readonly hidden?: boolean;
}

/** `26.514 SOL`, `1.08592`. */
export function formatQuantity(quantity: string | Decimal | undefined, format: QuantityFormat = {}): string {
  if (quantity === undefined) return "no quantity";
  if (format.hidden === true) return HIDDEN_AMOUNT;
  const value = typeof quantity === "string" ? Decimal.parse(quantity) : quantity;
  return formatDecimal(value, {
    scale: format.step === undefined ? scaleForSize(value, 6, 2, 8) : scaleOfStep(format.step),
    sign: format.sign ?? "auto",
    rounding: "down",
    ...(format.asset === undefined ? {} : { suffix: ` ${format.asset}` }),
  });
}
