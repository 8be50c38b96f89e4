// What is an asset worth, now, a day ago and at a past time? The consensus over what the ticker cache holds.
import type { Candle } from "#shared/domain/candle.ts";
import { type Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { ConsensusPrice, QuoteState } from "#shared/domain/quote.ts";
import { MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import { type Consensus, computeConsensus, isCash, type PricedMarket } from "./compute-consensus.ts";
import type { DayAgoPrices } from "./day-ago-prices.ts";
import type { Ticker } from "./ticker.ts";

export type AssetPrice =
  | { readonly kind: "price"; readonly price: ConsensusPrice }
  | { readonly kind: "unresolved"; readonly reason: string };

export interface PricedTicker {
  readonly ticker: Ticker;
  readonly dayAgo: DayAgoPrices;
  /** The venue's time: its candles' time in a replay. */
  readonly venueNow: (now: UnixMs) => UnixMs;
}

export class PriceBook {
  readonly #tickers: Iterable<PricedTicker>;
  readonly #live = new Map<Ticker, LiveMarket>();
  #markets: readonly PricedMarket[] = [];
  #marketsAt = -1;
  #marketsVersion = -1;
  readonly #dayAgo = new Map<string, { readonly minute: number; readonly price: DecimalString | null }>();

  constructor(tickers: Iterable<PricedTicker>) {
    this.#tickers = tickers;
  }

  /** `version` changes with every accepted quote and status: nothing is computed twice for the same one. */
  consensus(asset: Asset, currency: Asset, now: UnixMs, version: number): AssetPrice {
    if (this.#marketsAt !== now || this.#marketsVersion !== version) {
      this.#refresh(now);
      this.#marketsAt = now;
      this.#marketsVersion = version;
    }
    const consensus = computeConsensus(this.#markets, asset, currency);
    if (consensus.kind === "unresolved")
      return this.#isAwaited(asset) ? { ...consensus, reason: awaited(asset) } : consensus;
    return { kind: "price", price: { ...consensus.price, price24hAgo: this.#dayAgoPrice(asset, currency, now) } };
  }

  /** The same consensus over past prices: one candle per market, already chosen by the caller. */
  consensusOf(candles: ReadonlyMap<Ticker, Candle>, asset: Asset, currency: Asset): Consensus {
    const markets = [...candles].map(([ticker, candle]) => past(ticker, decimal(candle.open)));
    return computeConsensus(markets, asset, currency);
  }

  /** Forgets past prices, as when a venue's time starts anew. */
  forgetPast(): void {
    this.#dayAgo.clear();
  }

  /** Whether there are markets of the asset and none of them has told a price so far. */
  #isAwaited(asset: Asset): boolean {
    const own = [...this.#tickers].filter(
      ({ ticker: { instrument } }) => instrument.base === asset || instrument.quote === asset,
    );
    return own.length > 0 && own.every(({ ticker }) => !ticker.isQuoted);
  }

  #refresh(now: UnixMs): void {
    const markets: LiveMarket[] = [];
    for (const { ticker } of this.#tickers) {
      if (!ticker.isQuoted) continue;
      let market = this.#live.get(ticker);
      if (market === undefined) {
        market = new LiveMarket(ticker);
        this.#live.set(ticker, market);
      }
      market.refresh(now);
      markets.push(market);
    }
    this.#markets = markets;
  }

  #dayAgoPrice(asset: Asset, currency: Asset, now: UnixMs): DecimalString | null {
    const key = `${asset} ${currency}`;
    const minute = Math.floor(now / MINUTE_MS);
    const known = this.#dayAgo.get(key);
    // Unknown is asked again: history may still be on its way.
    if (known !== undefined && known.minute === minute && known.price !== null) return known.price;
    const markets: PricedMarket[] = [];
    for (const { ticker, dayAgo, venueNow } of this.#tickers) {
      const price = dayAgo.priceAt(venueNow(now));
      if (price !== null) markets.push(past(ticker, price));
    }
    const consensus = computeConsensus(markets, asset, currency);
    const price = consensus.kind === "price" ? consensus.price.price : null;
    this.#dayAgo.set(key, { minute, price });
    return price;
  }
}

/** Whether a market can take part in an asset's price: it has the asset, the currency, or links two kinds of cash. */
export function mayPrice({ base, quote }: Instrument, asset: Asset, currency: Asset): boolean {
  return (
    base === asset || quote === asset || base === currency || quote === currency || (isCash(base) && isCash(quote))
  );
}

/** A ticker as a market of the consensus: made once, its age and state refreshed before each use. */
class LiveMarket implements PricedMarket {
  readonly venue: Instrument["venue"];
  readonly symbol: Instrument["symbol"];
  readonly base: Asset;
  readonly quote: Asset;
  state: QuoteState = "stale";
  ageMs = 0;
  readonly #ticker: Ticker;

  constructor(ticker: Ticker) {
    this.venue = ticker.instrument.venue;
    this.symbol = ticker.instrument.symbol;
    this.base = ticker.instrument.base;
    this.quote = ticker.instrument.quote;
    this.#ticker = ticker;
  }

  /** Parsed only for the markets that an asset's price is made of. */
  get mid(): Decimal {
    return this.#ticker.midDecimal();
  }

  get halfSpread(): number {
    return this.#ticker.halfSpread;
  }

  refresh(now: UnixMs): void {
    this.state = this.#ticker.state(now);
    this.ageMs = this.#ticker.ageMs(now);
  }
}

function awaited(asset: Asset): string {
  return `No price of ${asset} has arrived yet.`;
}

function past(ticker: Ticker, mid: Decimal): PricedMarket {
  const { venue, symbol, base, quote } = ticker.instrument;
  return { venue, symbol, base, quote, mid, halfSpread: 0, state: "live", ageMs: 0 };
}
