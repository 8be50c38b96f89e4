// What does a profile see of the markets? States that can be read and listened to, cut to its assets and venues.

import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { BookView, Prices } from "#shared/contract/views.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { Asset, MarketSymbol, ProfileId, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { MarketSource } from "#shared/domain/profile.ts";
import type { ConsensusPrice, Quote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { readBookView, watchBookView } from "./book-view.ts";
import type { MarketsService } from "./markets-service.ts";

/** The part of the markets that concerns a profile. */
export interface ProfileMarkets {
  readonly source: MarketSource;
  readonly currency: Asset;
  /** Held, targeted or watched. */
  readonly assets: readonly Asset[];
  /** Venues of its accounts. */
  readonly venues: readonly VenueId[];
}

interface MarketDataServiceOptions {
  readonly markets: Pick<MarketsService, "of" | "ofVenue">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Throws or rejects with PROFILE_NOT_FOUND. Asked anew for every state, since assets come and go. */
  readonly marketsOf: (profileId: ProfileId) => ProfileMarkets;
}

interface Source<State, Change> {
  read(): State | Promise<State>;
  subscribe(listener: (change: Change) => void): Stoppable;
}

interface MarketRef {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
}

/** How often a growing candle is looked at: what trades make of it is told by no quote. */
const CANDLE_EVERY_MS = 250;

export class MarketDataService {
  readonly #options: MarketDataServiceOptions;

  constructor(options: MarketDataServiceOptions) {
    this.#options = options;
  }

  instruments(profileId: ProfileId): readonly Instrument[] {
    const { source, venues } = this.#options.marketsOf(profileId);
    return venues.flatMap((venue) => this.#options.markets.of(source).instruments(venue));
  }

  /** State: all; change: what changed since the change before. */
  prices(profileId: ProfileId): Source<Prices, Prices> {
    const { source } = this.#options.marketsOf(profileId);
    return {
      read: () => this.#allPrices(profileId),
      subscribe: (listener) => {
        const told = new Map<Asset, string>();
        return this.#options.markets.of(source).quotes.subscribe((batch) => {
          const change = this.#changedPrices(profileId, batch, told);
          if (change !== null) listener(change);
        });
      },
    };
  }

  candles(
    { venue, symbol }: MarketRef,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number },
  ): Promise<readonly Candle[]> {
    return this.#options.markets.ofVenue(venue).candles(venue, symbol, timeframe, query);
  }

  /** State: the newest candle; changes: it as it grows, it once more when it closes, and each new one. */
  candle({ venue, symbol }: MarketRef, timeframe: Timeframe): Source<Candle | null, Candle> {
    const engine = this.#options.markets.ofVenue(venue);
    return {
      read: async () => (await engine.candles(venue, symbol, timeframe, { limit: 1 })).at(-1) ?? null,
      subscribe: (listener) => {
        const closed = engine.closedCandles.subscribe((change) => {
          if (change.symbol === symbol && change.venue === venue && change.timeframe === timeframe) {
            listener(change.candle);
          }
        });
        let told: Candle | null = null;
        const growing = this.#options.clock.every(CANDLE_EVERY_MS, () => {
          const candle = engine.newestCandle(venue, symbol, timeframe);
          if (candle === null || (told !== null && isSame(candle, told))) return;
          told = candle;
          listener(candle);
        });
        return {
          dispose: async () => {
            await closed.dispose();
            await growing.dispose();
          },
        };
      },
    };
  }

  /** As the venue changes it where its feed keeps the book, else as it is asked for from time to time. */
  book(market: MarketRef, levels: number): Source<BookView, BookView> {
    const { markets, clock, logger } = this.#options;
    const options = { engine: markets.ofVenue(market.venue), market, levels, clock, logger };
    return {
      read: () => readBookView(options),
      subscribe: (listener) => watchBookView(options, listener),
    };
  }

  #allPrices(profileId: ProfileId): Prices {
    const markets = this.#options.marketsOf(profileId);
    const { prices, unresolved } = this.#priced(markets, markets.assets);
    return {
      prices,
      quotes: this.#options.markets
        .of(markets.source)
        .allQuotes()
        .filter((quote) => concerns(quote, markets)),
      unresolved,
    };
  }

  #changedPrices(profileId: ProfileId, batch: readonly Quote[], told: Map<Asset, string>): Prices | null {
    const markets = this.#options.marketsOf(profileId);
    const { prices, unresolved } = this.#priced(markets, markets.assets);
    const changed = prices.filter((price) => {
      const now = `${price.price} ${price.state} ${price.price24hAgo}`;
      if (told.get(price.asset) === now) return false;
      told.set(price.asset, now);
      return true;
    });
    for (const { asset } of unresolved) told.delete(asset);
    const quotes = batch.filter((quote) => concerns(quote, markets));
    return changed.length === 0 && quotes.length === 0 ? null : { prices: changed, quotes, unresolved };
  }

  #priced({ currency, source }: ProfileMarkets, assets: readonly Asset[]): Pick<Prices, "prices" | "unresolved"> {
    const engine = this.#options.markets.of(source);
    const prices: ConsensusPrice[] = [];
    const unresolved: Prices["unresolved"] = [];
    for (const asset of assets) {
      const found = engine.assetPrice(asset, currency);
      if (found.kind === "price") prices.push(found.price);
      else unresolved.push({ asset, reason: found.reason });
    }
    return { prices, unresolved };
  }
}

/** Nothing was traded or quoted since: the candle is what it was. */
function isSame(one: Candle, other: Candle): boolean {
  return (
    one.openTime === other.openTime &&
    one.close === other.close &&
    one.high === other.high &&
    one.low === other.low &&
    one.volume === other.volume
  );
}

/** A quote of one of the profile's venues in which one of its assets is traded. */
function concerns(quote: Quote, { venues, assets }: ProfileMarkets): boolean {
  if (!venues.includes(quote.venue)) return false;
  return assets.some((asset) => quote.symbol.startsWith(`${asset}/`));
}
