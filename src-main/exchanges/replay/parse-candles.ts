// Is this file a series of candles that can be played, and if not, where exactly is the fault?
import { EngineError } from "#engine/core/engine-error.ts";
import { type CsvFault, describeCsvFault, readCandleCsv } from "#engine/market-data/compute-candle-csv.ts";
import type { Candle } from "#shared/domain/candle.ts";

/** Candles oldest first, with gaps where the file has them. Throws INPUT_INVALID naming file, line, column and what was expected. */
export function parseCandles(file: string, text: string): readonly Candle[] {
  const read = readCandleCsv(text);
  if (!read.ok) throw faultError(file, read.fault);
  const { candles } = read;
  if (candles.length < 2) {
    throw fault(file, candles.length + 1, null, "at least two rows of candles", `${candles.length}`);
  }
  return candles;
}

export function fault(
  file: string,
  line: number,
  column: CsvFault["column"],
  expected: string,
  got: string,
): EngineError {
  return faultError(file, { line, column, expected, got });
}

export function faultError(file: string, found: CsvFault): EngineError {
  const { line, column, expected, got } = found;
  return new EngineError("INPUT_INVALID", describeCsvFault(file, found), {
    data: { file, line, ...(column === null ? {} : { column }), expected, got: got.slice(0, 80) },
  });
}
