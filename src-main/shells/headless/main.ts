// Entry of the headless shell: `npm start` where no Electron runs.
import { Command } from "commander";
import { compose } from "#shells/compose.ts";
import { runCommand } from "#shells/run-command.ts";
import { VERSION } from "#shells/version.ts";
import { setUpServeCommand } from "./serve-command.ts";

const program = setUpServeCommand(new Command("schwabot-serve").version(VERSION), {
  compose,
  say: (line) => process.stdout.write(`${line}\n`),
});
process.exitCode = await runCommand(program, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
