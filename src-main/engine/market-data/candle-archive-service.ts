// How do stored candles leave as files, and how do the user's own files come in?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { CandleRepository, StoredSeries } from "#engine/ports/repositories.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import { floorTime, type UnixMs, unixMs } from "#shared/domain/time.ts";
import {
  CANDLE_CSV_HEADER,
  type CsvFault,
  describeCsvFault,
  findMisplaced,
  findTimeframe,
  readCandleCsv,
  writeCandleRows,
} from "./compute-candle-csv.ts";

/** Rows that are read from the store at once. */
const PAGE = 5_000;

export interface CandleKey {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
}

export interface CandleExport {
  /** As such a file is called. */
  readonly file: string;
  readonly csv: string;
  readonly candles: number;
  /** Where to go on; null when nothing is left. */
  readonly next: UnixMs | null;
}

export interface CandleImport {
  readonly timeframe: Timeframe;
  readonly candles: number;
  /** Fewer where the venue's own candles stand already. */
  readonly stored: number;
  readonly first: UnixMs;
  readonly last: UnixMs;
}

interface CandleArchiveOptions {
  readonly candles: CandleRepository;
  readonly clock: Pick<Clock, "now">;
}

export class CandleArchiveService {
  readonly #options: CandleArchiveOptions;

  constructor(options: CandleArchiveOptions) {
    this.#options = options;
  }

  /** What is stored, and how much room it takes. */
  async stock(): Promise<{
    readonly series: readonly StoredSeries[];
    readonly bytes: number;
    readonly freeBytes: number;
  }> {
    const { candles } = this.#options;
    return { series: await candles.series(), ...(await candles.size()) };
  }

  /** The file's text, or its beginning: at most `limit` rows from `from` on, before `until`. */
  async exportCandles(
    key: CandleKey,
    range: { readonly from?: UnixMs; readonly until?: UnixMs; readonly limit: number },
  ): Promise<CandleExport> {
    const found: Candle[] = [];
    let next: UnixMs | null = null;
    for await (const page of this.#pages(key, range)) {
      const room = range.limit - found.length;
      found.push(...page.slice(0, room));
      if (page.length <= room) continue;
      next = page[room]?.openTime ?? null;
      break;
    }
    const csv = `${CANDLE_CSV_HEADER}\n${writeCandleRows(found)}`;
    return { file: fileName(key.symbol), csv, candles: found.length, next };
  }

  /** The file's text in pieces, the header first; so much as a year of minutes never lies in memory. */
  async *exportPieces(
    key: CandleKey,
    range: { readonly from?: UnixMs; readonly until?: UnixMs },
  ): AsyncGenerator<string, void, void> {
    yield `${CANDLE_CSV_HEADER}\n`;
    for await (const page of this.#pages(key, range)) yield writeCandleRows(page);
  }

  /**
   * Stores a file's candles under a market, labelled as imported: all of them, or none where one is wrong (INPUT_INVALID names file,
   * line, column and what was expected). The venue's own candles stay, and take the place of imported ones when they come.
   * `timeframe` null: as the rows are apart. `dryRun`: nothing is stored, `stored` is what could be at most.
   */
  async importCandles(
    market: { readonly venue: VenueId; readonly symbol: MarketSymbol },
    file: { readonly name: string; readonly text: string },
    options: { readonly timeframe: Timeframe | null; readonly dryRun?: boolean },
  ): Promise<CandleImport> {
    const { candles, timeframe } = this.#read(file, options.timeframe);
    const first = candles[0];
    const last = candles.at(-1);
    if (first === undefined || last === undefined) {
      throw refused(file.name, { line: 2, column: null, expected: "a row of a candle", got: "" });
    }
    const stored =
      options.dryRun === true
        ? candles.length
        : await this.#options.candles.save(market.venue, market.symbol, timeframe, candles, "import");
    return { timeframe, candles: candles.length, stored, first: first.openTime, last: last.openTime };
  }

  #read(
    file: { readonly name: string; readonly text: string },
    wanted: Timeframe | null,
  ): { readonly candles: readonly Candle[]; readonly timeframe: Timeframe } {
    const read = readCandleCsv(file.text);
    if (!read.ok) throw refused(file.name, read.fault);
    const { candles } = read;
    if (wanted === null && candles.length < 2) {
      const expected = "at least two rows, or the timeframe to be named";
      throw refused(file.name, { line: candles.length + 1, column: null, expected, got: `${candles.length}` });
    }
    const timeframe = wanted ?? findTimeframe(candles);
    if (typeof timeframe !== "string") throw refused(file.name, timeframe);
    const misplaced = findMisplaced(candles, timeframe, this.#options.clock.now());
    if (misplaced !== null) throw refused(file.name, misplaced);
    return { candles, timeframe };
  }

  /** Closed candles, oldest first, some thousands at a time. */
  async *#pages(
    { venue, symbol, timeframe }: CandleKey,
    range: { readonly from?: UnixMs; readonly until?: UnixMs },
  ): AsyncGenerator<readonly Candle[], void, void> {
    const { candles } = this.#options;
    const series = (await candles.series()).find(
      (one) => one.venue === venue && one.symbol === symbol && one.timeframe === timeframe,
    );
    if (series === undefined) return;
    const length = TIMEFRAME_MS[timeframe];
    const until = Math.min(range.until ?? Number.POSITIVE_INFINITY, series.last + 1);
    const start = floorTime(unixMs(Math.max(range.from ?? 0, series.first)), length);
    for (let from: number = start; from < until; from += PAGE * length) {
      const before = unixMs(Math.min(until, from + PAGE * length));
      const page = await candles.list(venue, symbol, timeframe, { from: unixMs(from), before, limit: PAGE });
      const wanted = page.filter(({ closed, openTime }) => closed && openTime >= (range.from ?? 0));
      if (wanted.length > 0) yield wanted;
    }
  }
}

/** Name of a market's file: `BTCUSDT.csv`. */
function fileName(symbol: MarketSymbol): string {
  return `${symbol.replace("/", "")}.csv`;
}

function refused(file: string, fault: CsvFault): EngineError {
  const { line, column, expected, got } = fault;
  return new EngineError("INPUT_INVALID", describeCsvFault(file, fault), {
    data: { path: file, file, line, ...(column === null ? {} : { column }), expected, got: got.slice(0, 80) },
  });
}
