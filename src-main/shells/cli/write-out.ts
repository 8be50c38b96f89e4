// Where does what a command makes go: to standard output, or to a file that appears only when it is whole?
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { invalidInput } from "./invalid-input.ts";

/** Rejects with INPUT_INVALID for a file that cannot be written. */
export async function writeOut(
  pieces: AsyncIterable<string> | Iterable<string>,
  out: string | undefined,
  stdout: Writable,
): Promise<void> {
  const content = Readable.from(pieces);
  if (out === undefined) {
    // The standard output stays open; its reader sets the pace, and may have had enough.
    await pipeline(content, stdout, { end: false }).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
    });
    return;
  }
  const file = resolve(out);
  const part = `${file}.part`;
  try {
    await pipeline(content, createWriteStream(part, { mode: 0o600 }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const problem = error instanceof Error ? error.message : String(error);
    throw invalidInput("--out", `--out ${out}: cannot be written: ${problem}`, error);
  }
}
