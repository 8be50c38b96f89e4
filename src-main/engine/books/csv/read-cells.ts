// What number, time or asset does a cell hold, and if none, what should be written instead?
import { Decimal } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, type UnixMs, unixMsSchema } from "#shared/domain/time.ts";

/** What is wrong with a cell, without its place. */
export interface CellFault {
  readonly expected: string;
  readonly whatToDo: string;
}

export type CellReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: CellFault };

/** Longest text of a number, by the schema of decimals. */
export const MOST_DIGITS = 96;
const GROUPED = /^-?\d{1,3}(?:([,.' \u00A0\u202F])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/;
const COMMA = /^-?\d*,\d+$/;

/** A number, also like `1e-8` or `+5`. One with separators of thousands or a decimal comma is refused: `1,234` has two meanings. */
export function readNumber(text: string): CellReading<Decimal> {
  const plain = text.trim().replace(/^\+(?=[\d.])/, "");
  const value = Decimal.tryParse(plain.replace(/^(-?)\./, "$10."));
  if (value !== undefined) {
    return value.toString().length <= MOST_DIGITS
      ? { ok: true, value }
      : fault(
          `a number of at most ${MOST_DIGITS} digits`,
          "No holding is that large or that small: correct the number.",
        );
  }
  const expected = "a number like 1234.56";
  if (COMMA.test(plain))
    return fault(expected, "Write a point in place of the decimal comma, and no separator of thousands.");
  if (GROUPED.test(plain)) return fault(expected, "Write the number without separators of thousands.");
  return fault(expected, "Write digits with a point, like 1234.56.");
}

/** An amount as a venue shows it to people: `$1,234.50`, `CA$12`, `-€2200.00`, `€ 914.90`. */
export function readShownMoney(text: string): CellReading<Decimal> {
  const bare = text.trim().replace(/^(-?)[A-Z]{0,3}\p{Sc}\s*(-?)/u, "$1$2");
  return readNumber(/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare);
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/i;
const SHORT_YEAR = /^\d{2}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
const MILLISECONDS = /^\d{1,16}$/;
const SECONDS = /^\d{10}$/;
const JOINED_DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
const LOCAL_DATE = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|^\d{4}\/\d{1,2}\/\d{1,2}|[a-z]{3}/i;
const TIME_EXPECTED = "a time like 2024-03-31T14:05:09Z or in milliseconds since 1970, UTC";
const TIME_TO_DO = "Write the time as 2024-03-31T14:05:09Z, in UTC.";

/**
 * ISO 8601 or milliseconds since 1970. A time without a zone is `zoneMinutes` ahead of UTC; parts of a millisecond are cut.
 * `shortYears`: also `24-03-31 14:05:09`.
 */
export function readTime(
  text: string,
  options: { readonly zoneMinutes?: number; readonly shortYears?: boolean } = {},
): CellReading<UnixMs> {
  const plain = text.trim();
  if (MILLISECONDS.test(plain)) return readMilliseconds(plain);
  const found = ISO.exec(options.shortYears === true && SHORT_YEAR.test(plain) ? `20${plain}` : plain);
  if (found === null) {
    return LOCAL_DATE.test(plain)
      ? fault(TIME_EXPECTED, `A local date can be read in several ways. ${TIME_TO_DO}`)
      : fault(TIME_EXPECTED, TIME_TO_DO);
  }
  const [year, month, day, hour, minute, second] = found
    .slice(1, 7)
    .map((part) => Number.parseInt(part ?? "0", 10)) as [number, number, number, number, number, number]; // six groups of digits
  const fraction = Number.parseInt((found[7] ?? "").slice(0, 3).padEnd(3, "0"), 10);
  const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  const again = new Date(local);
  if (again.getUTCMonth() !== month - 1 || again.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    return fault(TIME_EXPECTED, "There is no such day or time: correct it.");
  }
  return within(local - zoneOf(found[8], options.zoneMinutes ?? 0) * MINUTE_MS);
}

function readMilliseconds(text: string): CellReading<UnixMs> {
  if (SECONDS.test(text))
    return fault(TIME_EXPECTED, "This looks like seconds: write milliseconds, three digits more.");
  if (JOINED_DATE.test(text)) return fault(TIME_EXPECTED, `This looks like a date. ${TIME_TO_DO}`);
  return within(Number.parseInt(text, 10));
}

function within(value: number): CellReading<UnixMs> {
  const time = unixMsSchema.safeParse(value);
  return time.success
    ? { ok: true, value: time.data }
    : fault(TIME_EXPECTED, "Times before 1970 are not known: correct it.");
}

/** Minutes ahead of UTC. */
function zoneOf(zone: string | undefined, otherwise: number): number {
  if (zone === undefined) return otherwise;
  if (/^(Z|UTC)$/i.test(zone)) return 0;
  const minutes = Number.parseInt(zone.slice(1, 3), 10) * 60 + Number.parseInt(zone.slice(-2), 10);
  return zone.startsWith("-") ? -minutes : minutes;
}

/** An asset's code. A coin that nobody knows is taken, as long as it can be a code. */
export function readAsset(text: string): CellReading<Asset> {
  const plain = text.trim();
  const code = assetSchema.safeParse(plain);
  if (code.success) return { ok: true, value: code.data };
  const upper = assetSchema.safeParse(plain.toUpperCase());
  const whatToDo = upper.success
    ? `Write it in upper case: ${upper.data}.`
    : "Write the coin's code, at most 24 letters and digits.";
  return fault("an asset code in upper case, like BTC", whatToDo);
}

function fault(expected: string, whatToDo: string): { readonly ok: false; readonly fault: CellFault } {
  return { ok: false, fault: { expected, whatToDo } };
}
