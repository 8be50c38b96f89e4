// What does `serve` understand? The same command stands alone (npm start without Electron) and under `schwabot`.
import { type Command, Option } from "commander";
import type { Compose } from "#shells/composition.ts";
import { runUntilStopped } from "#shells/run-until-stopped.ts";
import { addStartFlags, parsePort, type StartFlags, toStartOptions } from "#shells/start-options.ts";
import { serve } from "./serve.ts";

interface ServeFlags extends StartFlags {
  readonly port: number;
  readonly open: boolean;
}

export interface ServeCommandParts {
  readonly compose: Compose;
  readonly say: (line: string) => void;
}

export function setUpServeCommand(command: Command, parts: ServeCommandParts): Command {
  return addStartFlags(command)
    .description("open the program in a browser on this machine; stop it with Ctrl+C")
    .addOption(new Option("--port <number>", "port on 127.0.0.1; 0 takes any free one").argParser(parsePort).default(0))
    .option("--no-open", "print where to open it, and open no browser")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: ServeFlags) => {
      const told: string[] = [];
      const serving = await serve(
        { ...toStartOptions(flags), port: flags.port, openBrowser: flags.open },
        { compose: parts.compose, say: (line) => told.push(line) },
      );
      const outcome = runUntilStopped(serving, process);
      // Said only now: whoever stops it on reading this must find it listening for the signal.
      for (const line of told) parts.say(line);
      if ((await outcome) === "interrupted") process.exit(1);
      parts.say("Stopped.");
    });
}
