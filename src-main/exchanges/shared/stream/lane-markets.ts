// Which markets does one lane carry, by number, by name and by the bytes of the name?
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { MarketIndex } from "./feed-protocol.ts";
import { SymbolBytes } from "./symbol-bytes.ts";
import type { WatchedMarket } from "./watched-market.ts";

export class LaneMarkets {
  readonly all: readonly WatchedMarket[];
  readonly index: MarketIndex;
  readonly #bySymbol: ReadonlyMap<MarketSymbol, WatchedMarket>;

  constructor(markets: readonly WatchedMarket[]) {
    this.all = markets;
    this.index = new SymbolBytes(markets.map(({ key }) => key.id));
    this.#bySymbol = new Map(markets.map((market) => [market.symbol, market]));
  }

  /** By the number that the index found. */
  at(number: number): WatchedMarket {
    const market = this.all[number];
    if (market === undefined) throw new RangeError(`No market ${number} on this connection`);
    return market;
  }

  ofSymbol(symbol: MarketSymbol): WatchedMarket | undefined {
    return this.#bySymbol.get(symbol);
  }
}

export const NO_MARKETS = new LaneMarkets([]);
