// At which limit may an approved leg be sent now?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderKind } from "#shared/domain/order.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";

export type LegPrice =
  | { readonly kind: "price"; readonly limitPrice: Decimal }
  /** The market left what was approved: a person must look again. */
  | { readonly kind: "offCollar"; readonly best: Decimal };

const RATIO_SCALE = 18;

/**
 * The approved limit is the collar: never crossed. Where the market moved in our favor by more than the slippage
 * tolerance the limit moves along by the same share, so that the room left to slip is the approved one. `kind`: of the order,
 * which may rest where the leg itself would not.
 */
export function planLegPrice(
  leg: Pick<PlanLeg, "side" | "kind" | "limitPrice" | "expectedPrice">,
  quote: { readonly bid: Decimal; readonly ask: Decimal },
  instrument: Pick<Instrument, "priceStep">,
  slippageTolerance: Decimal,
  kind: OrderKind = leg.kind,
): LegPrice {
  const approved = Decimal.parse(leg.limitPrice);
  // Orders that rest wait for their price; only one that must trade at once can be off its collar.
  if (leg.kind !== "limitIoc") return { kind: "price", limitPrice: approved };
  const buy = leg.side === "buy";
  const best = buy ? quote.ask : quote.bid;
  if (buy ? best.gt(approved) : best.lt(approved)) return { kind: "offCollar", best };
  // What rests first joins the queue at its own side of the book, which lies inside the collar as long as the other one does.
  if (kind === "postOnly") return { kind: "price", limitPrice: buy ? quote.bid : quote.ask };
  const expected = Decimal.parse(leg.expectedPrice);
  const slip = expected.mul(slippageTolerance);
  const favorable = buy ? best.lt(expected.sub(slip)) : best.gt(expected.add(slip));
  if (!favorable) return { kind: "price", limitPrice: approved };
  const moved = approved.mul(best).div(expected, RATIO_SCALE, "halfEven");
  const limitPrice = moved.roundToStep(Decimal.parse(instrument.priceStep), buy ? "floor" : "ceil");
  return { kind: "price", limitPrice: limitPrice.isPositive ? limitPrice : approved };
}
