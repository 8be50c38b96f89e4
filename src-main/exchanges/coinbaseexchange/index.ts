// How is Coinbase Exchange reached? The line that the registry takes.
import { RateBudget, scaleLimits } from "#exchanges/shared/rate-budget.ts";
import type { VenueFactory } from "#exchanges/shared/venue-adapter.ts";
import { coinbaseExchangeAccountStream } from "./account-stream.ts";
import { CoinbaseExchangeClient } from "./client.ts";
import { readCoinbaseExchangeCredentials } from "./credentials.ts";
import { CoinbaseExchangePublic } from "./market.ts";
import { BUDGETS } from "./quirks.ts";
import { openSession } from "./session.ts";
import { coinbaseExchangeStream } from "./stream.ts";
import { coinbaseExchangeNames } from "./stream-names.ts";

export const coinbaseExchangeVenue: VenueFactory = {
  hasSandbox: true,
  adapter: (context) => {
    const budget = new RateBudget(
      context.venue,
      scaleLimits(BUDGETS, context.timeDivisor),
      context.clock,
      context.closing,
    );
    const market = new CoinbaseExchangePublic(context, openSession(context, budget, null));
    const { endpoint, clock } = context;
    return {
      market,
      stream: {
        protocol: coinbaseExchangeStream(context),
        names: async () => coinbaseExchangeNames(await market.list.table()),
      },
      client: (account, credentials) =>
        new CoinbaseExchangeClient(account, market, {
          session: openSession(context, budget, credentials),
          clock,
          stream: coinbaseExchangeAccountStream({ endpoint, clock, list: market.list, credentials }),
        }),
    };
  },
  readCredentials: readCoinbaseExchangeCredentials,
};
