// Which frames have others recorded? Read where the reference data lies; where it does not, a test says so and is left out.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const WIRE = path.join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "wire");

/** Text of a recorded file, or why there is none. */
export function recordedWire(...parts: readonly string[]): { readonly text: string } | { readonly missing: string } {
  const file = path.join(WIRE, ...parts);
  if (existsSync(file)) return { text: readFileSync(file, "utf8") };
  return { missing: `no recorded frames at ${file} (SCHWABOT_REFERENCE_DATA names another folder)` };
}

/** JSON without the spaces that people put in to read it; its numbers stay as they are written. */
export function compactJson(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}
