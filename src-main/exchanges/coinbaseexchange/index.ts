// How is Coinbase Exchange reached? The line that the registry takes.
import { RateBudget } from "#exchanges/shared/rate-budget.ts";
import type { VenueFactory } from "#exchanges/shared/venue-adapter.ts";
import { CoinbaseExchangeClient } from "./client.ts";
import { readCoinbaseExchangeCredentials } from "./credentials.ts";
import { CoinbaseExchangePublic } from "./market.ts";
import { BUDGETS } from "./quirks.ts";
import { openSession } from "./session.ts";

export const coinbaseExchangeVenue: VenueFactory = {
  hasSandbox: true,
  adapter: (context) => {
    const budget = new RateBudget(context.venue, BUDGETS, context.clock);
    const market = new CoinbaseExchangePublic(context, openSession(context, budget, null));
    return {
      market,
      client: (account, credentials) =>
        new CoinbaseExchangeClient(account, market, openSession(context, budget, credentials), context.clock),
    };
  },
  readCredentials: readCoinbaseExchangeCredentials,
};
