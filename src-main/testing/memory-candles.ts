// How does the store in memory keep candles? By the same rules as the file on disk.
import type { CandleRepository, CandleSource, StoredSeries } from "#engine/ports/repositories.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { joinRanges, type TimeRange } from "#shared/domain/time-range.ts";

interface Row {
  readonly candle: Candle;
  readonly source: CandleSource;
}

interface Series {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
  readonly rows: Map<number, Row>;
  confirmed: TimeRange | null;
}

/** The store's own way of failing when a test wants it to. */
interface Access {
  read<T>(run: () => T): Promise<T>;
  write<T>(run: () => T): Promise<T>;
}

const RANK = { own: 0, import: 1, venue: 2 } as const;
/** What one candle would take on disk, roughly. */
const ROW_BYTES = 100;

export function memoryCandles({ read, write }: Access): CandleRepository {
  const all = new Map<string, Series>();
  const seriesOf = (venue: VenueId, symbol: MarketSymbol, timeframe: Timeframe): Series => {
    const key = `${venue} ${symbol} ${timeframe}`;
    const known = all.get(key) ?? { venue, symbol, timeframe, rows: new Map<number, Row>(), confirmed: null };
    all.set(key, known);
    return known;
  };
  return {
    save: (venue, symbol, timeframe, candles, source = "own") =>
      write(() => put(seriesOf(venue, symbol, timeframe), candles, source)),
    list: (venue, symbol, timeframe, { from, before, limit }) =>
      read(() => {
        const rows = within(seriesOf(venue, symbol, timeframe), from, before);
        return structuredClone(rows.slice(Math.max(0, rows.length - limit)).map(({ candle }) => candle));
      }),
    confirm: (venue, symbol, timeframe, range, candles) =>
      write(() => {
        const series = seriesOf(venue, symbol, timeframe);
        const before = within(series, range.from, range.until);
        for (const { candle, source } of before) if (source !== "import") series.rows.delete(candle.openTime);
        put(series, candles, "venue");
        series.confirmed = joinRanges(series.confirmed, range);
        const text = new Map(before.map(({ candle }) => [candle.openTime, textOf(candle)]));
        return candles.filter((candle) => (text.get(candle.openTime) ?? textOf(candle)) !== textOf(candle));
      }),
    replaceOwn: (venue, symbol, timeframe, range, candles) =>
      write(() => {
        const series = seriesOf(venue, symbol, timeframe);
        for (const { candle, source } of within(series, range.from, range.until)) {
          if (source === "own") series.rows.delete(candle.openTime);
        }
        put(series, candles, "own");
      }),
    confirmed: (venue, symbol) =>
      read(() =>
        Object.fromEntries(
          [...all.values()]
            .filter((series) => series.venue === venue && series.symbol === symbol)
            .flatMap(({ timeframe, confirmed }) => (confirmed === null ? [] : [[timeframe, confirmed]])),
        ),
      ),
    prune: (venue, symbol, timeframe, { after, before, limit }) =>
      write(() => {
        const series = seriesOf(venue, symbol, timeframe);
        const { confirmed } = series;
        if (confirmed !== null && confirmed.from < before)
          series.confirmed = confirmed.until > before ? { from: before, until: confirmed.until } : null;
        const rows = within(series, unixMs(after + 1), before).slice(0, limit);
        const old = rows.filter(({ source }) => source !== "import");
        for (const { candle } of old) series.rows.delete(candle.openTime);
        return { deleted: old.length, next: rows.length < limit ? null : (rows.at(-1)?.candle.openTime ?? null) };
      }),
    series: () => read(() => [...all.values()].flatMap(describe).sort(byName)),
    size: () =>
      read(() => {
        const rows = [...all.values()].reduce((sum, series) => sum + series.rows.size, 0);
        return { bytes: rows * ROW_BYTES, freeBytes: 0 };
      }),
  };
}

function put(series: Series, candles: readonly Candle[], source: CandleSource): number {
  let written = 0;
  for (const candle of candles) {
    const known = series.rows.get(candle.openTime);
    if (known !== undefined && RANK[known.source] > RANK[source]) continue;
    series.rows.set(candle.openTime, { candle: structuredClone(candle), source });
    written += 1;
  }
  return written;
}

function within({ rows }: Series, from: number | undefined, before: number | undefined): readonly Row[] {
  return [...rows.values()]
    .filter(({ candle: { openTime } }) => openTime >= (from ?? 0) && openTime < (before ?? Number.POSITIVE_INFINITY))
    .sort((one, other) => one.candle.openTime - other.candle.openTime);
}

function textOf({ open, high, low, close, volume, closed }: Candle): string {
  return [...[open, high, low, close, volume].map((figure) => decimal(figure).toString()), closed].join(" ");
}

function describe(series: Series): readonly StoredSeries[] {
  const rows = within(series, undefined, undefined);
  const first = rows[0]?.candle.openTime;
  const last = rows.at(-1)?.candle.openTime;
  if (first === undefined || last === undefined) return [];
  const { venue, symbol, timeframe } = series;
  return [{ venue, symbol, timeframe, first, last, imported: rows.filter(({ source }) => source === "import").length }];
}

function byName(one: StoredSeries, other: StoredSeries): number {
  const name = ({ venue, symbol, timeframe }: StoredSeries) => `${venue}\0${symbol}\0${timeframe}`;
  return name(one) < name(other) ? -1 : 1;
}
