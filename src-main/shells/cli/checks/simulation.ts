// Does the simulated market answer as it must: the same seed the same prices, and bids below asks?
import { SimulatedMarket } from "#engine/simulation/market/simulated-market.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Check } from "./check.ts";

const SEED = 1;
/** A day in the market's past: the answer does not depend on today. */
const AT = unixMs(Date.UTC(2026, 0, 5, 12));

export function checkSimulation(): Check {
  const first = readQuotes();
  const second = readQuotes();
  const crossed = first.filter(({ bid, ask }) => Decimal.parse(bid).gte(Decimal.parse(ask)));
  const same = JSON.stringify(first) === JSON.stringify(second);
  const ok = first.length > 0 && same && crossed.length === 0;
  const problem = !same ? "the same seed gave different prices" : `${crossed.length} markets are crossed`;
  return {
    name: "simulation",
    ok,
    detail: ok ? `${first.length} markets, the same prices twice` : problem,
    fix: ok ? null : "This copy of the program is damaged: install it again.",
  };
}

function readQuotes(): { readonly symbol: string; readonly bid: string; readonly ask: string }[] {
  const market = new SimulatedMarket({ seed: SEED });
  return market.venues.flatMap((venue) =>
    market.instruments(venue).flatMap(({ symbol }) => {
      const quote = market.quoteAt(venue, symbol, AT);
      return quote === null ? [] : [{ symbol: `${venue} ${symbol}`, bid: quote.bid, ask: quote.ask }];
    }),
  );
}
