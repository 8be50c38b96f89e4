// Which market is on screen, and which one opens for an asset?
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Position } from "#shared/domain/portfolio.ts";

export interface Market {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
}

export function marketKey({ venue, symbol }: Market): string {
  return `${venue} ${symbol}`;
}

/** The market that an address names (`["sim-alpha", "BTC/USD"]`); undefined where there is none of that name. */
export function findMarket(instruments: readonly Instrument[], parameters: readonly string[]): Instrument | undefined {
  const [venue, symbol] = parameters;
  return instruments.find((instrument) => instrument.venue === venue && instrument.symbol === symbol);
}

/** Markets of one asset, those in the currency first, then by symbol and venue. */
export function marketsOf(instruments: readonly Instrument[], asset: string, currency: string): readonly Instrument[] {
  return instruments
    .filter(({ base }) => base === asset)
    .sort(
      (a, b) =>
        Number(b.quote === currency) - Number(a.quote === currency) ||
        compare(a.symbol, b.symbol) ||
        compare(a.venue, b.venue),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The market that opens for an asset: in the currency, at the venue on screen where it has one. */
export function marketFor(
  instruments: readonly Instrument[],
  asset: string,
  currency: string,
  venue: string | undefined,
): Instrument | undefined {
  const markets = marketsOf(instruments, asset, currency);
  const best = markets[0];
  return markets.find((market) => market.venue === venue && market.symbol === best?.symbol) ?? best;
}

/** Where no address says which: the most valuable holding that is no cash and has a market, else any market. */
export function firstMarket(
  instruments: readonly Instrument[],
  positions: readonly Position[],
  currency: string,
): Instrument | undefined {
  const wanted = positions.filter(({ isCash }) => !isCash);
  for (const { asset } of wanted) {
    const market = marketFor(instruments, asset, currency, undefined);
    if (market !== undefined) return market;
  }
  return instruments[0];
}
