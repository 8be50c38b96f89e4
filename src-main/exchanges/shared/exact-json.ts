// How is JSON read without a number losing a digit? Every number arrives as the text that the venue sent.

/** What a reviver is told of a value's own text; older type libraries do not know it yet. */
interface ValueContext {
  readonly source?: string;
}

type ExactReviver = (this: unknown, key: string, value: unknown, context?: ValueContext) => unknown;

const keepNumberText: ExactReviver = (_key, value, context) =>
  typeof value === "number" ? (context?.source ?? String(value)) : value;

// The platform calls a reviver with the third argument; the declared type of `JSON.parse` lacks it.
const parse = JSON.parse as (text: string, reviver: ExactReviver) => unknown;

/** Something that may be a number which a double cannot hold: a fraction, an exponent, or more than 15 digits. */
const MAY_LOSE = /[[,:]\s*-?(?:\d+[.eE]|\d{16})/;

/** The value with numbers as text; `undefined` where the text is not a JSON object or list. */
export function parseExactJson(text: string): object | undefined {
  let value: unknown;
  try {
    // A reviver costs several times the reading itself, and most answers hold money as text and only small whole numbers beside it.
    value = MAY_LOSE.test(text) ? parse(text, keepNumberText) : wholeNumbersAsText(JSON.parse(text));
  } catch {
    return undefined;
  }
  return typeof value === "object" && value !== null ? value : undefined;
}

/** In place: the value was made here, and every number in it is exact. */
function wholeNumbersAsText(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (typeof item !== "string") value[index] = wholeNumbersAsText(item);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== "string" && typeof item !== "boolean" && item !== null)
        Object.defineProperty(value, key, {
          value: wholeNumbersAsText(item),
          writable: true,
          enumerable: true,
          configurable: true,
        });
    }
  }
  return value;
}
