// Which quotes are accepted, and which are refused for what reason? The hot path: no allocation per accepted quote.
import { decimal } from "#shared/domain/decimal.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { priceNumber } from "./compute-price-number.ts";
import { Ticker } from "./ticker.ts";

/** Why a quote was refused, in the order of the tests. */
export type RejectReason = "unknownMarket" | "notAPrice" | "crossed" | "future" | "outOfOrder" | "volume" | "suspect";

const FUTURE_MS = 5_000;
/** Outlier: further than this many scaled median deviations from the median, the deviation at least 1 bp of it ... */
const DEVIATIONS = 8 * 1.4826;
const DEVIATION_FLOOR = 0.000_1;
/** ... and further than this from the other venues. Also the width within which suspects confirm each other. */
const FAR = 0.005;
const CONFIRMING_TICKS = 3;
const CONFIRMING_MS = 2_000;
const VOLUME_FACTOR = 50;

export class TickerCache {
  readonly #venues = new Map<VenueId, Map<MarketSymbol, Ticker>>();
  readonly #bySymbol = new Map<MarketSymbol, Ticker[]>();
  /** Ticks whose 24 h volume was implausible; their price counts, their volume does not. */
  volumeFlags = 0;

  add(instrument: Instrument): Ticker {
    const known = this.get(instrument.venue, instrument.symbol);
    if (known !== undefined) return known;
    const ticker = new Ticker(instrument);
    const ofVenue = this.#venues.get(instrument.venue) ?? new Map<MarketSymbol, Ticker>();
    this.#venues.set(instrument.venue, ofVenue.set(instrument.symbol, ticker));
    const ofSymbol = this.#bySymbol.get(instrument.symbol) ?? [];
    ofSymbol.push(ticker);
    this.#bySymbol.set(instrument.symbol, ofSymbol);
    return ticker;
  }

  get(venue: VenueId, symbol: MarketSymbol): Ticker | undefined {
    return this.#venues.get(venue)?.get(symbol);
  }

