// Which commands does `schwabot` know?
import { Command } from "commander";
import type { Compose } from "#shells/composition.ts";
import { setUpServeCommand } from "#shells/headless/serve-command.ts";
import { EXIT, runCommand, type Terminal } from "#shells/run-command.ts";
import { VERSION } from "#shells/version.ts";
import { terminalAsk } from "./approve-at-terminal.ts";
import { registerAuditExport, registerAuditVerify } from "./commands/audit.ts";
import { registerBooksExport } from "./commands/books-export.ts";
import { registerBooksImport } from "./commands/books-import.ts";
import { registerCandles } from "./commands/candles.ts";
import { registerCheck } from "./commands/check.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerDwt } from "./commands/dwt.ts";
import { registerFeatures } from "./commands/features.ts";
import { registerFeed } from "./commands/feed.ts";
import { registerMetrics } from "./commands/metrics.ts";
import { registerPause } from "./commands/pause.ts";
import { registerPlan } from "./commands/plan.ts";
import { registerPnl } from "./commands/pnl.ts";
import { importSettings, registerProfileExport, registerProfiles } from "./commands/profiles.ts";
import { registerRebalance } from "./commands/rebalance.ts";
import { registerSignals } from "./commands/signals.ts";
import { registerSimulate } from "./commands/simulate.ts";
import { registerTrade } from "./commands/trade.ts";
import { registerWeights } from "./commands/weights.ts";
import { openSealSecrets } from "./open-seal-secrets.ts";

/** Runs one command line; returns the exit code. */
export async function runCli(args: readonly string[], terminal: Terminal, compose: Compose): Promise<number> {
  let failed = false;
  const print = (line: string): void => terminal.out(`${line}\n`);
  const program = new Command("schwabot")
    .description("Rebalance a crypto portfolio exactly, with your approval, with keys that never leave your machine.")
    .version(VERSION)
    .option("--json", "tell errors as JSON");
  setUpServeCommand(program.command("serve"), { compose, say: print });
  registerPlan(program, print);
  registerMetrics(program, print);
  registerPnl(program, print);
  registerWeights(program, print);
  registerFeatures(program, process.stdout);
  registerDwt(program, print);
  const fail = (): void => {
    failed = true;
  };
  registerDoctor(program, print, fail);
  registerCheck(program, { compose, print, onUnchecked: fail });
  registerSimulate(program, { print, fail });
  // Options after the kind belong to it.
  const importing = program.command("import").enablePositionalOptions();
  const exporting = program.command("export").description("print what is stored");
  const settings = importSettings(importing, { compose, print, fail });
  registerCandles({ importing, exporting, settings }, print, process.stdout);
  registerBooksImport(importing, print);
  registerBooksExport(exporting, process.stdout);
  registerProfileExport(exporting, { compose, print });
  registerProfiles(program, { compose, print });
  registerSignals(program, { compose, print });
  registerFeed(program, terminal, process);
  registerAuditVerify(program, { print, fail, openSecrets: openSealSecrets });
  registerAuditExport(exporting, process.stdout);
  registerPause(program, print);
  const planning = {
    ...{ compose, print, fail, signals: process, ask: terminalAsk(process.stdin, process.stderr) },
    note: (line: string) => terminal.error(`${line}\n`),
  };
  registerRebalance(program, planning);
  registerTrade(program, planning);
  const code = await runCommand(program, args.length === 0 ? ["--help"] : args, terminal);
  return code === EXIT.done && failed ? EXIT.failed : code;
}
