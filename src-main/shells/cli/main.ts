#!/usr/bin/env node
// Entry of the command line.
import { compose } from "#shells/compose.ts";
import { runCli } from "./program.ts";

process.exitCode = await runCli(
  process.argv.slice(2),
  { out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) },
  compose,
);
