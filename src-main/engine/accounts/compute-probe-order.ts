// Which order shows that a key may trade, without a chance to be filled? About the least size, a fifth off the market.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, MarketSymbol } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";

export interface ProbeMarket {
  readonly instrument: Instrument;
  readonly side: Side;
}

export interface ProbeOrder {
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly quantity: DecimalString;
  readonly limitPrice: DecimalString;
}

/** Far enough that nobody takes it, near enough for the venues' own price bands. */
const OFF = { buy: Decimal.parse("0.8"), sell: Decimal.parse("1.2") };
/** Above the least size, so that a rounding at the venue does not make it too small. */
const MARGIN = Decimal.parse("1.1");
const COST_PLACES = 24;
const WELL_KNOWN: ReadonlySet<string> = new Set(["BTC", "ETH"]);

/** A market that the account could pay for now, with money rather than with a coin, well-known coins first; else some online market. */
export function computeProbeMarket(
  instruments: readonly Instrument[],
  free: ReadonlyMap<Asset, Decimal>,
): ProbeMarket | null {
  const holds = (asset: Asset) => free.get(asset)?.isPositive === true;
  const candidates = instruments
    .filter(({ status }) => status === "online")
    .map((instrument) => {
      const side: Side = !holds(instrument.quote) && holds(instrument.base) ? "sell" : "buy";
      const paidIn = holds(instrument.quote) ? 0 : side === "sell" ? 2 : 4;
      return { instrument, side, rank: paidIn + (WELL_KNOWN.has(instrument.base) ? 0 : 1) };
    })
    .sort((a, b) => a.rank - b.rank || (a.instrument.symbol < b.instrument.symbol ? -1 : 1));
  const [first] = candidates;
  return first === undefined ? null : { instrument: first.instrument, side: first.side };
}

/** Keeps tick, lot step, least amount and least cost. Null where the price is too small for any tick. */
export function computeProbeOrder(
  { instrument, side }: ProbeMarket,
  quote: { readonly bid: DecimalString; readonly ask: DecimalString },
): ProbeOrder | null {
  const near = Decimal.parse(side === "buy" ? quote.bid : quote.ask);
  const limit = near.mul(OFF[side]).roundToStep(Decimal.parse(instrument.priceStep), side === "buy" ? "down" : "up");
  if (!limit.isPositive) return null;
  const step = Decimal.parse(instrument.amountStep);
  const least = [step];
  if (instrument.amountMin !== null) least.push(Decimal.parse(instrument.amountMin));
  if (instrument.costMin !== null) least.push(Decimal.parse(instrument.costMin).div(limit, COST_PLACES, "up"));
  const quantity = Decimal.max(Decimal.ZERO, ...least)
    .mul(MARGIN)
    .roundToStep(step, "up");
  return { symbol: instrument.symbol, side, quantity: quantity.toString(), limitPrice: limit.toString() };
}

/** What the order would take from the account, and whether that is there. */
export function canPay(order: ProbeOrder, instrument: Instrument, free: ReadonlyMap<Asset, Decimal>): boolean {
  const quantity = Decimal.parse(order.quantity);
  const needed = order.side === "buy" ? quantity.mul(Decimal.parse(order.limitPrice)) : quantity;
  const held = free.get(order.side === "buy" ? instrument.quote : instrument.base) ?? Decimal.ZERO;
  return held.gte(needed);
}
