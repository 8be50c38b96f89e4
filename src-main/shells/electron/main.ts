// Entry of the desktop shell.

import { Command } from "commander";
import { app } from "electron";
import { compose } from "#shells/compose.ts";
import { runCommand } from "#shells/run-command.ts";
import { addStartFlags, type StartFlags, toStartOptions } from "#shells/start-options.ts";
import { startElectronShell } from "./start.ts";

const program = addStartFlags(new Command("schwabot"))
  // Chromium's own switches pass through here too, so an unknown one is not refused.
  .allowUnknownOption()
  .allowExcessArguments()
  .action((flags: StartFlags) => startElectronShell(toStartOptions(flags), compose));

// Run unpackaged, the first argument is the program's folder.
const args = process.argv.slice(app.isPackaged ? 1 : 2);
const code = await runCommand(program, args, {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
if (code !== 0 || args.includes("--help")) app.exit(code);
