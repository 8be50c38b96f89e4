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

export class TickerQuote {
  #bidUnits = NONE;
  #bidPlaces = 0;
  #askUnits = NONE;
  #askPlaces = 0;
  #lastUnits = NONE;
  #lastPlaces = 0;
  #volumeUnits = NONE;
  #volumePlaces = 0;
  /** What was told as text, where it was not told as a number since. */
  #lastText: DecimalString | null = null;
  #volumeText: DecimalString | null = null;
  #tsEvent = NONE;
  #tsInit = 0;
  /** The quote as text; null until it is asked for. */
  #raw: RawQuote | null = null;

  /** A last price or volume that is not told stays what it was. */
  takeNumbers(numbers: QuoteNumbers, tsInit: number): void {
    this.#raw = null;
    this.#bidUnits = numbers.bidUnits;
    this.#bidPlaces = numbers.bidPlaces;
    this.#askUnits = numbers.askUnits;
    this.#askPlaces = numbers.askPlaces;
    if (numbers.lastUnits >= 0) {
      this.#lastUnits = numbers.lastUnits;
      this.#lastPlaces = numbers.lastPlaces;
    }
    if (numbers.volumeUnits >= 0) {
      this.#volumeUnits = numbers.volumeUnits;
      this.#volumePlaces = numbers.volumePlaces;
    }
    this.#tsEvent = numbers.tsEvent;
    this.#tsInit = tsInit;
  }

  /** The same, of a quote that came as text. */
  takeText(quote: RawQuote): void {
    const last = quote.last ?? this.#last();
    const volume24h = quote.volume24h ?? this.#volume();
    this.#raw = last === quote.last && volume24h === quote.volume24h ? quote : { ...quote, last, volume24h };
    this.#lastText = last;
    this.#lastUnits = NONE;
    this.#volumeText = volume24h;
    this.#volumeUnits = NONE;
  }

  /** Becomes the same quote, which came as numbers. */
  copy(other: TickerQuote): void {
    this.#raw = other.#raw;
    this.#bidUnits = other.#bidUnits;
    this.#bidPlaces = other.#bidPlaces;
    this.#askUnits = other.#askUnits;
    this.#askPlaces = other.#askPlaces;
    this.#lastUnits = other.#lastUnits;
    this.#lastPlaces = other.#lastPlaces;
    this.#volumeUnits = other.#volumeUnits;
    this.#volumePlaces = other.#volumePlaces;
    this.#lastText = other.#lastText;
    this.#volumeText = other.#volumeText;
    this.#tsEvent = other.#tsEvent;
    this.#tsInit = other.#tsInit;
  }

  /** As text, made at most once per quote. */
  text({ venue, symbol }: Instrument): RawQuote {
    this.#raw ??= {
      venue,
      symbol,
      bid: unitsText(this.#bidUnits, this.#bidPlaces),
      ask: unitsText(this.#askUnits, this.#askPlaces),
      last: this.#last(),
      volume24h: this.#volume(),
      // Scans read the venue's time as whole milliseconds; ours is a time by the type of the inlet.
      tsEvent: this.#tsEvent < 0 ? null : (this.#tsEvent as UnixMs),
      tsInit: this.#tsInit as UnixMs,
      source: "stream",
    };
    return this.#raw;
  }

  /** Exact middle price. */
  mid(): Decimal {
    const raw = this.#raw;
    const bid = raw === null ? unitsDecimal(this.#bidUnits, this.#bidPlaces) : decimal(raw.bid);
    const ask = raw === null ? unitsDecimal(this.#askUnits, this.#askPlaces) : decimal(raw.ask);
    return bid.add(ask).mul(HALF);
  }

  #last(): DecimalString | null {
    return this.#lastUnits < 0 ? this.#lastText : unitsText(this.#lastUnits, this.#lastPlaces);
  }

  #volume(): DecimalString | null {
    return this.#volumeUnits < 0 ? this.#volumeText : unitsText(this.#volumeUnits, this.#volumePlaces);
  }
}

/** Whether a bid is over the ask though both are the same double: they may differ in a far digit. */
export function isCrossedExactly(numbers: QuoteNumbers): boolean {
  const { bidUnits, bidPlaces, askUnits, askPlaces } = numbers;
  if (bidPlaces === askPlaces) return bidUnits > askUnits;
  return unitsDecimal(bidUnits, bidPlaces).gt(unitsDecimal(askUnits, askPlaces));
}
