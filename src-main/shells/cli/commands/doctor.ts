// What does `schwabot doctor` print? Whether this machine and its data folder are fit, each fault with its cure; nothing is changed.
import type { Command } from "commander";
import { openVenues } from "#exchanges/open-venues.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import type { DataFolderChoice } from "#platform/data-folder/resolve-data-folder.ts";
import { SystemRng } from "#platform/rng/system-rng.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { Check } from "#shells/cli/checks/check.ts";
import { checkFolder, checkLock, checkSpace, checkStorage } from "#shells/cli/checks/data-folder.ts";
import { checkKeychain } from "#shells/cli/checks/keychain.ts";
import { checkClock, checkNode, checkWindow } from "#shells/cli/checks/program.ts";
import { checkSimulation } from "#shells/cli/checks/simulation.ts";
import { checkVenues, readProfiles } from "#shells/cli/checks/venues.ts";
import { QUIET_LOGGER } from "#shells/cli/quiet-logger.ts";
import { chooseDataFolder, type StartFlags, venueEndpointOption } from "#shells/start-options.ts";

interface DoctorReport {
  readonly checks: readonly Check[];
  readonly ok: boolean;
}

/** A check that itself fails is a fault that it found. */
async function guarded(name: string, run: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await run();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, ok: false, detail, fix: "Read the detail; the log in the data folder may say more." };
  }
}

/** Venues are several lines, or one that says why they could not be asked. */
async function venueChecks(
  folder: DataFolderChoice,
  endpoints: ReadonlyMap<VenueId, string>,
): Promise<readonly Check[]> {
  try {
    const clock = new SystemClock();
    // Public calls need no nonce, and none is reserved beside a running program.
    const nonces = { reserve: async (_key: string, atLeast: number) => atLeast };
    const venues = openVenues({ clock, rng: new SystemRng(), logger: QUIET_LOGGER, endpoints, nonces });
    return await checkVenues(await readProfiles(folder.path), venues, clock);
  } catch (error) {
    return [await guarded("venues", () => Promise.reject(error))];
  }
}

async function doctor(folder: DataFolderChoice, endpoints: ReadonlyMap<VenueId, string>): Promise<DoctorReport> {
  const checks = [
    await guarded("node", checkNode),
    await guarded("window", checkWindow),
    await guarded("dataFolder", () => checkFolder(folder)),
    await guarded("lock", () => checkLock(folder.path)),
    await guarded("space", () => checkSpace(folder.path)),
    await guarded("storage", () => checkStorage(folder.path)),
    await guarded("keychain", () => checkKeychain(folder.path)),
    await guarded("clock", checkClock),
    ...(await venueChecks(folder, endpoints)),
    await guarded("simulation", checkSimulation),
  ];
  return { checks, ok: checks.every(({ ok }) => ok) };
}

/** `fail` tells the exit code without an error message: the report itself says what is wrong. */
export function registerDoctor(program: Command, print: (line: string) => void, fail: () => void): void {
  program
    .command("doctor")
    .description("check this machine and the data folder; changes nothing")
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .addOption(venueEndpointOption())
    .action(async (flags: Pick<StartFlags, "dataDir" | "venueEndpoint">) => {
      const report = await doctor(chooseDataFolder(flags.dataDir), flags.venueEndpoint ?? new Map());
      print(JSON.stringify(report, null, 2));
      if (!report.ok) fail();
    });
}
