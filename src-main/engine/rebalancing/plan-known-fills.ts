// Does a change end at the same lot as in the round before? Then its leg is the same, and nothing is walked or divided again.
import { Decimal } from "#shared/domain/decimal.ts";
import { isFeeInBase } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import { type FillOutcome, fillAsset } from "./plan-fill-asset.ts";
import type { FrameAsset, FrameSide } from "./plan-frame.ts";
import type { PlanLedger } from "./plan-ledger.ts";
import type { LegDraft } from "./plan-leg-drafts.ts";
import { fundsFor, paidIn, UNIT_PLACES } from "./plan-shares.ts";

/** A fill of one leg at an asset's only market that took all that was wanted. */
interface KnownFill {
  readonly draft: LegDraft;
  readonly outcome: FillOutcome;
  /** A change of more than `over` and up to `upTo` in value ends at this lot. */
  readonly over: Decimal;
  readonly upTo: Decimal;
  /** With more than this no part of the fill is short of funds. */
  readonly funds: Decimal;
}

export class KnownFills {
  readonly #known = new Map<FrameSide, KnownFill>();

  /** Books the legs of a change of `value`, that lots may round up to `mostValue`. */
  fill(ledger: PlanLedger, asset: FrameAsset, side: Side, value: Decimal, mostValue: Decimal): FillOutcome {
    const { price, [side]: reach } = asset;
    if (!price.isPositive) return { units: Decimal.ZERO, reason: "noPrice" };
    const known = this.#known.get(reach);
    if (known !== undefined && holds(known, ledger, value, mostValue)) {
      ledger.book(ledger.withFee(known.draft));
      return known.outcome;
    }
    const before = ledger.legs.length;
    const outcome = fillAsset(ledger, {
      side,
      units: value.div(price, UNIT_PLACES, "up"),
      mostUnits: mostValue.div(price, UNIT_PLACES, "down"),
      markets: reach.markets,
    });
    if (outcome.reason === null && reach.markets.length === 1 && ledger.legs.length === before + 1)
      this.#remember(ledger, reach, price, outcome);
    return outcome;
  }

  #remember(ledger: PlanLedger, reach: FrameSide, price: Decimal, outcome: FillOutcome): void {
    const draft = ledger.lastDraft;
    if (draft === null || isFeeInBase(draft.leg.market.feePlace, draft.leg.side)) return;
    const { market, side, quantity } = draft.leg;
    this.#known.set(reach, {
      draft,
      outcome,
      over: quantity.sub(market.amountStep).mul(price),
      upTo: quantity.mul(price),
      funds: Decimal.max(draft.need, fundsFor(market, side, quantity)),
    });
  }
}

/** The same of the book is gone before it, the lot is the same and within what may be, and funds are as little a question. */
function holds({ draft, over, upTo, funds }: KnownFill, ledger: PlanLedger, value: Decimal, most: Decimal): boolean {
  const { market, side } = draft.leg;
  return (
    value.gt(over) &&
    value.lte(upTo) &&
    upTo.lte(most) &&
    ledger.taken(market, side).eq(draft.taken) &&
    ledger.available(market.accountIndex, paidIn(market, side)).gt(funds)
  );
}
