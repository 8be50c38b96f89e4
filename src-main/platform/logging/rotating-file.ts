// Where do log lines lie? In one file of bounded size and its few predecessors; never a full disk, never a crash.
import { closeSync, constants, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface RotatingFileOptions {
  readonly path: string;
  /** A file that would grow beyond this is rotated first. */
  readonly maxBytes: number;
  /** How many files there are in all, the current one included. */
  readonly files: number;
  /** Told once when writing fails (disk full, read-only folder); the program runs on without a log. */
  readonly onFailure: (error: unknown) => void;
}

export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #descriptor: number | null = null;
  #bytes = 0;
  #failed = false;
  #closed = false;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
  }

  write(line: string): void {
    if (this.#closed) return;
    const bytes = Buffer.from(line, "utf8");
    try {
      if (this.#descriptor === null) this.#open();
      if (this.#bytes > 0 && this.#bytes + bytes.byteLength > this.#options.maxBytes) this.#rotate();
      if (this.#descriptor === null) return;
      writeSync(this.#descriptor, bytes);
      this.#bytes += bytes.byteLength;
      this.#failed = false;
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#release();
  }

  #open(): void {
    const { path } = this.#options;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  #rotate(): void {
    const { path, files } = this.#options;
    this.#release();
    rmSync(`${path}.${files - 1}`, { force: true });
    for (let age = files - 2; age >= 0; age -= 1) {
      const from = age === 0 ? path : `${path}.${age}`;
      try {
        renameSync(from, `${path}.${age + 1}`);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
    this.#open();
  }

  #release(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #fail(error: unknown): void {
    try {
      this.#release();
    } catch {
      this.#descriptor = null;
    }
    if (this.#failed) return;
    this.#failed = true;
    this.#options.onFailure(error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
