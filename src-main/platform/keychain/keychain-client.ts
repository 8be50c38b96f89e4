// How does the program use the keychain without ever being blocked by it? One call at a time, 5 s each, in a process that is killed when late.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Secret } from "#engine/core/secret.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { KeychainError } from "./keychain-problem.ts";
import type { KeychainProcess, LaunchKeychainProcess } from "./keychain-process.ts";
import { type KeychainReply, type KeychainRequest, keychainReplySchema } from "./protocol.ts";
import { decodeSecret, encodeSecret } from "./secret-encoding.ts";
import { Turns } from "./turns.ts";

const CALL_MS = 5 * SECOND_MS;
/** So many calls in a row that hang, die or make no sense, and the keychain is left alone for the session. */
const FAILURES_UNTIL_OFF = 2;

/** The system's keychain: named secrets of one service. Every call rejects with KeychainError. */
export interface Keychain {
  /** Writes, reads and deletes a canary. */
  probe(): Promise<void>;
  read(account: string): Promise<Secret | null>;
  /** Written and read back. */
  write(account: string, secret: Secret): Promise<void>;
  remove(account: string): Promise<void>;
  close(): Promise<void>;
}

export interface KeychainClientOptions {
  readonly service: string;
  readonly launch: LaunchKeychainProcess;
  readonly clock: Clock;
}

type Call =
  | { readonly kind: "probe" }
  | { readonly kind: "read" | "remove"; readonly account: string }
  | { readonly kind: "write"; readonly account: string; readonly value: string };

export class KeychainClient implements Keychain {
  readonly #options: KeychainClientOptions;
  #process: KeychainProcess | null = null;
  #lastId = 0;
  readonly #turns = new Turns();
  #failures = 0;
  #off: KeychainError | null = null;
  #abandon: ((why: KeychainError) => void) | null = null;

  constructor(options: KeychainClientOptions) {
    this.#options = options;
  }

  async probe(): Promise<void> {
    await this.#call({ kind: "probe" });
  }

  async read(account: string): Promise<Secret | null> {
    const value = await this.#call({ kind: "read", account });
    if (value === null) return null;
    const secret = decodeSecret(value);
    if (secret === null) throw new KeychainError("damaged");
    return secret;
  }

  async write(account: string, secret: Secret): Promise<void> {
    await this.#call({ kind: "write", account, value: encodeSecret(secret) });
  }

  async remove(account: string): Promise<void> {
    await this.#call({ kind: "remove", account });
  }

  /** Ends the process; a call under way and those that wait are rejected. */
  async close(): Promise<void> {
    const closed = new KeychainError("closed");
    this.#off = closed;
    if (this.#abandon === null) this.#end();
    else this.#abandon(closed);
    await this.#turns.take(() => Promise.resolve());
  }

  #call(call: Call): Promise<string | null> {
    return this.#turns.take(() => this.#run(call));
  }

  async #run(call: Call): Promise<string | null> {
    if (this.#off !== null) throw this.#off;
    this.#lastId += 1;
    const reply = await this.#exchange({ ...call, id: this.#lastId, service: this.#options.service });
    if (!reply.ok) throw new KeychainError(reply.problem, reply.detail && `The system says: ${reply.detail}.`);
    return reply.value;
  }

  /** One request to its reply; whatever else happens ends the process, so that a late reply meets nobody. */
  async #exchange(request: KeychainRequest): Promise<KeychainReply> {
    let limit: Stoppable | null = null;
    try {
      const reply = await new Promise<KeychainReply>((resolve, reject) => {
        limit = this.#options.clock.after(CALL_MS, () => reject(new KeychainError("timedOut")));
        this.#abandon = reject;
        const process = this.#process ?? this.#options.launch();
        if (this.#process === null) this.#listen(process);
        this.#receive = (message) => {
          const reply = keychainReplySchema.safeParse(message).data;
          if (reply?.id === request.id) resolve(reply);
          else reject(new KeychainError("garbled"));
        };
        process.send(request);
      });
      this.#failures = 0;
      return reply;
    } catch (error) {
      this.#end();
      const failure = error instanceof KeychainError ? error : new KeychainError("died");
      this.#failures += 1;
      if (this.#failures >= FAILURES_UNTIL_OFF) {
        this.#off ??= new KeychainError(
          failure.problem,
          "It failed twice and is left alone until the program is restarted.",
        );
      }
      throw failure;
    } finally {
      this.#abandon = null;
      this.#receive = () => undefined;
      // Set inside the promise, where the compiler does not follow.
      void (limit as Stoppable | null)?.dispose();
    }
  }

  #receive: (message: unknown) => void = () => undefined;

  #listen(process: KeychainProcess): void {
    this.#process = process;
    process.onMessage((message) => {
      if (this.#process === process) this.#receive(message);
    });
    process.onExit(() => {
      if (this.#process !== process) return;
      this.#process = null;
      this.#abandon?.(new KeychainError("died"));
    });
  }

  #end(): void {
    const process = this.#process;
    this.#process = null;
    process?.kill();
  }
}
