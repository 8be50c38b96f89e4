// What is held of the last quote of a market? Its figures as they came: the numbers of a scan, or texts. Text of numbers is made
// when it is asked for, so that a quote that is replaced at once costs none. Mutable on purpose, as the ticker is.
import type { QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import { type Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { unitsDecimal, unitsText } from "./compute-units.ts";

const HALF = decimal("0.5");
/** Units of what did not come as a number. */
const NONE = -1;

/** Where each figure stands. Together in one piece of memory: writing one allocates nothing, whatever its size. */
const BID_UNITS = 0;
const BID_PLACES = 1;
const ASK_UNITS = 2;
const ASK_PLACES = 3;
const LAST_UNITS = 4;
const LAST_PLACES = 5;
const VOLUME_UNITS = 6;
const VOLUME_PLACES = 7;
const TS_EVENT = 8;
const TS_INIT = 9;
const FIGURES = 10;

export class TickerQuote {
  readonly #figures = new Float64Array(FIGURES).fill(NONE);
  /** What was told as text, where it was not told as a number since. */
  #lastText: DecimalString | null = null;
  #volumeText: DecimalString | null = null;
  /** The quote as text; null until it is asked for. */
  #raw: RawQuote | null = null;

  /** A last price or volume that is not told stays what it was. */
  takeNumbers(numbers: QuoteNumbers, tsInit: number): void {
    const figures = this.#figures;
    this.#raw = null;
    figures[BID_UNITS] = numbers.bidUnits;
    figures[BID_PLACES] = numbers.bidPlaces;
    figures[ASK_UNITS] = numbers.askUnits;
    figures[ASK_PLACES] = numbers.askPlaces;
    if (numbers.lastUnits >= 0) {
      figures[LAST_UNITS] = numbers.lastUnits;
      figures[LAST_PLACES] = numbers.lastPlaces;
    }
    if (numbers.volumeUnits >= 0) {
      figures[VOLUME_UNITS] = numbers.volumeUnits;
      figures[VOLUME_PLACES] = numbers.volumePlaces;
    }
    figures[TS_EVENT] = numbers.tsEvent;
    figures[TS_INIT] = tsInit;
  }

  /** The same, of a quote that came as text. */
  takeText(quote: RawQuote): void {
    const last = quote.last ?? this.#last();
    const volume24h = quote.volume24h ?? this.#volume();
    this.#raw = last === quote.last && volume24h === quote.volume24h ? quote : { ...quote, last, volume24h };
    this.#lastText = last;
    this.#figures[LAST_UNITS] = NONE;
    this.#volumeText = volume24h;
    this.#figures[VOLUME_UNITS] = NONE;
  }

  /** Becomes the same quote, which came as numbers. */
  copy(other: TickerQuote): void {
    this.#figures.set(other.#figures);
    this.#raw = other.#raw;
    this.#lastText = other.#lastText;
    this.#volumeText = other.#volumeText;
  }

  /** As text, made at most once per quote. */
  text({ venue, symbol }: Instrument): RawQuote {
    if (this.#raw !== null) return this.#raw;
    const tsEvent = this.#at(TS_EVENT);
    this.#raw = {
      venue,
      symbol,
      bid: unitsText(this.#at(BID_UNITS), this.#at(BID_PLACES)),
      ask: unitsText(this.#at(ASK_UNITS), this.#at(ASK_PLACES)),
      last: this.#last(),
      volume24h: this.#volume(),
      // Scans read the venue's time as whole milliseconds; ours is a time by the type of the inlet.
      tsEvent: tsEvent < 0 ? null : (tsEvent as UnixMs),
      tsInit: this.#at(TS_INIT) as UnixMs,
      source: "stream",
    };
    return this.#raw;
  }

  /** Exact middle price. */
  mid(): Decimal {
    const raw = this.#raw;
    const bid = raw === null ? unitsDecimal(this.#at(BID_UNITS), this.#at(BID_PLACES)) : decimal(raw.bid);
    const ask = raw === null ? unitsDecimal(this.#at(ASK_UNITS), this.#at(ASK_PLACES)) : decimal(raw.ask);
    return bid.add(ask).mul(HALF);
  }

  #last(): DecimalString | null {
    const units = this.#at(LAST_UNITS);
    return units < 0 ? this.#lastText : unitsText(units, this.#at(LAST_PLACES));
  }

  #volume(): DecimalString | null {
    const units = this.#at(VOLUME_UNITS);
    return units < 0 ? this.#volumeText : unitsText(units, this.#at(VOLUME_PLACES));
  }

  #at(figure: number): number {
    return this.#figures[figure] ?? NONE;
  }
}

/** Whether a bid is over the ask though both are the same double: they may differ in a far digit. */
export function isCrossedExactly(numbers: QuoteNumbers): boolean {
  const { bidUnits, bidPlaces, askUnits, askPlaces } = numbers;
  if (bidPlaces === askPlaces) return bidUnits > askUnits;
  return unitsDecimal(bidUnits, bidPlaces).gt(unitsDecimal(askUnits, askPlaces));
}
