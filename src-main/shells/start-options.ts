// What may be said when the program is started? The same flags for every shell, checked before anything is opened.
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type DataFolderChoice, resolveDataFolder } from "#platform/data-folder/resolve-data-folder.ts";
import type { MarketChoice } from "./composition.ts";

/** As parsed; undefined where a flag was not given. */
export interface StartFlags {
  readonly demo?: boolean;
  readonly replay?: string;
  readonly speed?: number;
  readonly dataDir?: string;
}

export interface StartOptions {
  readonly demo: boolean;
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
    .addOption(new Option("--data-dir <folder>", "where everything is kept"));
}

/** Throws InvalidArgumentError where flags contradict each other. */
export function toStartOptions(flags: StartFlags): StartOptions {
  if (flags.speed !== undefined && flags.replay === undefined) {
    throw new InvalidArgumentError("--speed is the speed of a replay: give --replay too.");
  }
  return {
    demo: flags.demo ?? false,
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
