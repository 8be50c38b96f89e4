import { expect, test } from "vitest";
import { pricesSchema } from "#shared/contract/market-data.ts";
import type { Prices } from "#shared/contract/views.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { findLegDoubts } from "./leg-doubts.ts";

const leg = (venue: string, symbol: string) => ({
  venue: venueIdSchema.parse(venue),
  symbol: marketSymbolSchema.parse(symbol),
});

const prices = (...quotes: readonly (readonly [string, string, string, string | null])[]): Prices =>
  pricesSchema.parse({
    prices: [],
    unresolved: [],
    quotes: quotes.map(([venue, symbol, state, reason]) => ({
      venue,
      symbol,
      bid: "1",
      ask: "2",
      last: null,
      volume24h: null,
      tsEvent: null,
      tsInit: 0,
      source: "stream",
      state,
      reason,
      confirmedAt: 0,
    })),
  });

test("an order is in doubt while the price of its own market is", () => {
  const told = prices(
    ["kraken", "BTC/USD", "stale", "No confirmation from the venue for 20 s."],
    ["binance", "BTC/USD", "live", null],
    ["kraken", "SOL/USD", "dead", "The venue's feed is down."],
  );
  const legs = [leg("kraken", "BTC/USD"), leg("binance", "BTC/USD"), leg("kraken", "ETH/USD")];
  expect(findLegDoubts(legs, told)).toEqual([
    ["kraken BTC/USD", { reason: "No confirmation from the venue for 20 s." }],
  ]);
  expect(findLegDoubts(legs, null)).toEqual([]);
});
