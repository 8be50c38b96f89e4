// What does `schwabot feed` do? It reads a venue's socket: frames from a file, or live prices without an account.
import type { Writable } from "node:stream";
import { type Command, InvalidArgumentError, Option } from "commander";
import { openVenues } from "#exchanges/open-venues.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { SystemRng } from "#platform/rng/system-rng.ts";
import { ensure } from "#shared/domain/assert.ts";
import { type MarketSymbol, marketSymbolSchema, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { QUIET_LOGGER } from "#shells/cli/quiet-logger.ts";
import type { Terminal } from "#shells/run-command.ts";
import { runUntilStopped, type SignalSource } from "#shells/run-until-stopped.ts";
import { type StartFlags, venueEndpointOption } from "#shells/start-options.ts";
import { decodeFrames } from "./feed-decode.ts";
import { DECODABLE } from "./feed-venues.ts";
import { watchFeed } from "./feed-watch.ts";

/** The parts of `process` that are needed; tests bring their own. */
export interface FeedStreams {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Writable;
}

interface WatchFlags extends Pick<StartFlags, "venueEndpoint"> {
  readonly venue: string;
  readonly symbols: readonly MarketSymbol[];
}

export function registerFeed(program: Command, terminal: Terminal, streams: FeedStreams): void {
  const feed: Command = program
    .command("feed")
    .description("read a venue's socket: frames from a file, or live prices")
    .allowExcessArguments(false)
    .action(() => {
      feed.outputHelp();
    });
  feed
    .command("decode")
    .description("read raw frames as JSON lines from standard input and print what they say, one JSON line per event")
    .addOption(venueOption())
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async ({ venue }: { readonly venue: string }) => {
      await decodeFrames(ensure(DECODABLE.get(venue), `reading of ${venue}`), streams.stdin, streams.stdout);
    });
  feed
    .command("watch")
    .description("print live prices as JSON lines until Ctrl+C; needs no account")
    .addOption(venueOption())
    .addOption(
      new Option("--symbols <list>", "markets, like BTC/USD,ETH/USD").argParser(parseSymbols).makeOptionMandatory(),
    )
    .addOption(venueEndpointOption())
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async ({ venue, symbols, venueEndpoint }: WatchFlags) => {
      const running = await watchVenue(venueIdSchema.parse(venue), symbols, venueEndpoint ?? new Map(), terminal);
      if ((await runUntilStopped(running, endOf(streams.stdout))) === "interrupted") process.exit(1);
    });
}

/** Ctrl+C and its like; a reader that goes away ends it too. */
function endOf(stdout: Writable): SignalSource {
  stdout.on("error", () => undefined);
  return {
    on: (signal, listener) => {
      process.on(signal, listener);
      if (signal === "SIGINT") stdout.once("error", listener);
    },
    off: (signal, listener) => process.off(signal, listener),
  };
}

function venueOption(): Option {
  return new Option("--venue <venue>", "whose socket").choices([...DECODABLE.keys()]).makeOptionMandatory();
}

function watchVenue(
  venue: VenueId,
  symbols: readonly MarketSymbol[],
  endpoints: ReadonlyMap<VenueId, string>,
  terminal: Terminal,
): ReturnType<typeof watchFeed> {
  // Public calls need no nonce, and none is reserved beside a running program.
  const nonces = { reserve: async (_key: string, atLeast: number) => atLeast };
  const venues = openVenues({
    clock: new SystemClock(),
    rng: new SystemRng(),
    logger: QUIET_LOGGER,
    endpoints,
    nonces,
  });
  return watchFeed(venues.feed(venue, venues.endpoint(venue)), symbols, {
    line: (text) => terminal.out(`${text}\n`),
    note: (text) => terminal.error(`${text}\n`),
  });
}

function parseSymbols(value: string): readonly MarketSymbol[] {
  const symbols = value.split(",").map((text) => {
    const symbol = marketSymbolSchema.safeParse(text.trim().toUpperCase());
    if (symbol.success) return symbol.data;
    throw new InvalidArgumentError("Expected markets with commas between them, like BTC/USD,ETH/USD.");
  });
  return [...new Set(symbols)];
}
