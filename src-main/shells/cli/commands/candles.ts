// How do candles leave the program as files, and how do files come in?

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Writable } from "node:stream";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EngineError } from "#engine/core/engine-error.ts";
import type { CandleKey } from "#engine/market-data/candle-archive-service.ts";
import { parseSymbol } from "#exchanges/replay/parse-symbol.ts";
import { type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { type MarketSymbol, marketSymbolSchema, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { KNOWN_QUOTES } from "#shared/domain/market-name.ts";
import { type UnixMs, unixMsSchema } from "#shared/domain/time.ts";
import { readArchive, writeArchive } from "#shells/cli/candle-folder.ts";
import { invalidInput } from "#shells/cli/invalid-input.ts";
import { writeOut } from "#shells/cli/write-out.ts";
import { chooseDataFolder } from "#shells/start-options.ts";

/** Ten years of minutes take less than half of it. */
const MAX_BYTES = 512 * 1024 * 1024;

interface MarketFlags {
  readonly venue: VenueId;
  readonly dataDir?: string;
}

interface ImportFlags extends Partial<MarketFlags> {
  readonly symbol?: MarketSymbol;
  readonly timeframe?: Timeframe;
  readonly dryRun?: boolean;
}

interface ExportFlags extends MarketFlags {
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
  readonly from?: UnixMs;
  readonly until?: UnixMs;
  readonly out?: string;
}

/** The commands that others put their kinds under: `import <kind>` and `export <kind>`. */
export interface Exchange {
  readonly importing: Command;
  readonly exporting: Command;
  /** What takes in a file that is one of settings; absent: none is. */
  readonly settings?: SettingsImport;
}

export interface SettingsImport {
  readonly fits: (file: string) => boolean;
  readonly run: (file: string, flags: { readonly dryRun?: boolean; readonly dataDir?: string }) => Promise<void>;
}

/** `import FILE` is that of candles, and of settings by the file's ending; `export candles` is one kind of several. */
export function registerCandles(
  { importing, exporting, settings }: Exchange,
  print: (line: string) => void,
  stdout: Writable,
): void {
  importing
    .description(
      "take in settings (YAML or JSON), or store a file of candles (BTCUSDT.csv) under a market: all of it or nothing",
    )
    .argument("<file>", "settings, or CSV with the header timestamp_ms,open,high,low,close,volume")
    .addOption(venueOption())
    .addOption(symbolOption("market, like BTC/USDT (default: from the file's name)"))
    .addOption(timeframeOption("timeframe (default: as the rows are apart)"))
    .option("--dry-run", "check the file and store nothing")
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (file: string, flags: ImportFlags) => {
      if (settings?.fits(file) === true) return settings.run(file, flags);
      // Not mandatory by itself: it would be so for the other kinds of import too.
      const { venue } = flags;
      if (venue === undefined) return importing.error("error: required option '--venue <venue>' not specified");
      print(JSON.stringify(await importFile(file, { ...flags, venue })));
    });
  exporting
    .command("candles")
    .description("candles of a market as CSV, oldest first")
    .addOption(venueOption().makeOptionMandatory())
    .addOption(symbolOption("market, like BTC/USDT").makeOptionMandatory())
    .addOption(timeframeOption("timeframe").makeOptionMandatory())
    .addOption(timeOption("--from <time>", "first open time: 2026-01-31, 2026-01-31T10:00:00Z or milliseconds"))
    .addOption(timeOption("--until <time>", "open time to stop before"))
    .option("--out <file>", "write to a file instead of standard output")
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: ExportFlags) => {
      await exportCandles(flags, stdout);
    });
}

async function importFile(file: string, flags: ImportFlags & MarketFlags): Promise<Record<string, unknown>> {
  const name = basename(file);
  const symbol = flags.symbol ?? symbolOfFile(name);
  const { venue } = flags;
  const text = await readText(file);
  const options = { timeframe: flags.timeframe ?? null, dryRun: flags.dryRun ?? false };
  const report = await writeArchive(chooseDataFolder(flags.dataDir), (archive) =>
    archive.importCandles({ venue, symbol }, { name, text }, options),
  );
  return { file: name, venue, symbol, ...report };
}

function symbolOfFile(name: string): MarketSymbol {
  const found = name.toLowerCase().endsWith(".csv") ? parseSymbol(name) : null;
  if (found !== null) return found.symbol;
  throw invalidInput(
    "file",
    `${name}: expected a file of candles like BTCUSDT.csv, its name ending in a known quote asset (${KNOWN_QUOTES}); or give --symbol.`,
  );
}

async function readText(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalidInput("file", `${file}: cannot be read: ${problem}`, error);
  }
  if (text.length > MAX_BYTES) throw invalidInput("file", `${file}: larger than 512 MB; divide it.`);
  return text;
}

async function exportCandles(flags: ExportFlags, stdout: Writable): Promise<void> {
  const { venue, symbol, timeframe, from, until } = flags;
  const key: CandleKey = { venue, symbol, timeframe };
  const range = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
  await readArchive(chooseDataFolder(flags.dataDir), async (archive) => {
    const { series } = await archive.stock();
    const isThere = series.some((one) => one.venue === venue && one.symbol === symbol && one.timeframe === timeframe);
    if (!isThere) throw new EngineError("FEED_NO_DATA", `No ${timeframe} candles of ${symbol} at ${venue} are stored.`);
    await writeOut(archive.exportPieces(key, range), flags.out, stdout);
  });
}

function venueOption(): Option {
  return new Option("--venue <venue>", "whose market, like kraken").argParser((value) =>
    parsed(venueIdSchema, value, "a venue, like kraken"),
  );
}

function symbolOption(description: string): Option {
  return new Option("--symbol <symbol>", description).argParser((value) =>
    parsed(marketSymbolSchema, value.toUpperCase(), "a market, like BTC/USDT"),
  );
}

function timeframeOption(description: string): Option {
  return new Option("--timeframe <length>", description).choices(timeframeSchema.options);
}

function timeOption(flag: string, description: string): Option {
  return new Option(flag, description).argParser(parseTime);
}

/** A date, a time in UTC, or milliseconds. */
function parseTime(value: string): UnixMs {
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(value);
  const time = isDate ? Date.parse(value) : /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  return parsed(unixMsSchema, time, "a time like 2026-01-31, 2026-01-31T10:00:00Z or milliseconds");
}

function parsed<T>(
  schema: { safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false } },
  value: unknown,
  expected: string,
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidArgumentError(`Expected ${expected}.`);
}
