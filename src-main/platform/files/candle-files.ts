// How is a folder of candle files read from the disk?
import { promises } from "node:fs";
import { join } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";
import type { CandleFiles } from "#engine/ports/candle-files.ts";

export class DiskCandleFiles implements CandleFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async list(): Promise<readonly string[]> {
    const names = await promises.readdir(this.folder).catch((cause: unknown) => {
      throw new EngineError("INPUT_INVALID", `Cannot read the replay folder ${this.folder}: ${reason(cause)}.`, {
        cause,
        data: { path: this.folder },
      });
    });
    return names.filter((name) => name.toLowerCase().endsWith(".csv")).sort();
  }

  async read(name: string): Promise<string> {
    const path = join(this.folder, name);
    return promises.readFile(path, "utf8").catch((cause: unknown) => {
      throw new EngineError("INPUT_INVALID", `Cannot read ${path}: ${reason(cause)}.`, { cause, data: { path } });
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "it is not a folder",
  EISDIR: "it is a folder, not a file",
  EACCES: "this program may not read it",
  EPERM: "this program may not read it",
};

function reason(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return REASONS[code] ?? (cause instanceof Error ? cause.message : "unknown reason");
}
