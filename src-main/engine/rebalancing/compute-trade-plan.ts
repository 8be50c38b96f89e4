// Which plan does one trade make, and at which account? One leg, or equal parts where one order may not be so large.
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import type { Trade } from "#shared/domain/trade.ts";
import { computeLegCost } from "./compute-leg-cost.ts";
import { computePlanModel } from "./compute-plan-model.ts";
import { computePlanResult } from "./compute-plan-result.ts";
import { fitLeg } from "./plan-fill-asset.ts";
import { PlanLedger } from "./plan-ledger.ts";
import { LegDrafts } from "./plan-leg-drafts.ts";
import { splitQuantity } from "./plan-lots.ts";
import type { PlanMarket, PlanModel } from "./plan-model.ts";

const QUANTITY_SCALE = 18;
/** Orders of one trade where the profile limits none: more could not be followed by a person. */
const MOST_PARTS = 100;

export type TradePlan =
  | { readonly kind: "plan"; readonly result: PlannerResult }
  /** In words: what stands in the way. */
  | { readonly kind: "impossible"; readonly message: string };

type Try = { readonly ledger: PlanLedger; readonly cost: Decimal } | { readonly problem: string };

/** Plan of valid inputs (see `validatePlannerInput`). Of several accounts that can carry it the one where it costs least. */
export function computeTradePlan(input: PlannerInput, trade: Trade): TradePlan {
  const model = computePlanModel(input);
  const markets = model.markets.filter(
    ({ symbol, accountId }) => symbol === trade.symbol && (trade.accountId ?? accountId) === accountId,
  );
  const where = trade.accountId === undefined ? "No account of this profile" : `Account ${trade.accountId}`;
  if (markets.length === 0) {
    return { kind: "impossible", message: `${where} can trade ${trade.symbol} with a price that is fresh enough.` };
  }
  const tries = markets.map((market) => tryMarket(model, market, trade));
  const found = tries.flatMap((one) => ("ledger" in one ? [one] : []));
  const [first, ...others] = found;
  if (first === undefined) {
    return { kind: "impossible", message: tries.flatMap((one) => ("problem" in one ? [one.problem] : [])).join(" ") };
  }
  const { ledger } = others.reduce((best, one) => (one.cost.lt(best.cost) ? one : best), first);
  const plan = { legs: ledger.legs, after: ledger.after, reasons: new Map(), cutBy: null };
  const note = "One trade, as asked for: targets and bands are not looked at.";
  return { kind: "plan", result: { ...computePlanResult(model, plan, [note]), residuals: [] } };
}

function tryMarket(model: PlanModel, market: PlanMarket, { side, size }: Trade): Try {
  const ledger = new PlanLedger(model, new LegDrafts(model));
  const pays = side === "buy" ? market.quote : market.base;
  const free = ledger.available(market.accountIndex, pays);
  const quantity = quantityOf(model, market, side, size, free);
  const least = market.least[side];
  const most = market.most[side];
  const at = `at ${market.venue}`;
  if (!quantity.isPositive) return { problem: `No ${pays} is free for it ${at}, or it is less than one step.` };
  if (least === null) return { problem: `The book of ${market.symbol} has nothing to trade against ${at}.` };
  if (quantity.lt(least)) return { problem: `${quantity} is too small ${at}: the smallest order is ${least}.` };
  if (most?.lt(least) === true) {
    return { problem: `The largest order that the limits allow ${at}, ${most}, is below the smallest, ${least}.` };
  }
  const unfunded = {
    problem: `Neither book nor funds carry ${quantity} ${at}: ${free} ${pays} is free, its fee comes on top.`,
  };
  // Before it is split: an amount typed with too many digits would make more parts than there is memory for.
  if (free.lt(side === "sell" ? quantity : quantity.mul(market.levels.buy[0]?.price ?? market.best.buy)))
    return unfunded;
  const count = most === null ? Decimal.ONE : quantity.div(most, 0, "ceil");
  const left = model.policy.maxOrders ?? MOST_PARTS;
  if (count.gt(Decimal.fromInteger(left))) {
    return {
      problem: `${quantity} takes ${count} orders of at most ${most ?? quantity} ${at}, and ${left} may still be sent today.`,
    };
  }
  const parts = splitQuantity(quantity, most, market.amountStep);
  for (const part of parts) {
    // A share asks for what is there, so it may shrink by some lots; a quantity or a value is meant as it was typed.
    const quoted = size.by === "share" ? fitLeg(ledger, market, side, part) : ledger.quote(market, side, part);
    if (quoted === null) return unfunded;
    if (!quoted.draft.keepsFilters) return { problem: `${part} breaks a rule of the market or a limit ${at}.` };
    ledger.book(quoted);
  }
  return { ledger, cost: Decimal.sum(ledger.legs.map((leg) => computeLegCost(model, leg).total)) };
}

/** In whole steps of the market, never more than was asked for. */
function quantityOf(
  model: PlanModel,
  market: PlanMarket,
  side: Trade["side"],
  size: Trade["size"],
  free: Decimal,
): Decimal {
  const amount = Decimal.parse(size.amount);
  const wanted = size.by === "quantity" ? amount : size.by === "value" ? inUnits(amount, market.basePrice) : share();
  return wanted.roundToStep(market.amountStep, "down");

  function share(): Decimal {
    const paid = free.mul(amount);
    const withFee = Decimal.ONE.add(market.feeRate);
    if (side === "sell") return market.feePlace === "base" ? inUnits(paid, withFee) : paid;
    // At the worst price that its limit may allow, so that it is affordable.
    return inUnits(paid, market.best.buy.mul(model.slipped.buy).mul(withFee));
  }
}

function inUnits(amount: Decimal, price: Decimal): Decimal {
  return price.isPositive ? amount.div(price, QUANTITY_SCALE, "down") : Decimal.ZERO;
}
