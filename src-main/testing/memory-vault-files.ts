// How does a test see a vault's disk, kill the program at any of its steps, or make the disk fail?
import type { VaultFiles } from "#platform/vault/vault-files.ts";

export class MemoryVaultFiles implements VaultFiles {
  readonly files: Map<string, Buffer>;
  /** Steps that changed something, so far. */
  steps = 0;
  readonly #failAt: number;
  readonly #torn: number;
  readonly #error: Error;
  /** Written and not yet durable. */
  readonly #unsynced = new Set<string>();

  /** From step `failAt` on nothing works any more; of that step's write only the first `torn` of its bytes arrive. */
  constructor(
    files = new Map<string, Buffer>(),
    { failAt = Number.POSITIVE_INFINITY, torn = 0, error = new Error("killed") } = {},
  ) {
    this.files = files;
    this.#failAt = failAt;
    this.#torn = torn;
    this.#error = error;
  }

  async read(path: string): Promise<Buffer | null> {
    if (this.steps > this.#failAt) throw this.#error;
    const bytes = this.files.get(path);
    return bytes === undefined ? null : Buffer.from(bytes);
  }

  async write(path: string, bytes: Buffer): Promise<void> {
    this.#step(() => this.files.set(path, Buffer.from(bytes.subarray(0, Math.floor(bytes.length * this.#torn)))));
    this.files.set(path, Buffer.from(bytes));
    this.#unsynced.add(path);
  }

  async sync(path: string): Promise<void> {
    this.#step();
    if (!this.files.has(path)) throw new Error(`nothing to sync at ${path}`);
    this.#unsynced.delete(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step();
    const bytes = this.files.get(from);
    if (bytes === undefined) throw new Error(`nothing to rename at ${from}`);
    // A power cut would leave an empty file under the good name.
    if (this.#unsynced.has(from)) throw new Error(`${from} was renamed before it was durable`);
    this.files.delete(from);
    this.files.set(to, bytes);
  }

  async syncFolder(_path: string): Promise<void> {
    this.#step();
  }

  #step(onKill: () => void = () => undefined): void {
    const at = this.steps;
    this.steps += 1;
    if (at < this.#failAt) return;
    if (at === this.#failAt) onKill();
    this.steps = Number.MAX_SAFE_INTEGER;
    throw this.#error;
  }
}
