// Is the limit price near what all venues together say?

import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";

const MAJORS: ReadonlySet<string> = new Set(["BTC", "ETH"]);
const MAJOR_BAND = Decimal.parse("0.01");
const OTHER_BAND = Decimal.parse("0.03");
const HARD_STOP = Decimal.parse("0.05");

const bandOf = (base: Asset, isCash: (asset: Asset) => boolean) =>
  MAJORS.has(base) || isCash(base) ? MAJOR_BAND : OTHER_BAND;

export const priceCollar: Gate = {
  name: "Limits near the market",
  when: "always",
  check: ({ draft, consensus, isCash }) => {
    if (consensus === null || !consensus.isPositive) {
      return denyPlan("PRICE_MISSING", `There is no consensus price of ${draft.base} in ${draft.quote}.`);
    }
    const distance = draft.limitPrice.sub(consensus).abs();
    const within = (share: Decimal) => distance.lte(consensus.mul(share));
    const words = `The limit ${draft.limitPrice} of ${draft.symbol} is too far from the consensus price ${consensus}`;
    if (!within(HARD_STOP)) return denyPlan("LIMIT_FAR_OFF_CONSENSUS", `${words}: over ${HARD_STOP} of it.`);
    const band = bandOf(draft.base, isCash);
    return within(band) ? null : denyPlan("LIMIT_OFF_CONSENSUS", `${words}: over ${band} of it.`);
  },
};
