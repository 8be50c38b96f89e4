// Which portfolio do tests speak of that care for little of it? Parsed by the schema, so that it can not drift from it.
import { type Portfolio, portfolioSchema } from "./portfolio.ts";

type Values = Readonly<Record<string, unknown>>;

/** In dollars, worth what no one knows; of each position only what is given is known. */
export function samplePortfolio(positions: readonly Values[], changes: Values = {}): Portfolio {
  return portfolioSchema.parse({
    profileId: "p",
    currency: "USD",
    ts: 0,
    totalValue: null,
    cash: "0",
    netInvested: "0",
    realized: "0",
    unrealized: null,
    fees: "0",
    totalPnl: null,
    dayPnl: null,
    dayPnlShare: null,
    oldestPriceAgeMs: null,
    state: "live",
    positions: positions.map((position) => ({
      quantity: "1",
      balances: [],
      price: null,
      priceState: null,
      priceAgeMs: null,
      unresolved: null,
      value: null,
      weight: null,
      target: null,
      drift: null,
      band: null,
      averageCost: null,
      cost: null,
      unrealized: null,
      realized: "0",
      change24h: null,
      isCash: false,
      ...position,
    })),
    ...changes,
  });
}
