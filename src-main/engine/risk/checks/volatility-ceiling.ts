// Does the portfolio move too much already, and would this order make it move more?
import { computeDraftVolatility, raisesAbove } from "#engine/risk/compute-draft-volatility.ts";
import { denyLeg, type Gate } from "#engine/risk/gate.ts";

const PLACES = 3;

export const volatilityCeiling: Gate = {
  name: "Volatility",
  when: "always",
  check: (facts) => {
    const change = computeDraftVolatility(facts);
    const { volatilityCeiling: ceiling } = facts.limits;
    if (!raisesAbove(change, ceiling)) return null;
    return denyLeg(
      "VOLATILITY_CEILING",
      `It would raise the portfolio's volatility from ${change.before.toFixed(PLACES)} to ${change.after.toFixed(PLACES)} a year; above ${ceiling} no order may raise it.`,
    );
  },
  note: (facts) => {
    const change = computeDraftVolatility(facts);
    return "unknown" in change ? `Not checked: ${change.unknown}.` : null;
  },
};
