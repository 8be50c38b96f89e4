// Which quotes are accepted, and which are refused for what reason? The hot path: no allocation per accepted quote.
import { Lateness } from "#engine/core/lateness.ts";
import type { QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import { type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { priceNumber } from "./compute-price-number.ts";
import { unitsNumber } from "./compute-units.ts";
import { Ticker } from "./ticker.ts";
import { isCrossedExactly } from "./ticker-quote.ts";

/** Why a quote was refused, in the order of the tests. */
export type RejectReason = "unknownMarket" | "notAPrice" | "crossed" | "future" | "outOfOrder" | "volume" | "suspect";

const FUTURE_MS = 5_000;
/** Outlier: further than this many scaled median deviations from the median, the deviation at least 1 bp of it ... */
const DEVIATIONS = 8 * 1.4826;
const DEVIATION_FLOOR = 0.000_1;
/** The narrowest band around the median that there can be. */
const NEAR = DEVIATIONS * DEVIATION_FLOOR;
/** ... and further than this from the other venues. Also the width within which suspects confirm each other. */
const FAR = 0.005;
const CONFIRMING_TICKS = 3;
const CONFIRMING_MS = 2_000;
const VOLUME_FACTOR = 50;

/** Volume of a quote that tells none. */
const NO_VOLUME = -1;

interface VenueTickers {
  readonly tickers: Map<MarketSymbol, Ticker>;
  readonly lateness: Lateness;
}

export class TickerCache {
  readonly #venues = new Map<VenueId, VenueTickers>();
  readonly #bySymbol = new Map<MarketSymbol, Ticker[]>();
  /** Ticks whose 24 h volume was implausible; their price counts, their volume does not. */
  volumeFlags = 0;

  add(instrument: Instrument): Ticker {
    const known = this.get(instrument.venue, instrument.symbol);
    if (known !== undefined) return known;
    const venue = this.#venues.get(instrument.venue) ?? { tickers: new Map(), lateness: new Lateness() };
    const ticker = new Ticker(instrument, venue.lateness);
    venue.tickers.set(instrument.symbol, ticker);
    this.#venues.set(instrument.venue, venue);
    const ofSymbol = this.#bySymbol.get(instrument.symbol) ?? [];
    ofSymbol.push(ticker);
    this.#bySymbol.set(instrument.symbol, ofSymbol);
    return ticker;
  }

  get(venue: VenueId, symbol: MarketSymbol): Ticker | undefined {
    return this.#venues.get(venue)?.tickers.get(symbol);
  }

  *tickers(venue?: VenueId): Iterable<Ticker> {
    if (venue !== undefined) {
      yield* this.#venues.get(venue)?.tickers.values() ?? [];
      return;
    }
    for (const { tickers } of this.#venues.values()) yield* tickers.values();
  }

  confirm(venue: VenueId, symbols: readonly MarketSymbol[], at: UnixMs): void {
    for (const symbol of symbols) {
      const ticker = this.get(venue, symbol);
      if (ticker?.isQuoted && !ticker.contradicted) ticker.confirmedAt = Math.max(ticker.confirmedAt, at);
    }
  }

  /** The venue's time starts anew: what is later no longer has to be newer. */
  resetTime(venue: VenueId): void {
    this.#venues.get(venue)?.lateness.reset();
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
    if (!arePrices(bid, ask)) return "notAPrice";
    // Equal as numbers may still differ in a far digit.
    if (bid > ask || (bid === ask && quote.bid !== quote.ask && decimal(quote.bid).gt(decimal(quote.ask)))) {
      return "crossed";
    }
    const tsEvent = quote.tsEvent ?? quote.tsInit;
    const volume = quote.volume24h === null ? NO_VOLUME : readVolume(quote.volume24h);
    const refused = this.#test(ticker, (bid + ask) / 2, volume, tsEvent, quote.tsInit);
    if (refused !== null) return refused;
    ticker.takeText(quote, tsEvent);
    const isTimed = quote.source === "stream" && quote.tsEvent !== null;
    this.#write(ticker, bid, ask, tsEvent, quote.tsInit, isTimed);
    return ticker;
  }

  /** The same of a quote that a scan read, of a market that is known; null when it passed. */
  acceptNumbers(ticker: Ticker, numbers: QuoteNumbers, tsInit: UnixMs): RejectReason | null {
    const bid = unitsNumber(numbers.bidUnits, numbers.bidPlaces);
    const ask = unitsNumber(numbers.askUnits, numbers.askPlaces);
    if (!arePrices(bid, ask)) return "notAPrice";
    if (bid > ask || (bid === ask && isCrossedExactly(numbers))) return "crossed";
    const isTimed = numbers.tsEvent >= 0;
    const tsEvent = isTimed ? numbers.tsEvent : tsInit;
    const volume = numbers.volumeUnits < 0 ? NO_VOLUME : unitsNumber(numbers.volumeUnits, numbers.volumePlaces);
    const refused = this.#test(ticker, (bid + ask) / 2, volume, tsEvent, tsInit);
    if (refused !== null) return refused;
    ticker.takeNumbers(numbers, tsEvent, tsInit);
    this.#write(ticker, bid, ask, tsEvent, tsInit, isTimed);
    return null;
  }

  /** The tests that follow those of the prices; a volume that passes is taken. */
  #test(ticker: Ticker, mid: number, volume: number, tsEvent: number, tsInit: number): RejectReason | null {
    if (tsEvent > tsInit + FUTURE_MS) return "future";
    if (tsEvent < ticker.tsEvent) return "outOfOrder";
    if (!(volume >= NO_VOLUME && volume < Number.POSITIVE_INFINITY)) return "volume";
    if (this.#isOutlier(ticker, mid) && !confirmed(ticker, mid, tsEvent)) return "suspect";
    if (volume !== NO_VOLUME) this.#takeVolume(ticker, volume, tsEvent);
    return null;
  }

  /** A quote that comes late confirms the price as of when the venue sent it: an old time makes no price live. */
  #write(ticker: Ticker, bid: number, ask: number, tsEvent: number, tsInit: number, isTimed: boolean): void {
    const mid = (bid + ask) / 2;
    if (ticker.suspicion !== null) ticker.suspicion = null;
    ticker.window.push(mid);
    ticker.isQuoted = true;
    ticker.contradicted = false;
    ticker.bid = bid;
    ticker.ask = ask;
    ticker.mid = mid;
    ticker.tsEvent = tsEvent;
    ticker.tsInit = tsInit;
    ticker.confirmedAt = isTimed ? tsInit - ticker.lateness.measure(tsEvent, tsInit) : tsInit;
  }

  #isOutlier(ticker: Ticker, mid: number): boolean {
    const { window } = ticker;
    if (!window.full) return false;
    // Nearly every quote ends here: it is so near to all values of the window that it is near to their median.
    const near = NEAR * window.atLeast;
    if (mid - window.atLeast <= near && window.atMost - mid <= near) return false;
    const { median } = window;
    const distance = Math.abs(mid - median);
    if (distance <= NEAR * median) return false;
    if (distance <= DEVIATIONS * window.medianDeviation()) return false;
    return this.#isFarFromOthers(ticker, mid, median);
  }

  #isFarFromOthers(ticker: Ticker, mid: number, median: number): boolean {
    const others: number[] = [];
    for (const other of this.#bySymbol.get(ticker.instrument.symbol) ?? []) {
      if (other === ticker || !other.isQuoted || other.suspicion !== null || other.feedDown) continue;
      if (other.state(ticker.isQuoted ? ticker.tsInit : other.tsInit) !== "live") continue;
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
  #takeVolume(ticker: Ticker, volume: number, tsEvent: number): void {
    const before = ticker.volume;
    const passedShare = (tsEvent - ticker.tsEvent) / DAY_MS;
    const fell = before >= 0 && volume < before * (1 - Math.min(1, 0.05 + VOLUME_FACTOR * passedShare));
    const { volumes } = ticker;
    // What is no jump over the least of the last volumes is none over their median.
    const mayJump = volumes.full && volume > VOLUME_FACTOR * volumes.atLeast;
    const jumped = mayJump && volume > VOLUME_FACTOR * volumes.median;
    if (fell || jumped) this.volumeFlags += 1;
    ticker.volume = volume;
    volumes.push(volume);
  }
}

function arePrices(bid: number, ask: number): boolean {
  return bid > 0 && ask > 0 && bid < Number.POSITIVE_INFINITY && ask < Number.POSITIVE_INFINITY;
}

/** `NaN` below zero, so that no volume that was told is taken for one that was not. */
function readVolume(text: DecimalString): number {
  const volume = priceNumber(text);
  return volume >= 0 ? volume : Number.NaN;
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
