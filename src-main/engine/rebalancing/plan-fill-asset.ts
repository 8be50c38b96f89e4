// Which markets take a change of one asset, how much each? The best price after fees first, level by level, in whole lots.
import { Decimal } from "#shared/domain/decimal.ts";
import type { Side } from "#shared/domain/order.ts";
import type { ResidualReason } from "#shared/domain/plan.ts";
import { copyDepth, type Depth } from "./compute-book-walk.ts";
import type { PlanLedger, PlannedLeg } from "./plan-ledger.ts";
import { maximumQuantity, minimumQuantity, splitQuantity } from "./plan-lots.ts";
import type { PlanMarket, PlanModel } from "./plan-model.ts";

const PLACES = 24;

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
export function fillAsset(model: PlanModel, ledger: PlanLedger, request: FillRequest): FillOutcome {
  let markets = request.markets.filter((market) => {
    const least = minimumQuantity(model, market, request.side);
    const most = maximumQuantity(model, market, request.side);
    return least !== null && (most === null || most.gte(least));
  });
  if (markets.length === 0) return { units: Decimal.ZERO, reason: emptyReason(model, request) };
  for (;;) {
    const shares = roundShares(ledger, request, share(model, ledger, request, markets));
    const small = [...shares.entries()].filter(([market, quantity]) => tooSmall(model, market, request.side, quantity));
    if (small.length === 0) return bookShares(model, ledger, request, shares);
    const [market] = small.reduce((least, entry) => (worthOf(entry).lt(worthOf(least)) ? entry : least));
    if (shares.size === 1) {
      const lifted = liftShare(model, ledger, request, market);
      if (lifted === null) return { units: Decimal.ZERO, reason: "minNotional" };
      return bookShares(model, ledger, request, new Map([[market, lifted]]));
    }
    markets = markets.filter((other) => other !== market);
  }
}

/** Change of the asset per unit traded: a fee in the base asset comes on top of a sale and out of a buy. */
function unitsPerQuantity(market: PlanMarket, side: Side): Decimal {
  if (market.feePlace !== "base") return Decimal.ONE;
  return side === "buy" ? Decimal.ONE.sub(market.feeRate) : Decimal.ONE.add(market.feeRate);
}

interface Stand {
  readonly market: PlanMarket;
  readonly depth: Depth;
  /** Value of one unit after the fee per unit of price. */
  readonly factor: Decimal;
  readonly perUnit: Decimal;
  level: number;
  taken: Decimal;
}

/** Raw shares by market: walks all books at once, best level first. */
function share(
  model: PlanModel,
  ledger: PlanLedger,
  { side, units }: FillRequest,
  markets: readonly PlanMarket[],
): Map<PlanMarket, Decimal> {
  const depths = new Map<string, Depth>();
  const funds = new Map<string, Decimal>();
  const fundKey = (market: PlanMarket) => `${market.accountIndex} ${side === "buy" ? market.quote : market.base}`;
  const stands = markets.map((market): Stand => {
    const depth = depths.get(market.bookKey) ?? copyDepth(ledger.depth(market, side));
    depths.set(market.bookKey, depth);
    const key = fundKey(market);
    if (!funds.has(key))
      funds.set(key, ledger.available(market.accountIndex, side === "buy" ? market.quote : market.base));
    const net = side === "buy" ? Decimal.ONE.add(market.feeRate) : Decimal.ONE.sub(market.feeRate);
    const perUnit = unitsPerQuantity(market, side);
    return { market, depth, factor: net.mul(market.quotePrice), perUnit, level: 0, taken: Decimal.ZERO };
  });
  let left = units;
  let open = stands;
  while (left.isPositive && open.length > 0) {
    const best = bestStand(open, side);
    if (best === null) break;
    const { stand, price, size } = best;
    const room = funds.get(fundKey(stand.market)) ?? Decimal.ZERO;
    const unitCost = costPerUnit(model, stand.market, side, price);
    const affordable = room.div(unitCost, PLACES, "down");
    const wanted = stand.perUnit.eq(Decimal.ONE) ? left : left.div(stand.perUnit, PLACES, "up");
    const part = Decimal.min(wanted, size, affordable);
    if (part.isPositive) {
      stand.taken = stand.taken.add(part);
      stand.depth.left[stand.level] = size.sub(part);
      funds.set(fundKey(stand.market), room.sub(part.mul(unitCost)));
      left = left.sub(part.mul(stand.perUnit));
    }
    if (part.eq(affordable)) open = open.filter((other) => fundKey(other.market) !== fundKey(stand.market));
  }
  return new Map(stands.filter((stand) => stand.taken.isPositive).map((stand) => [stand.market, stand.taken]));
}

function bestStand(
  stands: readonly Stand[],
  side: Side,
): { readonly stand: Stand; readonly price: Decimal; readonly size: Decimal } | null {
  let best: { readonly stand: Stand; readonly price: Decimal; readonly size: Decimal; readonly value: Decimal } | null =
    null;
  for (const stand of stands) {
    while (stand.level < stand.depth.levels.length && !stand.depth.left[stand.level]?.isPositive) stand.level += 1;
    const price = stand.depth.levels[stand.level]?.price;
    const size = stand.depth.left[stand.level];
    if (price === undefined || size === undefined) continue;
    const value = price.mul(stand.factor);
    if (best === null || (side === "buy" ? value.lt(best.value) : value.gt(best.value)))
      best = { stand, price, size, value };
  }
  return best;
}

