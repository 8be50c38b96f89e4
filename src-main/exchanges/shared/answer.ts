// How is a venue's answer read field by field? What is not of the expected form is a typed failure naming venue and field,
// never a crash and never a number that was not there.
import { EngineError } from "#engine/core/engine-error.ts";
import { Decimal, type DecimalString, isNonNegativeDecimal } from "#shared/domain/decimal.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type UnixMs, unixMsSchema } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";

const MAX_LENGTH = 96;
const ZERO = Decimal.ZERO.toString();
const WHOLE_MS: Readonly<Record<"ms" | "s", number>> = { ms: 0, s: 3 };

/** The platform reads much more as a time, a bare number included, and misreads a fraction beyond nanoseconds that begins with zero. */
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Decimal text that is not below zero and has no exponent, with its shortest form in one of two groups. */
const PLAIN = /^((?:0|[1-9]\d*)\.\d*[1-9])0*$|^(0|[1-9]\d*)(?:\.0+)?$/;

/** One value of an answer, with the place it came from. Numbers are text (`exact-json.ts`). */
export class Answer {
  readonly venue: VenueId;
  readonly value: unknown;
  readonly #name: string | number;
  readonly #parent: Answer | null;

  constructor(venue: VenueId, name: string | number, value: unknown, parent: Answer | null = null) {
    this.venue = venue;
    this.value = value;
    this.#name = name;
    this.#parent = parent;
  }

  /** Put together only when somebody asks: a book has hundreds of places. */
  get place(): string {
    if (this.#parent === null) return String(this.#name);
    return typeof this.#name === "number"
      ? `${this.#parent.place}[${this.#name}]`
      : `${this.#parent.place}.${this.#name}`;
  }

  /** Member of an object or list; an absent one holds `undefined`. */
  at(key: string | number): Answer {
    const { value } = this;
    if (typeof value !== "object" || value === null) throw this.#member(key, undefined).unexpected("there");
    const own = Object.hasOwn(value, key) ? (value as Readonly<Record<string | number, unknown>>)[key] : undefined; // own member of an object
    return this.#member(key, own);
  }

  #member(key: string | number, value: unknown): Answer {
    return new Answer(this.venue, key, value, this);
  }

  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  list(): readonly Answer[] {
    if (!Array.isArray(this.value)) throw this.unexpected("a list");
    return this.value.map((item, index) => this.#member(index, item));
  }

  /** Members of an object by name. */
  entries(): readonly (readonly [string, Answer])[] {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.unexpected("an object");
    return Object.entries(value).map(([key, item]) => [key, this.#member(key, item)]);
  }

  /** Text that is not empty. */
  text(): string {
    if (typeof this.value !== "string" || this.value === "") throw this.unexpected("a text");
    return this.value;
  }

  textOrNull(): string | null {
    return this.absent || this.value === "" ? null : this.text();
  }

  flag(): boolean {
    if (typeof this.value !== "boolean") throw this.unexpected("true or false");
    return this.value;
  }

  /** One of a few words. */
  oneOf<Word extends string>(...words: readonly Word[]): Word {
    const found = words.find((word) => word === this.value);
    if (found === undefined) throw this.unexpected(`one of ${words.join(", ")}`);
    return found;
  }

  /** A whole number, for counts and ids that are compared. */
  whole(): number {
    const value = typeof this.value === "string" && /^-?\d{1,16}$/.test(this.value) ? Number(this.value) : Number.NaN;
    if (!Number.isSafeInteger(value)) throw this.unexpected("a whole number");
    return value;
  }

  decimal(): Decimal {
    const parsed = typeof this.value === "string" ? Decimal.tryParse(this.value) : undefined;
    if (parsed === undefined || parsed.toString().length > MAX_LENGTH) throw this.unexpected("a decimal number");
    return parsed;
  }

  /** A decimal number of zero or more, in its shortest form. */
  amount(): DecimalString {
    const { value } = this;
    const plain = typeof value === "string" && value.length <= MAX_LENGTH ? PLAIN.exec(value) : null;
    // Its shortest form by the pattern; most of what reading a book costs would be taking such texts apart.
    const text = (plain?.[1] ?? plain?.[2] ?? this.decimal().toString()) as DecimalString;
    if (!isNonNegativeDecimal(text)) throw this.unexpected("a decimal number of zero or more");
    return text;
  }

  amountOrNull(): DecimalString | null {
    return this.absent || this.value === "" ? null : this.amount();
  }

  /** A price or a step: more than zero. */
  positive(): DecimalString {
    const text = this.amount();
    if (text === ZERO) throw this.unexpected("a decimal number above zero");
    return text;
  }

  /** A time as a number of milliseconds or seconds; what is finer than a millisecond is cut off. */
  time(unit: "ms" | "s" = "ms"): UnixMs {
    const value = this.decimal();
    const whole = value.mul(Decimal.of(10n ** BigInt(WHOLE_MS[unit]), 0)).roundTo(0, "floor");
    const parsed = unixMsSchema.safeParse(Number(whole.toString()));
    if (!parsed.success) throw this.unexpected("a time");
    return parsed.data;
  }

  /** A time as ISO 8601 text; `text` where the venue's own way of writing it was mended. */
  isoTime(text: unknown = this.value): UnixMs {
    const parsed = unixMsSchema.safeParse(
      typeof text === "string" && ISO_8601.test(text) ? Date.parse(text) : Number.NaN,
    );
    if (!parsed.success) throw this.unexpected("a time in ISO 8601");
    return parsed.data;
  }

  /** For checks of the caller's own. */
  unexpected(expected: string): EngineError {
    return new EngineError(
      "VENUE_ANSWER",
      `${venueName(this.venue)} answered something unexpected: ${this.place} should be ${expected}. It is asked again.`,
      { retryable: true, data: { venue: this.venue, place: this.place, expected } },
    );
  }
}
