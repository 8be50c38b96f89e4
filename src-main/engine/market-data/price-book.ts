// What is an asset worth, now, a day ago and at a past time? The consensus over what the ticker cache holds.
import type { Candle } from "#shared/domain/candle.ts";
import { type Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import { MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import { type Consensus, computeConsensus, isCash, type PricedMarket } from "./compute-consensus.ts";
import { priceNumber } from "./compute-price-number.ts";
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
      this.#markets = [...this.#tickers].flatMap(({ ticker }) => toMarket(ticker, now));
      this.#marketsAt = now;
      this.#marketsVersion = version;
    }
    const consensus = computeConsensus(this.#markets, asset, currency);
    if (consensus.kind === "unresolved") return consensus;
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

function toMarket(ticker: Ticker, now: UnixMs): readonly PricedMarket[] {
  if (ticker.raw === null) return [];
  const { venue, symbol, base, quote } = ticker.instrument;
  const { bid, ask } = ticker.raw;
  const { mid } = ticker;
  return [
    {
      venue,
      symbol,
      base,
      quote,
      // Parsed only for the markets that an asset's price is made of.
      get mid() {
        return ticker.midDecimal();
      },
      get halfSpread() {
        return (priceNumber(ask) - priceNumber(bid)) / 2 / mid;
      },
      state: ticker.state(now),
      ageMs: ticker.ageMs(now),
    },
  ];
}

function past(ticker: Ticker, mid: Decimal): PricedMarket {
  const { venue, symbol, base, quote } = ticker.instrument;
  return { venue, symbol, base, quote, mid, halfSpread: 0, state: "live", ageMs: 0 };
}
