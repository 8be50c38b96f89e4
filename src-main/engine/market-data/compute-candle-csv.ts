// How do candles stand in a file, and if a file is wrong, where exactly is the fault?
import { type Candle, TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { unixMsSchema } from "#shared/domain/time.ts";

const COLUMNS = ["timestamp_ms", "open", "high", "low", "close", "volume"] as const;

/** First line of every file of candles. */
export const CANDLE_CSV_HEADER = COLUMNS.join(",");

export interface CsvFault {
  /** From 1; the header is line 1. */
  readonly line: number;
  readonly column: (typeof COLUMNS)[number] | null;
  readonly expected: string;
  readonly got: string;
}

/** One file's candles, oldest first, or the first fault in it. */
export type CandleCsv =
  | { readonly ok: true; readonly candles: readonly Candle[] }
  | { readonly ok: false; readonly fault: CsvFault };

/** Longest piece of a wrong file that a message repeats. */
const SHOWN = 80;

/** Reads the columns, the order of the rows and that each row makes sense; a gap is no fault. */
export function readCandleCsv(text: string): CandleCsv {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  if (lines[0]?.trim() !== CANDLE_CSV_HEADER) {
    return wrong(1, null, `the header ${CANDLE_CSV_HEADER}`, lines[0] ?? "");
  }
  const candles: Candle[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const row = readRow(index + 1, lines[index] ?? "");
    if (!row.ok) return row;
    const [candle] = row.candles;
    const previous = candles.at(-1);
    if (candle === undefined) continue;
    if (previous !== undefined && candle.openTime <= previous.openTime) {
      return wrong(index + 1, "timestamp_ms", `a time after ${previous.openTime}`, String(candle.openTime));
    }
    candles.push(candle);
  }
  return { ok: true, candles };
}

/** The timeframe that the rows are apart, by their least distance; at least two candles. */
export function findTimeframe(candles: readonly Candle[]): Timeframe | CsvFault {
  let spacing = Number.POSITIVE_INFINITY;
  for (let index = 1; index < candles.length; index += 1) {
    spacing = Math.min(spacing, (candles[index]?.openTime ?? 0) - (candles[index - 1]?.openTime ?? 0));
  }
  const known = timeframeSchema.options.find((option) => TIMEFRAME_MS[option] === spacing);
  if (known !== undefined) return known;
  const expected = `rows ${timeframeSchema.options.join(", ")} apart`;
  return { line: 3, column: "timestamp_ms", expected, got: `${spacing / 1_000} s` };
}

/** The first row that is not on the timeframe's grid, or not over by `now`; null when all are right. */
export function findMisplaced(candles: readonly Candle[], timeframe: Timeframe, now: number): CsvFault | null {
  const length = TIMEFRAME_MS[timeframe];
  for (const [index, { openTime }] of candles.entries()) {
    const place = { line: index + 2, column: "timestamp_ms", got: String(openTime) } as const;
    if (openTime % length !== 0) return { ...place, expected: `a multiple of ${timeframe}` };
    if (openTime + length > now) return { ...place, expected: `a candle that was over by ${now}` };
  }
  return null;
}

/** The rows of candles as they stand in a file, each with its line end. */
export function writeCandleRows(candles: readonly Candle[]): string {
  return candles
    .map(({ openTime, open, high, low, close, volume }) => `${openTime},${open},${high},${low},${close},${volume}\n`)
    .join("");
}

export function describeCsvFault(
  file: string,
  { line, column, expected, got }: Omit<CsvFault, "column"> & { readonly column: string | null },
): string {
  const place = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  const shown = got === "" ? "nothing" : JSON.stringify(got.slice(0, SHOWN));
  return `${file}, ${place}: expected ${expected}, got ${shown}.`;
}

function readRow(line: number, text: string): CandleCsv {
  const cells = text.split(",");
  if (cells.length !== COLUMNS.length) {
    return wrong(line, null, `${COLUMNS.length} columns (${CANDLE_CSV_HEADER})`, `${cells.length}`);
  }
  const time = cells[0] ?? "";
  const openTime = unixMsSchema.safeParse(/^\d{1,16}$/.test(time) ? Number.parseInt(time, 10) : null);
  if (!openTime.success) return wrong(line, "timestamp_ms", "a time in whole milliseconds, UTC", time);
  const values: Decimal[] = [];
  for (const [index, column] of COLUMNS.entries()) {
    if (column === "timestamp_ms") continue;
    const value = Decimal.tryParse((cells[index] ?? "").trim());
    const allowed = value !== undefined && (column === "volume" ? !value.isNegative : value.isPositive);
    if (!allowed) {
      const expected = column === "volume" ? "a number of zero or more" : "a price greater than zero";
      return wrong(line, column, expected, cells[index] ?? "");
    }
    values.push(value);
  }
  const [open, high, low, close, volume] = values as [Decimal, Decimal, Decimal, Decimal, Decimal]; // five columns after the time
  if (high.lt(open) || high.lt(close) || high.lt(low)) {
    return wrong(line, "high", "the highest price of its row", high.toString());
  }
  if (low.gt(open) || low.gt(close)) return wrong(line, "low", "the lowest price of its row", low.toString());
  const figures = { open: `${open}`, high: `${high}`, low: `${low}`, close: `${close}`, volume: `${volume}` };
  // A Decimal prints as decimal text.
  const texts = figures as { readonly [K in keyof typeof figures]: DecimalString };
  return { ok: true, candles: [{ openTime: openTime.data, ...texts, closed: true }] };
}

function wrong(line: number, column: CsvFault["column"], expected: string, got: string): CandleCsv {
  return { ok: false, fault: { line, column, expected, got } };
}
