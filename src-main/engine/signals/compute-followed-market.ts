// On which market is an asset followed, and what does trading there cost?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Quote } from "#shared/domain/quote.ts";

/** Where the market has no price now: five basis points to each side. */
const USUAL_HALF_SPREAD = Decimal.parse("0.0005");
const RATIO_SCALE = 12;

export interface FollowedMarket {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  /** Of a taker, as a fraction. */
  readonly fee: DecimalString;
}

/** The first venue of the profile at which the asset is traded against its currency; null where none is. */
export function computeFollowedMarket(
  { accounts, currency }: Pick<Profile, "accounts" | "currency">,
  asset: Asset,
  instruments: (venue: VenueId) => readonly Pick<Instrument, "venue" | "symbol" | "base" | "quote">[],
): FollowedMarket | null {
  for (const { venue, fees } of accounts) {
    const found = instruments(venue).find(({ base, quote }) => base === asset && quote === currency);
    if (found !== undefined) return { venue: found.venue, symbol: found.symbol, fee: fees.taker };
  }
  return null;
}

/** As a fraction of the middle price. */
export function computeHalfSpread(quote: Pick<Quote, "bid" | "ask"> | null): Decimal {
  const [bid, ask] = [Decimal.parse(quote?.bid ?? "0"), Decimal.parse(quote?.ask ?? "0")];
  const known = bid.isPositive && ask.gt(bid);
  return known ? ask.sub(bid).div(ask.add(bid), RATIO_SCALE, "up") : USUAL_HALF_SPREAD;
}