/** What one unit can take out of the account: at a price in the book, the limit lies at most the tolerance beyond it. */
function costPerUnit(model: PlanModel, market: PlanMarket, side: Side, price: Decimal): Decimal {
  if (side === "sell") return unitsPerQuantity(market, side);
  const limit = price.mul(Decimal.ONE.add(model.slippage));
  return market.feePlace === "base" ? limit : limit.mul(Decimal.ONE.add(market.feeRate));
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
    done = done.add(lots.mul(unitsPerQuantity(market, side)));
  }
  for (const market of raw.keys()) {
    const missing = units.sub(done);
    if (!missing.isPositive) break;
    const perUnit = unitsPerQuantity(market, side);
    const more = missing.div(perUnit, PLACES, "up").roundToStep(market.amountStep, "up");
    if (done.add(more.mul(perUnit)).gt(mostUnits)) continue;
    const quantity = (shares.get(market) ?? Decimal.ZERO).add(more);
    if (ledger.quote(market, side, quantity) === null) continue;
    shares.set(market, quantity);
    done = done.add(more.mul(perUnit));
  }
  return shares;
}

function liftShare(
  model: PlanModel,
  ledger: PlanLedger,
  { side, mostUnits }: FillRequest,
  market: PlanMarket,
): Decimal | null {
  const least = minimumQuantity(model, market, side);
  if (least === null || least.mul(unitsPerQuantity(market, side)).gt(mostUnits)) return null;
  return ledger.quote(market, side, least) === null ? null : least;
}

function tooSmall(model: PlanModel, market: PlanMarket, side: Side, quantity: Decimal): boolean {
  const least = minimumQuantity(model, market, side);
  return least === null || quantity.lt(least);
}

function bookShares(
  model: PlanModel,
  ledger: PlanLedger,
  request: FillRequest,
  shares: ReadonlyMap<PlanMarket, Decimal>,
): FillOutcome {
  let done = Decimal.ZERO;
  let capped = false;
  for (const [market, quantity] of shares) {
    const parts = splitQuantity(quantity, maximumQuantity(model, market, request.side), market.amountStep);
    for (const part of parts) {
      const leg = fitLeg(ledger, market, request.side, part);
      if (leg === null || !keepsFilters(model, leg)) {
        capped ||= parts.length > 1;
        continue;
      }
      ledger.book(leg);
      done = done.add(leg.quantity.mul(unitsPerQuantity(market, request.side)));
    }
  }
  if (done.gte(request.units)) return { units: done, reason: null };
  if (capped) return { units: done, reason: "orderCap" };
  return { units: done, reason: shortReason(model, ledger, request, done) };
}

/** The leg, smaller by as few lots as it takes where legs share an account's funds and limits ask for more than the walk did. */
function fitLeg(ledger: PlanLedger, market: PlanMarket, side: Side, quantity: Decimal): PlannedLeg | null {
  const whole = ledger.quote(market, side, quantity);
  if (whole !== null) return whole;
  let low = 0n;
  let high = quantity.div(market.amountStep, 0, "down").coefficient;
  let best: PlannedLeg | null = null;
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

/** The last word on filters: what the model foresaw is checked again on the leg as it is. */
function keepsFilters(model: PlanModel, leg: PlannedLeg): boolean {
  const { market, quantity, limit, notional } = leg;
  const cost = quantity.mul(limit);
  if (!quantity.isMultipleOf(market.amountStep) || !limit.isMultipleOf(market.priceStep)) return false;
  if (market.amountMin !== null && quantity.lt(market.amountMin)) return false;
  if (market.amountMax !== null && quantity.gt(market.amountMax)) return false;
  if (market.costMin !== null && cost.lt(market.costMin)) return false;
  if (market.costMax !== null && cost.gt(market.costMax)) return false;
  if (model.orderCap !== null && Decimal.max(cost, notional).mul(market.quotePrice).gt(model.orderCap)) return false;
  return notional.mul(market.quotePrice).gte(model.minTrade);
}

function shortReason(model: PlanModel, ledger: PlanLedger, request: FillRequest, done: Decimal): ResidualReason {
  const missing = request.units.sub(done);
  const lot = request.markets.map((market) => market.amountStep).reduce((most, step) => (step.gt(most) ? step : most));
  if (missing.lt(lot)) return "lotStep";
  const { side } = request;
  const fundedButDry = request.markets.some((market) => {
    const least = minimumQuantity(model, market, side);
    const dry = !ledger.depth(market, side).left.some((left) => left.gte(market.amountStep));
    const funds = ledger.available(market.accountIndex, side === "buy" ? market.quote : market.base);
    const need = side === "buy" ? (least ?? lot).mul(market.best.buy) : (least ?? lot);
    return dry && funds.gte(need);
  });
  return fundedButDry ? "bookDepth" : "venueBalance";
}

function emptyReason(model: PlanModel, request: FillRequest): ResidualReason {
  if (request.markets.length === 0) return "noMarket";
  const deep = request.markets.filter((market) => minimumQuantity(model, market, request.side) !== null);
  return deep.length === 0 ? "bookDepth" : "orderCap";
}

function worthOf([market, quantity]: readonly [PlanMarket, Decimal]): Decimal {
  return quantity.mul(market.basePrice);
}
