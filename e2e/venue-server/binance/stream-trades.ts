// Which public trades does a market have? At the best prices of their moment, the same ones for everybody.
import { createHash } from "node:crypto";
import { decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { VenueMarket } from "../core/venue-market.ts";
import { TRADE_EVERY_MS } from "./stream-quirks.ts";

export interface PublicTrade {
  readonly number: number;
  readonly at: UnixMs;
  readonly price: string;
  readonly quantity: string;
  readonly buyerIsMaker: boolean;
}

/** What a trade is worth at most, in the quote asset. */
const LARGEST_VALUE = "1000";
const SHARES = 65_536;

/** Number of the newest trade at this time. */
export function newestTrade(now: number): number {
  return Math.floor(now / TRADE_EVERY_MS);
}

/** Number of the first trade at or after this time. */
export function firstTrade(from: number): number {
  return Math.ceil(from / TRADE_EVERY_MS);
}

/** Null where the market had no price on that side. */
export function tradeAt(market: VenueMarket, { symbol, amountStep }: Instrument, number: number): PublicTrade | null {
  const at = unixMs(number * TRADE_EVERY_MS);
  const book = market.bookAt(market.venue, symbol, at, 1);
  const [first = 0, second = 0, third = 0] = createHash("sha256").update(`${symbol} ${number}`).digest();
  const buyerIsMaker = first % 2 === 1;
  const price = (buyerIsMaker ? book?.bids : book?.asks)?.[0]?.[0];
  if (price === undefined) return null;
  const share = decimal(String(1 + second * 256 + third)).div(decimal(String(SHARES)), 8, "down");
  const quantity = decimal(LARGEST_VALUE)
    .mul(share)
    .div(decimal(price), 8, "down")
    .roundToStep(decimal(amountStep), "up");
  return { number, at, price, quantity: quantity.toString(), buyerIsMaker };
}
