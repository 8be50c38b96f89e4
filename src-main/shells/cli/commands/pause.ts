// How is everything paused, and released, from the command line? A running program is asked; else the journal says it itself.
import { join } from "node:path";
import type { Command } from "commander";
import { EngineError } from "#engine/core/engine-error.ts";
import { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { runningPid } from "#platform/data-folder/instance-lock.ts";
import { leavePauseRequest, readPauseRequest } from "#platform/data-folder/pause-request.ts";
import { writeStore } from "#shells/cli/stored-folder.ts";
import { chooseDataFolder } from "#shells/start-options.ts";

interface Flags {
  readonly reason: string;
  readonly dataDir?: string;
}

/** The running program looks four times a second; a busy one may need longer. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** `pause` and `resume`. */
export function registerPause(program: Command, print: (line: string) => void): void {
  command(program, "pause", "send no new order of any profile, also after a restart, until it is released").action(
    async ({ reason, dataDir }: Flags) => {
      print(JSON.stringify({ paused: true, by: await pause(dataDir, reason), reason }));
    },
  );
  command(program, "resume", "release the pause of everything; the program must not be running").action(
    async ({ reason, dataDir }: Flags) => {
      await setSwitch(dataDir, false, reason);
      print(JSON.stringify({ paused: false, by: "journal", reason }));
    },
  );
}

function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--reason <words>", "kept in the journal", `${name} on the command line`)
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false);
}

/** Resolves once it is written down; says by whom. */
async function pause(dataDir: string | undefined, reason: string): Promise<"program" | "journal"> {
  const runFolder = join(chooseDataFolder(dataDir).path, "run");
  const pid = runningPid(runFolder);
  if (pid === null) {
    await setSwitch(dataDir, true, reason);
    return "journal";
  }
  leavePauseRequest(runFolder, reason);
  const clock = new SystemClock();
  for (let waited = 0; readPauseRequest(runFolder) !== null; waited += LOOK_EVERY_MS) {
    if (waited >= PATIENCE_MS) {
      throw new EngineError(
        "SYSTEM_PAUSED",
        `The program (pid ${pid}) did not confirm the pause in ${PATIENCE_MS / 1_000} s. The request stays and holds at its next start; pause it in its window, or end it, to be sure.`,
      );
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
  return "program";
}

async function setSwitch(dataDir: string | undefined, on: boolean, reason: string): Promise<void> {
  await writeStore(
    chooseDataFolder(dataDir),
    async ({ journal }, clock) => {
      const killSwitch = new KillSwitchService({ clock, journal });
      await killSwitch.start();
      if (killSwitch.state.on === on) {
        const now = on ? `Everything is paused already: ${killSwitch.state.reason}` : "Nothing is paused.";
        throw new EngineError("INPUT_INVALID", now);
      }
      await killSwitch.set(on, reason);
    },
    on ? "pause" : "resume (or release the pause in its window)",
  );
}
