// What do Binance's symbols and coins stand for?
import { type ListedMarket, MarketTable } from "#exchanges/shared/market-list.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { EARN_PREFIX } from "./quirks.ts";

export interface RateLimit {
  readonly kind: string;
  readonly interval: string;
  readonly limit: number;
}

export class BinanceTable extends MarketTable {
  readonly limits: readonly RateLimit[];
  readonly #assets: ReadonlySet<string>;

  constructor(venue: VenueId, markets: readonly ListedMarket[], limits: readonly RateLimit[]) {
    super(venue, markets);
    this.limits = limits;
    this.#assets = new Set<string>(markets.flatMap(({ instrument }) => [instrument.base, instrument.quote]));
  }

  /** `LDBTC` is BTC that earns; `LDO` is a coin of its own, because it has a market. */
  assetOf(coin: string): { readonly code: string; readonly earns: boolean } {
    const rest = coin.slice(EARN_PREFIX.length);
    const earns = coin.startsWith(EARN_PREFIX) && !this.#assets.has(coin) && this.#assets.has(rest);
    return { code: earns ? rest : coin, earns };
  }
}
