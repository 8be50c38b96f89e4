// Does the order keep every filter of its market?

import { denyLeg, denyPlan, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderKind } from "#shared/domain/order.ts";

const TAKES: Readonly<Record<Instrument["status"], readonly OrderKind[]>> = {
  online: ["limitIoc", "postOnly", "limit", "market"],
  limitOnly: ["limitIoc", "postOnly", "limit"],
  postOnly: ["postOnly"],
  cancelOnly: [],
  offline: [],
};

/** A filter that the market does not have binds nothing. */
const under = (value: Decimal, least: string | null) => least !== null && value.lt(Decimal.parse(least));
const over = (value: Decimal, most: string | null) => most !== null && value.gt(Decimal.parse(most));

export const filters: Gate = {
  name: "Market filters",
  when: "always",
  check: ({ draft, instrument }) => {
    const { quantity, limitPrice, symbol } = draft;
    if (instrument === null) return denyLeg("INSTRUMENT_UNKNOWN", `${draft.venue} has no market ${symbol}.`);
    if (!TAKES[instrument.status].includes(draft.kind)) {
      return denyPlan(
        "INSTRUMENT_CLOSED",
        `${symbol} at ${draft.venue} is ${instrument.status} and takes no such order.`,
      );
    }
    if (!quantity.isMultipleOf(Decimal.parse(instrument.amountStep))) {
      return denyLeg("QUANTITY_OFF_LOT", `${quantity} is not a multiple of the lot step ${instrument.amountStep}.`);
    }
    if (!limitPrice.isMultipleOf(Decimal.parse(instrument.priceStep))) {
      return denyLeg("PRICE_OFF_TICK", `${limitPrice} is not a multiple of the tick ${instrument.priceStep}.`);
    }
    if (!quantity.isPositive || under(quantity, instrument.amountMin)) {
      return denyLeg("QUANTITY_TOO_SMALL", `${quantity} is under the least quantity ${instrument.amountMin ?? "0"}.`);
    }
    if (over(quantity, instrument.amountMax)) {
      return denyLeg("QUANTITY_TOO_LARGE", `${quantity} is over the greatest quantity ${instrument.amountMax}.`);
    }
    const notional = quantity.mul(limitPrice);
    if (under(notional, instrument.costMin)) {
      return denyLeg(
        "NOTIONAL_TOO_SMALL",
        `${notional} ${draft.quote} is under the least order of ${instrument.costMin}.`,
      );
    }
    if (over(notional, instrument.costMax)) {
      return denyLeg(
        "NOTIONAL_TOO_LARGE",
        `${notional} ${draft.quote} is over the greatest order of ${instrument.costMax}.`,
      );
    }
    return null;
  },
};
