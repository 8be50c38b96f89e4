// What would a leg of this size be, were there funds for it? Nothing in it but the book decides, so rounds that come back to
// the same size find it ready.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { isFeeInBase } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import { protectiveLimit, walkLevels } from "./compute-book-walk.ts";
import type { OrderRules, PlanMarket } from "./plan-model.ts";

export interface PlannedLeg {
  readonly market: PlanMarket;
  readonly side: Side;
  readonly quantity: Decimal;
  readonly limit: Decimal;
  /** At the expected prices of the book walk. */
  readonly notional: Decimal;
  readonly fee: Decimal;
  readonly feeAsset: Asset;
}

export interface LegDraft {
  /** Its fee is in the quote asset, or in the base asset where the account pays so. */
  readonly leg: PlannedLeg;
  /** What of the book was gone before it. */
  readonly taken: Decimal;
  /** What it can take out of the asset it pays with, at its limit and with its fee. */
  readonly need: Decimal;
  readonly worstNotional: Decimal;
  /** The last word on filters: what the model foresaw, checked again on the leg as it is. */
  readonly keepsFilters: boolean;
}

export class LegDrafts {
  readonly #rules: OrderRules;
  readonly #drafts: Readonly<Record<Side, Map<PlanMarket, LegDraft[]>>> = { buy: new Map(), sell: new Map() };

  constructor(rules: OrderRules) {
    this.#rules = rules;
  }

  /** Null where the book does not carry it. */
  get(market: PlanMarket, side: Side, taken: Decimal, quantity: Decimal): LegDraft | null {
    const known = this.#drafts[side].get(market) ?? [];
    for (const draft of known) if (draft.leg.quantity.eq(quantity) && draft.taken.eq(taken)) return draft;
    const draft = draftLeg(this.#rules, market, side, taken, quantity);
    if (draft === null) return null;
    known.push(draft);
    this.#drafts[side].set(market, known);
    return draft;
  }
}

function draftLeg(
  rules: OrderRules,
  market: PlanMarket,
  side: Side,
  taken: Decimal,
  quantity: Decimal,
): LegDraft | null {
  const walk = walkLevels(market.levels[side], taken, quantity);
  if (!walk.quantity.eq(quantity) || !quantity.isPositive) return null;
  const { notional } = walk;
  const limit = protectiveLimit(notional, quantity, side, rules.slipped, market.priceStep);
  if (!limit.isPositive) return null;
  const inBase = isFeeInBase(market.feePlace, side);
  const feeRate = market.feeRate;
  const fee = (inBase ? quantity : notional).mul(feeRate);
  const leg: PlannedLeg = {
    market,
    side,
    quantity,
    limit,
    notional,
    fee,
    feeAsset: inBase ? market.base : market.quote,
  };
  const worstNotional = quantity.mul(limit);
  const spent = side === "buy" ? worstNotional : quantity;
  // A fee in the asset that is paid with comes on top; one in a coin may fall back on the quote asset.
  const feeOnTop = inBase === (side === "sell");
  const need = feeOnTop ? spent.add(spent.mul(feeRate)) : spent;
  return { leg, taken, need, worstNotional, keepsFilters: keepsFilters(rules, leg, worstNotional) };
}

function keepsFilters(rules: OrderRules, { market, quantity, limit, notional }: PlannedLeg, cost: Decimal): boolean {
  if (!quantity.isMultipleOf(market.amountStep) || !limit.isMultipleOf(market.priceStep)) return false;
  if (market.amountMin !== null && quantity.lt(market.amountMin)) return false;
  if (market.amountMax !== null && quantity.gt(market.amountMax)) return false;
  if (market.costMin !== null && cost.lt(market.costMin)) return false;
  if (market.costMax !== null && cost.gt(market.costMax)) return false;
  if (rules.orderCap !== null && Decimal.max(cost, notional).mul(market.quotePrice).gt(rules.orderCap)) return false;
  return notional.mul(market.quotePrice).gte(rules.minTrade);
}