  *tickers(venue?: VenueId): Iterable<Ticker> {
    if (venue !== undefined) {
      yield* this.#venues.get(venue)?.values() ?? [];
      return;
    }
    for (const ofVenue of this.#venues.values()) yield* ofVenue.values();
  }

  confirm(venue: VenueId, symbols: readonly MarketSymbol[], at: UnixMs): void {
    for (const symbol of symbols) {
      const ticker = this.get(venue, symbol);
      if (ticker !== undefined && ticker.raw !== null) ticker.confirmedAt = Math.max(ticker.confirmedAt, at);
    }
  }

  /** The venue's time starts anew: what is later no longer has to be newer. */
  resetTime(venue: VenueId): void {
    for (const ticker of this.tickers(venue)) {
      ticker.tsEvent = 0;
      ticker.suspicion = null;
      ticker.minute.reset();
    }
  }

  /** Tests one quote and, when it passes, writes it to its ticker. Returns the ticker, or why the quote was refused. */
  accept(quote: RawQuote): Ticker | RejectReason {
    const ticker = this.get(quote.venue, quote.symbol);
    if (ticker === undefined) return "unknownMarket";
    const bid = priceNumber(quote.bid);
    const ask = priceNumber(quote.ask);
    if (!(bid > 0 && ask > 0 && bid < Number.POSITIVE_INFINITY && ask < Number.POSITIVE_INFINITY)) return "notAPrice";
    // Equal as numbers may still differ in a far digit.
    if (bid > ask || (bid === ask && quote.bid !== quote.ask && decimal(quote.bid).gt(decimal(quote.ask)))) {
      return "crossed";
    }
    const tsEvent = quote.tsEvent ?? quote.tsInit;
    if (tsEvent > quote.tsInit + FUTURE_MS) return "future";
    if (tsEvent < ticker.tsEvent) return "outOfOrder";
    const volume = quote.volume24h === null ? null : priceNumber(quote.volume24h);
    if (volume !== null && !(volume >= 0 && volume < Number.POSITIVE_INFINITY)) return "volume";
    const mid = (bid + ask) / 2;
    if (this.#isOutlier(ticker, mid) && !confirmed(ticker, mid, tsEvent)) return "suspect";
    this.#takeVolume(ticker, volume, tsEvent);
    if (ticker.suspicion !== null) ticker.suspicion = null;
    ticker.window.push(mid);
    ticker.raw = quote;
    ticker.mid = mid;
    ticker.tsEvent = tsEvent;
    ticker.confirmedAt = quote.tsInit;
    return ticker;
  }

  #isOutlier(ticker: Ticker, mid: number): boolean {
    const { window } = ticker;
    if (!window.full) return false;
    const median = window.median;
    const distance = Math.abs(mid - median);
    // Nearly every quote ends here: it lies within the narrowest band there can be.
    if (distance <= DEVIATIONS * DEVIATION_FLOOR * median) return false;
    if (distance <= DEVIATIONS * window.medianDeviation()) return false;
    return this.#isFarFromOthers(ticker, mid, median);
  }

  #isFarFromOthers(ticker: Ticker, mid: number, median: number): boolean {
    const others: number[] = [];
    for (const other of this.#bySymbol.get(ticker.instrument.symbol) ?? []) {
      if (other === ticker || other.raw === null || other.suspicion !== null || other.feedDown) continue;
      if (other.state(ticker.raw?.tsInit ?? other.raw.tsInit) !== "live") continue;
      if (isNear(mid, other.mid)) return false;
      others.push(other.mid);
    }
    if (others.length === 0) return !isNear(mid, median);
    others.sort((one, two) => one - two);
    const middle = others.length >> 1;
    const upper = others[middle] ?? 0;
    return !isNear(mid, others.length % 2 === 1 ? upper : (upper + (others[middle - 1] ?? 0)) / 2);
  }

  /** Cumulative volume that falls or jumps beyond reason is left out of the statistics, the price stays. */
  #takeVolume(ticker: Ticker, volume: number | null, tsEvent: number): void {
    if (volume === null) return;
    const before = ticker.volume;
    const passedShare = (tsEvent - ticker.tsEvent) / DAY_MS;
    const fell = before !== null && volume < before * (1 - Math.min(1, 0.05 + VOLUME_FACTOR * passedShare));
    const jumped = ticker.volumes.full && volume > VOLUME_FACTOR * ticker.volumes.median;
    if (fell || jumped) this.volumeFlags += 1;
    ticker.volume = volume;
    ticker.volumes.push(volume);
  }
}

function isNear(price: number, reference: number): boolean {
  return Math.abs(price - reference) <= FAR * reference;
}

/** Counts suspects in a row; true at the one that confirms the others, which then start the window anew. */
function confirmed(ticker: Ticker, mid: number, tsEvent: number): boolean {
  const { suspicion } = ticker;
  if (suspicion !== null) {
    const lowest = Math.min(suspicion.lowest, mid);
    const highest = Math.max(suspicion.highest, mid);
    if (highest - lowest <= FAR * lowest) {
      suspicion.lowest = lowest;
      suspicion.highest = highest;
      suspicion.mids.push(mid);
      if (suspicion.mids.length < CONFIRMING_TICKS || tsEvent - suspicion.since < CONFIRMING_MS) return false;
      ticker.window.clear();
      // The accepted one itself is added with every other accepted quote.
      for (const earlier of suspicion.mids.slice(0, -1)) ticker.window.push(earlier);
      return true;
    }
  }
  const away = ((100 * (mid - ticker.window.median)) / ticker.window.median).toFixed(1);
  ticker.suspicion = {
    mids: [mid],
    lowest: mid,
    highest: mid,
    since: tsEvent,
    reason: `The newest price is ${away} % away from the last ones and not yet confirmed.`,
  };
  return false;
}
