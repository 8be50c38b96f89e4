// How does a test get a keychain that works, fails or is not there, as it says?
import type { Secret } from "#engine/core/secret.ts";
import type { Keychain } from "#platform/keychain/keychain-client.ts";
import { KeychainError, type KeychainProblem } from "#platform/keychain/keychain-problem.ts";

export class MemoryKeychain implements Keychain {
  readonly items: Map<string, Secret>;
  /** What is wrong with it now; null where it works. */
  problem: KeychainProblem | null;
  readonly calls: string[] = [];
  /** Calls from this one on do not return: the program was killed. */
  killAt = Number.POSITIVE_INFINITY;
  closed = false;

  constructor(problem: KeychainProblem | null = null, items = new Map<string, Secret>()) {
    this.problem = problem;
    this.items = items;
  }

  async probe(): Promise<void> {
    this.#call("probe");
  }

  async read(account: string): Promise<Secret | null> {
    this.#call(`read ${account}`);
    return this.items.get(account) ?? null;
  }

  async write(account: string, secret: Secret): Promise<void> {
    this.#call(`write ${account}`);
    this.items.set(account, secret);
  }

  async remove(account: string): Promise<void> {
    this.#call(`remove ${account}`);
    this.items.delete(account);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  #call(call: string): void {
    if (this.calls.length >= this.killAt) throw new Error("killed");
    this.calls.push(call);
    if (this.problem !== null) throw new KeychainError(this.problem);
  }
}
