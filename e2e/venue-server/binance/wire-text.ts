// How does Binance write amounts and names of markets?
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import { MOST_PLACES } from "./quirks.ts";

export function wireSymbol(instrument: { readonly base: string; readonly quote: string }): string {
  return `${instrument.base}${instrument.quote}`;
}

/** Eight places always, as all amounts and prices of this venue. */
export function eight(value: Decimal | string): string {
  return (typeof value === "string" ? decimal(value) : value).toFixed(MOST_PLACES, "down");
}
