// How are fixed words, numbers and times read from a frame's bytes? Exactly or not at all; no text is made and nothing is allocated.
// The frame is copied into memory of our own, which costs next to nothing, so that four bytes can be looked at together.

/** Hot frames are far shorter; a longer one is read in another way. */
const CAPACITY = 2_048;
/** Reading four bytes together may look past the end. */
const SPARE = 32;

/** One for all scanners: a frame is read to its end before the next one comes. */
const bytes = new Uint8Array(CAPACITY + SPARE);
const memory = new DataView(bytes.buffer);

/** The frame that is being read: for whoever looks at its bytes four together. */
export const scannedFrame: DataView = memory;

const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const DASH = 45;
const COLON = 58;
const QUOTE = 34;
const LETTER_T = 84;
const LETTER_Z = 90;

/** The same in each of four bytes. */
const ONES = 0x01010101;
const SIXES = 0x06060606;
const ZEROS = 0x30303030;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const SPACES = 0x20202020;
const LOW_BYTES = 0x00ff00ff;
const HIGH_BITS = 0x80808080 | 0;
const HIGH_HALVES = 0xf0f0f0f0 | 0;

/** So many digits are always a whole number that a double holds exactly. */
const MOST_DIGITS = 15;
/** More are no decimal text to us, zeros or not (`decimal.ts`). */
const LONGEST = 96;
/** Powers of ten up to this one are exact as doubles, so that `units / 10^places` is the number nearest to the text. */
const MOST_PLACES = 22;
const TENS: Float64Array = Float64Array.of(1, 10, 100, 1_000);

/** Digits of the finest fraction of a second that a venue sends. The platform, which reads times elsewhere, takes longer ones for others. */
const NANOSECONDS = 9;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;
const DAYS_IN_MONTH: Uint8Array = Uint8Array.of(0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** A fixed piece of a frame: its first eight bytes, four together, and what follows them. Bytes that it does not have are masked out. */
export interface Piece {
  readonly length: number;
  readonly first: number;
  readonly firstMask: number;
  readonly second: number;
  readonly secondMask: number;
  readonly rest: Piece | null;
}

const PART = 8;

/** Of ASCII text. */
export function pieceOf(text: string): Piece {
  const own = new TextEncoder().encode(text);
  const part = new DataView(new ArrayBuffer(2 * PART));
  const masks = new DataView(new ArrayBuffer(2 * PART));
  own.subarray(0, PART).forEach((byte, at) => {
    part.setUint8(at, byte);
    masks.setUint8(at, 0xff);
  });
  return {
    length: Math.min(own.length, PART),
    first: part.getInt32(0, true),
    firstMask: masks.getInt32(0, true),
    second: part.getInt32(4, true),
    secondMask: masks.getInt32(4, true),
    rest: own.length <= PART ? null : pieceOf(text.slice(PART)),
  };
}

export class ByteScanner {
  /** Of the number that was read last: its value is `units / 10^places`. */
  units = 0;
  places = 0;
  at = 0;
  #end = 0;
  /** The minute that was read last, as it was written and as a time: frames that come together share it. */
  #minuteText = new Int32Array(4);
  #minuteMs = -1;

  /** False for a frame that is too long for this. */
  start(frame: Uint8Array): boolean {
    const { length } = frame;
    this.at = 0;
    this.#end = length;
    if (length > CAPACITY) return false;
    bytes.set(frame);
    // Every reading ends at this: no word, number or text goes on behind it.
    bytes[length] = 0;
    return true;
  }

  get isAtEnd(): boolean {
    return this.at === this.#end;
  }

  /** Goes past just this piece. */
  take(piece: Piece): boolean {
    let { at } = this;
    for (let part: Piece | null = piece; part !== null; part = part.rest) {
      if ((memory.getInt32(at, true) & part.firstMask) !== part.first) return false;
      if ((memory.getInt32(at + 4, true) & part.secondMask) !== part.second) return false;
      at += part.length;
    }
    this.at = at;
    return true;
  }

  /**
   * Reads `digits[.digits]` as JSON writes a number, without sign and exponent, of at most 15 digits (zeros in front, and those after
   * the point at the end, count none). False for anything else.
   */
  number(): boolean {
    const start = this.at;
    this.units = 0;
    this.places = 0;
    this.#digits();
    const whole = this.at - start;
    if (whole === 0 || (whole > 1 && bytes[start] === ZERO)) return false;
    if (bytes[this.at] === POINT) {
      this.at += 1;
      const fraction = this.at;
      this.#digits();
      this.places = this.at - fraction;
      if (this.places === 0) return false;
    }
    return whole + this.places <= MOST_DIGITS || this.#longNumber(start);
  }

  /** Reads a whole number of at most 15 digits into `units`. */
  count(): boolean {
    const start = this.at;
    this.units = 0;
    this.#digits();
    const digits = this.at - start;
    return digits > 0 && digits <= MOST_DIGITS && (digits === 1 || bytes[start] !== ZERO);
  }

  /** Goes past a number without sign and exponent, which may be too long to be read. */
  skipAmount(): boolean {
    const start = this.at;
    let at = endOfDigits(start);
    const whole = at - start;
    if (whole === 0 || (whole > 1 && bytes[start] === ZERO)) return false;
    if (bytes[at] === POINT) {
      const fraction = at + 1;
      at = endOfDigits(fraction);
      if (at === fraction) return false;
    }
    this.at = at;
    return at - start <= LONGEST;
  }

  /** Goes past a number of any sign, without exponent. */
  skipNumber(): boolean {
    if (bytes[this.at] === MINUS) this.at += 1;
    return this.skipAmount();
  }

  /** Goes to the quotation mark that ends a text without escapes. */
  skipText(): boolean {
    for (; ; this.at += 4) {
      const word = memory.getInt32(this.at, true);
      const quote = word ^ QUOTES;
      const backslash = word ^ BACKSLASHES;
      // Sets the highest bit of a byte that is one of the two, or less than a space; right up to the first such byte.
      const found =
        (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word)) & HIGH_BITS;
      if (found === 0) continue;
      this.at += firstByte(found);
      return bytes[this.at] === QUOTE;
    }
  }

  /** Reads `yyyy-mm-ddThh:mm:ss[.fraction]Z` as milliseconds, what is finer cut off; -1 for anything else. */
  time(): number {
    const { at } = this;
    const minute = this.#minute(at);
    const second = pair(at + 17);
    if (minute < 0 || bytes[at + 16] !== COLON || second < 0 || second > 59) return -1;
    this.at = at + 19;
    let fraction = 0;
    if (bytes[this.at] === POINT) {
      this.at += 1;
      fraction = this.#milliseconds();
    }
    if (fraction < 0 || bytes[this.at] !== LETTER_Z) return -1;
    this.at += 1;
    return minute + second * 1_000 + fraction;
  }

  /** Goes past digits and adds them to `units`, exact up to 15 of them. */
  #digits(): void {
    let { at, units } = this;
    for (;;) {
      const word = memory.getInt32(at, true) ^ ZEROS;
      // A digit is less than ten now: it has no bit in its upper half, and gets none by adding six. Right up to the first other byte.
      const other = (word | (word + SIXES)) & HIGH_HALVES;
      if (other !== 0) {
        const count = firstByte(other);
        if (count > 0) units = units * (TENS[count] ?? 1) + fourDigits(word << (32 - 8 * count));
        this.at = at + count;
        this.units = units;
        return;
      }
      units = units * 10_000 + fourDigits(word);
      at += 4;
    }
  }

  /** A number of more digits than a double always holds, once it is known to have the form of one and where it ends. */
  #longNumber(start: number): boolean {
    const end = this.at;
    let units = 0;
    let digits = 0;
    /** Zeros that the fraction ends with, once there is no more room. */
    let left = 0;
    let inFraction = false;
    for (let at = start; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0) inFraction = true;
      else if (digits < MOST_DIGITS) {
        units = units * 10 + digit;
        if (units !== 0) digits += 1;
      } else if (digit === 0 && inFraction) left += 1;
      else return false;
    }
    this.units = units;
    this.places -= left;
    return end - start <= LONGEST && this.places <= MOST_PLACES;
  }

  /** The time of `yyyy-mm-ddThh:mm`; -1 where there is none. */
  #minute(at: number): number {
    const text = this.#minuteText;
    const first = memory.getInt32(at, true);
    const second = memory.getInt32(at + 4, true);
    const third = memory.getInt32(at + 8, true);
    const fourth = memory.getInt32(at + 12, true);
    if (first === text[0] && second === text[1] && third === text[2] && fourth === text[3]) return this.#minuteMs;
    text[0] = first;
    text[1] = second;
    text[2] = third;
    text[3] = fourth;
    this.#minuteMs = minuteAt(at);
    return this.#minuteMs;
  }

  /** Of a fraction of a second; -1 where there is none. */
  #milliseconds(): number {
    const start = this.at;
    this.#digits();
    const digits = this.at - start;
    const tenths = (bytes[start] ?? 0) - ZERO;
    if (digits === 0 || digits > NANOSECONDS) return -1;
    if (digits === 1) return tenths * 100;
    return tenths * 100 + ((bytes[start + 1] ?? 0) - ZERO) * 10 + (digits === 2 ? 0 : (bytes[start + 2] ?? 0) - ZERO);
  }
}

