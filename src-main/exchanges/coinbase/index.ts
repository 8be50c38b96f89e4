// How is Coinbase (Advanced Trade) reached? The line that the registry takes.
import { RateBudget, scaleLimits } from "#exchanges/shared/rate-budget.ts";
import type { VenueFactory } from "#exchanges/shared/venue-adapter.ts";
import { CoinbaseClient } from "./client.ts";
import { readCoinbaseCredentials } from "./credentials.ts";
import { CoinbasePublic } from "./market.ts";
import { BUDGETS } from "./quirks.ts";
import { openSession } from "./session.ts";
import { COINBASE_STREAM } from "./stream.ts";
import { coinbaseStreamNames } from "./stream-names.ts";

export const coinbaseVenue: VenueFactory = {
  // What Coinbase calls its sandbox is a fixed answer without orders (resources/docs/exchanges.md section 2), and the library's switch breaks it (trap 3).
  hasSandbox: false,
  adapter: (context) => {
    const budget = new RateBudget(
      context.venue,
      scaleLimits(BUDGETS, context.timeDivisor),
      context.clock,
      context.closing,
    );
    const market = new CoinbasePublic(context, openSession(context, budget, null));
    return {
      market,
      client: (account, credentials) => {
        const session = openSession(context, budget, credentials);
        return new CoinbaseClient(account, market, session, context.clock, credentials);
      },
      stream: { protocol: COINBASE_STREAM, names: async () => coinbaseStreamNames(await market.list.table()) },
    };
  },
  readCredentials: readCoinbaseCredentials,
};
