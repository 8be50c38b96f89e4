// How does a command end? Exit 0 done, 1 refused or failed with one plain sentence, 2 wrong usage.
import { type Command, CommanderError } from "commander";
import { EngineError } from "#engine/core/engine-error.ts";

export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

const HELP_CODES: ReadonlySet<string> = new Set(["commander.helpDisplayed", "commander.help", "commander.version"]);

/** Runs the program on the arguments after the program's name. Never rejects and never exits the process. */
export async function runCommand(program: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes("--json");
  silence(program, terminal);
  try {
    await program.parseAsync([...args], { from: "user" });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (HELP_CODES.has(error.code)) return EXIT.done;
      tell(terminal, json, { code: "INPUT_INVALID", message: toSentence(error) });
      return EXIT.usage;
    }
    tell(terminal, json, describe(error));
    return EXIT.failed;
  }
}

/** Commander's own words go through us, so that a mistake is one sentence; subcommands inherit nothing of this by themselves. */
function silence(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: () => undefined });
  for (const sub of command.commands) silence(sub, terminal);
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
}

function tell(terminal: Terminal, json: boolean, told: Told): void {
  terminal.error(json ? `${JSON.stringify({ error: told })}\n` : `${told.message}\n`);
}

function describe(error: unknown): Told {
  if (error instanceof EngineError) {
    const path = error.data.path;
    return { code: error.code, message: error.message, ...(typeof path === "string" ? { path } : {}) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "SYSTEM_INTERNAL", message: `The program made a mistake: ${message}` };
}

/** "error: unknown option '--x'" becomes "Unknown option '--x'." with the way to the help. */
function toSentence(error: CommanderError): string {
  const text = error.message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return `${/[.?)]$/.test(sentence) ? sentence : `${sentence}.`} See --help.`;
}
