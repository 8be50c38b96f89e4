// What may be said when the program is started? The same flags for every shell, checked before anything is opened.
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { loopbackOrigin } from "#exchanges/shared/loopback-address.ts";
import { type DataFolderChoice, resolveDataFolder } from "#platform/data-folder/resolve-data-folder.ts";
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import type { MarketChoice } from "./composition.ts";

/** As parsed; undefined where a flag was not given. */
export interface StartFlags {
  readonly demo?: boolean;
  readonly replay?: string;
  readonly speed?: number;
  readonly dataDir?: string;
  readonly venueEndpoint?: ReadonlyMap<VenueId, string>;
}

export interface StartOptions {
  readonly demo: boolean;
  /** Test servers on this computer that stand in for venues in this run; empty in ordinary use. */
  readonly endpoints: ReadonlyMap<VenueId, string>;
  readonly market: MarketChoice;
  readonly dataFolder: DataFolderChoice;
}

const DEFAULT_SPEED = 60;
const MAX_SPEED = 100_000;

/** Adds the flags that all shells know. Paths are taken from where the user stands. */
export function addStartFlags(command: Command): Command {
  return command
    .option("--demo", "make the two demo profiles at once where there are none yet")
    .addOption(
      new Option("--replay <folder>", "play a folder of candle files as the market").argParser(parseFolder("--replay")),
    )
    .addOption(
      new Option("--speed <times>", `how many times real time a replay runs (default: ${DEFAULT_SPEED})`).argParser(
        parseSpeed,
      ),
    )
    .addOption(new Option("--data-dir <folder>", "where everything is kept"))
    .addOption(venueEndpointOption());
}

/** May be given more than once, a venue each. */
export function venueEndpointOption(): Option {
  return new Option(
    "--venue-endpoint <venue=url>",
    "speak to a test server on this computer instead of the venue, in this run only (repeat for more)",
  ).argParser(parseVenueEndpoint);
}

/** Throws InvalidArgumentError where flags contradict each other. */
export function toStartOptions(flags: StartFlags): StartOptions {
  if (flags.speed !== undefined && flags.replay === undefined) {
    throw new InvalidArgumentError("--speed is the speed of a replay: give --replay too.");
  }
  return {
    demo: flags.demo ?? false,
    endpoints: flags.venueEndpoint ?? new Map(),
    dataFolder: chooseDataFolder(flags.dataDir),
    market:
      flags.replay === undefined
        ? { kind: "simulated" }
        : { kind: "replay", folder: flags.replay, speed: flags.speed ?? DEFAULT_SPEED },
  };
}

/** Throws INPUT_INVALID. */
export function chooseDataFolder(flag: string | undefined): DataFolderChoice {
  return resolveDataFolder({
    flag,
    env: process.env,
    platform: process.platform,
    home: homedir(),
    cwd: process.cwd(),
  });
}

export function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535) {
    throw new InvalidArgumentError("Expected a port from 0 (any free one) to 65535.");
  }
  return port;
}

/** Only a literal loopback address: a key must never leave this computer by a flag. */
function parseVenueEndpoint(value: string, before: ReadonlyMap<VenueId, string> | undefined) {
  const [, name = "", address = ""] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
  const venue = venueIdSchema.safeParse(name);
  if (!venue.success) {
    throw new InvalidArgumentError("Expected a venue and an address, like kraken=http://127.0.0.1:8080.");
  }
  if (before?.has(venue.data)) throw new InvalidArgumentError(`${name} is given twice.`);
  try {
    return new Map([...(before ?? []), [venue.data, loopbackOrigin(address)]]);
  } catch (error) {
    // The parser's own error class takes no cause, and its message is all that is told.
    const problem = new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    problem.cause = error;
    throw problem;
  }
}

function parseSpeed(value: string): number {
  const speed = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || speed <= 0 || speed > MAX_SPEED) {
    throw new InvalidArgumentError(`Expected a number above 0 and up to ${MAX_SPEED}.`);
  }
  return speed;
}

function parseFolder(flag: string): (value: string) => string {
  return (value) => {
    const folder = resolve(value);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new InvalidArgumentError(`${flag} needs a folder; ${folder} is none.`);
    }
    return folder;
  };
}
