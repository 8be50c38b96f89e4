// How is a variant measured in a process of its own, so that no other variant has warmed or dirtied it?
import { spawn } from "node:child_process";
import path from "node:path";
import type { z } from "zod";

export interface ChildOptions {
  /** Flags of Node itself, like `--import`. */
  readonly nodeFlags?: readonly string[];
  readonly limitMs?: number;
}

const LIMIT_MS = 180_000;
const root = path.resolve(import.meta.dirname, "../..");

/** Runs a file of bench/ and reads what it answers. Rejects when it fails, runs too long or answers nothing of the expected form. */
export async function measureInChild<S extends z.ZodType>(
  file: string,
  args: readonly string[],
  schema: S,
  { nodeFlags = [], limitMs = LIMIT_MS }: ChildOptions = {},
): Promise<z.output<S>> {
  const told = `${path.relative(root, file)} ${args.join(" ")}`;
  const child = spawn(process.execPath, [...nodeFlags, file, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  const output = Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => resolve(exitCode ?? signal));
  });
  const [out, errors] = await output;
  if (code !== 0) throw new Error(`${told} ended with ${code}: ${errors.trim() || "no word about why"}`);
  const last = out.trim().split("\n").at(-1) ?? "";
  const parsed = schema.safeParse(parseJson(last));
  if (!parsed.success)
    throw new Error(`${told} answered ${JSON.stringify(last.slice(0, 200))}: ${parsed.error.message}`);
  return parsed.data;
}

/** The child's side: its one answer, as the last line it writes. */
export function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