function endOfDigits(start: number): number {
  for (let at = start; ; at += 4) {
    const word = memory.getInt32(at, true) ^ ZEROS;
    const other = (word | (word + SIXES)) & HIGH_HALVES;
    if (other !== 0) return at + firstByte(other);
  }
}

/** Which of four bytes is the first that has a bit set; the lowest comes first. At least one has. */
function firstByte(word: number): number {
  return (31 - Math.clz32(word & -word)) >>> 3;
}

/** Value of four digits, each a byte, the first the lowest. */
function fourDigits(word: number): number {
  const pairs = (Math.imul(word, 10) + (word >>> 8)) & LOW_BYTES;
  return (pairs & 0xff) * 100 + (pairs >>> 16);
}

/** Two digits; -1 where there are none. */
function pair(at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -1 : tens * 10 + ones;
}

function minuteAt(at: number): number {
  if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH || bytes[at + 10] !== LETTER_T || bytes[at + 13] !== COLON) {
    return -1;
  }
  const [century, yearInIt, month, day] = [pair(at), pair(at + 2), pair(at + 5), pair(at + 8)];
  const [hour, minute] = [pair(at + 11), pair(at + 14)];
  if (century < 0 || yearInIt < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
  const year = century * 100 + yearInIt;
  if (year < FIRST_YEAR || year > LAST_YEAR || day < 1 || day > daysIn(year, month)) return -1;
  return Date.UTC(year, month - 1, day) + hour * HOUR_MS + minute * MINUTE_MS;
}

function daysIn(year: number, month: number): number {
  if (month === 2 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return 28;
  return DAYS_IN_MONTH[month] ?? 0;
}
