// How are Kraken's figures and times written into a frame? Figures are JSON numbers with all their digits, zeros at the end included.
import type { Decimal } from "#shared/domain/decimal.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { type KrakenPair, LOT_DECIMALS } from "./assets.ts";

// The platform has it; the declared type of `JSON` does not yet.
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

/** A number that JSON.stringify writes by this text. */
export function figure(text: string): unknown {
  return rawJSON(text);
}

export function priceFigure(pair: KrakenPair, price: Decimal | string): unknown {
  return figure((typeof price === "string" ? decimal(price) : price).toFixed(pair.pairDecimals, "down"));
}

export function sizeFigure(size: Decimal | string): unknown {
  return figure((typeof size === "string" ? decimal(size) : size).toFixed(LOT_DECIMALS, "down"));
}

/** RFC 3339 with microseconds, as Kraken writes it. */
export function timeText(time: number): string {
  return new Date(time).toISOString().replace("Z", "000Z");
}
