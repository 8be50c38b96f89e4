// How is a quantity of a plan or an order written: with all its digits, and hidden in privacy mode?
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatDecimal, HIDDEN_AMOUNT } from "#renderer/lib/format-decimal.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { digitsOf } from "./plan-lines.ts";

export interface QuantityProps {
  readonly amount: string;
  /** Written behind it. */
  readonly asset?: string;
  /** Every digit it has: a lot is never rounded. */
  readonly exact?: boolean;
}

export function Quantity({ amount, asset, exact = false }: QuantityProps) {
  const { hideAmounts } = usePreferences();
  if (hideAmounts) {
    return (
      <span title="amount hidden">
        <span className="hidden-amount">{HIDDEN_AMOUNT}</span>
        {asset === undefined ? null : ` ${asset}`}
      </span>
    );
  }
  const text = exact ? formatDecimal(amount, { scale: digitsOf(amount) }) : formatQuantity(amount);
  return (
    <>
      {text}
      {asset === undefined ? null : ` ${asset}`}
    </>
  );
}
