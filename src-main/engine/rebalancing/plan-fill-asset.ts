// Which markets take a change of one asset, how much each? The best price after fees first, level by level, in whole lots.
import { Decimal } from "#shared/domain/decimal.ts";
import { isFeeInBase } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import type { ResidualReason } from "#shared/domain/plan.ts";
import type { PlanLedger, QuotedLeg } from "./plan-ledger.ts";
import { splitQuantity } from "./plan-lots.ts";
import type { PlanMarket } from "./plan-model.ts";
import { planShares, UNIT_PLACES, unitsOf } from "./plan-shares.ts";

export interface FillRequest {
  readonly side: Side;
  /** Change of the asset that is wanted, in its own units. */
  readonly units: Decimal;
  /** Change up to which one more lot may round. */
  readonly mostUnits: Decimal;
  readonly markets: readonly PlanMarket[];
}

export interface FillOutcome {
  /** Change of the asset that the legs bring, in its own units. */
  readonly units: Decimal;
  /** What kept the rest from being traded; null when all that was wanted is there. */
  readonly reason: ResidualReason | null;
}

/** Books the legs of one change into the ledger. */
export function fillAsset(ledger: PlanLedger, request: FillRequest): FillOutcome {
  const { side } = request;
  let markets = request.markets.filter((market) => {
    const least = market.least[side];
    return least !== null && market.most[side]?.lt(least) !== true;
  });
  if (markets.length === 0) return { units: Decimal.ZERO, reason: emptyReason(request) };
  for (;;) {
    const shares = roundShares(ledger, request, planShares(ledger, side, request.units, markets));
    const market = smallestTooSmall(shares, side);
    if (market === null) return bookShares(ledger, request, shares);
    if (shares.size === 1) {
      const lifted = liftShare(ledger, request, market);
      if (lifted === null) return { units: Decimal.ZERO, reason: "minNotional" };
      return bookShares(ledger, request, new Map([[market, lifted]]));
    }
    markets = markets.filter((other) => other !== market);
  }
}

/** Shares toward zero to the lot; what that leaves is one lot more where it fits, so that the change is not short of its goal. */
function roundShares(
  ledger: PlanLedger,
  { side, units, mostUnits }: FillRequest,
  raw: ReadonlyMap<PlanMarket, Decimal>,
): Map<PlanMarket, Decimal> {
  const shares = new Map<PlanMarket, Decimal>();
  let done = Decimal.ZERO;
  for (const [market, quantity] of raw) {
    const lots = quantity.roundToStep(market.amountStep, "down");
    if (lots.isPositive) shares.set(market, lots);
    done = done.add(unitsOf(market, side, lots));
  }
  for (const market of raw.keys()) {
    const missing = units.sub(done);
    if (!missing.isPositive) break;
    const lacking = isFeeInBase(market.feePlace, side) ? missing.div(market.units[side], UNIT_PLACES, "up") : missing;
    const more = lacking.roundToStep(market.amountStep, "up");
    const sum = done.add(unitsOf(market, side, more));
    if (sum.gt(mostUnits)) continue;
    const quantity = (shares.get(market) ?? Decimal.ZERO).add(more);
    if (ledger.quote(market, side, quantity) === null) continue;
    shares.set(market, quantity);
    done = sum;
  }
  return shares;
}

function liftShare(ledger: PlanLedger, { side, mostUnits }: FillRequest, market: PlanMarket): Decimal | null {
  const least = market.least[side];
  if (least === null || unitsOf(market, side, least).gt(mostUnits)) return null;
  return ledger.quote(market, side, least) === null ? null : least;
}

/** The market with the share of least worth among those below the smallest order; null where there is none. */
function smallestTooSmall(shares: ReadonlyMap<PlanMarket, Decimal>, side: Side): PlanMarket | null {
  let found: PlanMarket | null = null;
  let leastWorth = Decimal.ZERO;
  for (const [market, quantity] of shares) {
    const least = market.least[side];
    if (least !== null && quantity.gte(least)) continue;
    const worth = quantity.mul(market.basePrice);
    if (found !== null && worth.gte(leastWorth)) continue;
    found = market;
    leastWorth = worth;
  }
  return found;
}

function bookShares(ledger: PlanLedger, request: FillRequest, shares: ReadonlyMap<PlanMarket, Decimal>): FillOutcome {
  let done = Decimal.ZERO;
  let capped = false;
  for (const [market, quantity] of shares) {
    const parts = splitQuantity(quantity, market.most[request.side], market.amountStep);
    for (const part of parts) {
      const quoted = fitLeg(ledger, market, request.side, part);
      if (quoted === null || !quoted.draft.keepsFilters) {
        capped ||= parts.length > 1;
        continue;
      }
      ledger.book(quoted);
      done = done.add(unitsOf(market, request.side, quoted.leg.quantity));
    }
  }
  if (done.gte(request.units)) return { units: done, reason: null };
  if (capped) return { units: done, reason: "orderCap" };
  return { units: done, reason: shortReason(ledger, request, done) };
}

/** The leg, smaller by as few lots as it takes where legs share an account's funds and limits ask for more than the walk did. */
export function fitLeg(ledger: PlanLedger, market: PlanMarket, side: Side, quantity: Decimal): QuotedLeg | null {
  const whole = ledger.quote(market, side, quantity);
  if (whole !== null) return whole;
  let low = 0n;
  let high = quantity.div(market.amountStep, 0, "down").coefficient;
  let best: QuotedLeg | null = null;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    const leg = ledger.quote(market, side, Decimal.of(middle, 0).mul(market.amountStep));
    if (leg === null) high = middle;
    else {
      best = leg;
      low = middle;
    }
  }
  return best;
}

function shortReason(ledger: PlanLedger, request: FillRequest, done: Decimal): ResidualReason {
  const missing = request.units.sub(done);
  const lot = request.markets.map((market) => market.amountStep).reduce((most, step) => (step.gt(most) ? step : most));
  if (missing.lt(lot)) return "lotStep";
  const { side } = request;
  const fundedButDry = request.markets.some((market) => {
    const least = market.least[side];
    const dry = ledger.isDry(market, side);
    const funds = ledger.available(market.accountIndex, side === "buy" ? market.quote : market.base);
    const need = side === "buy" ? (least ?? lot).mul(market.best.buy) : (least ?? lot);
    return dry && funds.gte(need);
  });
  return fundedButDry ? "bookDepth" : "venueBalance";
}

function emptyReason(request: FillRequest): ResidualReason {
  if (request.markets.length === 0) return "noMarket";
  const deep = request.markets.filter((market) => market.least[request.side] !== null);
  return deep.length === 0 ? "bookDepth" : "orderCap";
}
