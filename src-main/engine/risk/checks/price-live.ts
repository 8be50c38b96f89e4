// Is the price of this market confirmed now?

import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";

export const priceLive: Gate = {
  name: "Prices live",
  when: "always",
  check: ({ quote, draft }) => {
    if (quote === null) return denyPlan("PRICE_MISSING", `There is no price of ${draft.symbol} at ${draft.venue}.`);
    return quote.state === "live" && quote.ageMs <= PRICE_AGE_MS.live
      ? null
      : denyPlan(
          "PRICE_NOT_LIVE",
          `The price of ${draft.symbol} at ${draft.venue} is ${quote.state}, confirmed ${quote.ageMs} ms ago; ${PRICE_AGE_MS.live} ms are allowed.`,
        );
  },
};
