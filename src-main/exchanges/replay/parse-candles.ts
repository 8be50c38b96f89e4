// Is this file a well-formed series of candles, and if not, where exactly is the fault?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { unixMsSchema } from "#shared/domain/time.ts";

const COLUMNS = ["timestamp_ms", "open", "high", "low", "close", "volume"] as const;
const HEADER = COLUMNS.join(",");

type Column = (typeof COLUMNS)[number];

/** Candles oldest first, with gaps where the file has them. Throws INPUT_INVALID naming file, line, column and what was expected. */
export function parseCandles(file: string, text: string): readonly Candle[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  if (lines[0]?.trim() !== HEADER) throw fault(file, 1, null, `the header ${HEADER}`, lines[0] ?? "");
  const candles: Candle[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const candle = parseLine(file, index + 1, lines[index] ?? "");
    const previous = candles.at(-1);
    if (previous !== undefined && candle.openTime <= previous.openTime) {
      throw fault(file, index + 1, "timestamp_ms", `a time after ${previous.openTime}`, String(candle.openTime));
    }
    candles.push(candle);
  }
  if (candles.length < 2) throw fault(file, lines.length, null, "at least two rows of candles", `${candles.length}`);
  return candles;
}

function parseLine(file: string, line: number, text: string): Candle {
  const cells = text.split(",");
  if (cells.length !== COLUMNS.length) {
    throw fault(file, line, null, `${COLUMNS.length} columns (${HEADER})`, `${cells.length}`);
  }
  const time = cells[0] ?? "";
  const openTime = unixMsSchema.safeParse(/^\d{1,16}$/.test(time) ? Number.parseInt(time, 10) : null);
  if (!openTime.success) throw fault(file, line, "timestamp_ms", "a time in whole milliseconds, UTC", time);
  const [open, high, low, close, volume] = COLUMNS.slice(1).map((column, index) => {
    const value = Decimal.tryParse((cells[index + 1] ?? "").trim());
    const allowed = value !== undefined && (column === "volume" ? !value.isNegative : value.isPositive);
    if (!allowed) {
      const expected = column === "volume" ? "a number of zero or more" : "a price greater than zero";
      throw fault(file, line, column, expected, cells[index + 1] ?? "");
    }
    return value;
  }) as [Decimal, Decimal, Decimal, Decimal, Decimal]; // five columns after the time, each parsed above
  if (high.lt(open) || high.lt(close) || high.lt(low)) {
    throw fault(file, line, "high", "the highest price of its row", high.toString());
  }
  if (low.gt(open) || low.gt(close)) throw fault(file, line, "low", "the lowest price of its row", low.toString());
  const [o, h, l, c, v] = [open, high, low, close, volume].map(String) as DecimalString[]; // Decimal prints as one
  return {
    openTime: openTime.data,
    open: o as DecimalString,
    high: h as DecimalString,
    low: l as DecimalString,
    close: c as DecimalString,
    volume: v as DecimalString,
    closed: true,
  };
}

export function fault(file: string, line: number, column: Column | null, expected: string, got: string): EngineError {
  const place = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  const shown = got === "" ? "nothing" : JSON.stringify(got.slice(0, 80));
  return new EngineError("INPUT_INVALID", `${file}, ${place}: expected ${expected}, got ${shown}.`, {
    data: { file, line, ...(column === null ? {} : { column }), expected, got: got.slice(0, 80) },
  });
}
