// Which transport carries a call now? One generation at a time; a lost one is replaced, and its calls fail rather than move over:
// a command that was sent must not be sent twice.
import type { ClientContext, ClientLink, ClientOptions } from "@orpc/client";

export interface ConnectionState {
  /** `refused`: this window is not logged in (headless shell); a new code is needed. */
  readonly state: "connecting" | "open" | "lost" | "refused";
  readonly detail: string | null;
}

type CallOptions = ClientOptions<ClientContext>;

/** One connection. */
export interface Transport {
  call(path: readonly string[], input: unknown, options: CallOptions): Promise<unknown>;
  /** Resolves when it is over, whoever ended it. */
  readonly closed: Promise<void>;
}

export type Opening =
  | { readonly kind: "open"; readonly transport: Transport }
  | { readonly kind: "lost"; readonly detail: string }
  | { readonly kind: "refused"; readonly detail: string };

export type OpenTransport = () => Promise<Opening>;

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

export class ReconnectingLink implements ClientLink<ClientContext> {
  readonly #open: OpenTransport;
  readonly #wait: (delayMs: number) => Promise<void>;
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  #state: ConnectionState = { state: "connecting", detail: null };
  #transport: Transport | null = null;
  /** Rises with each start of the loop; a loop that is not the newest stops. */
  #generation = 0;

  constructor(open: OpenTransport, timing: { readonly wait: (delayMs: number) => Promise<void> }) {
    this.#open = open;
    this.#wait = timing.wait;
  }

  start(): void {
    this.#generation += 1;
    void this.#run(this.#generation);
  }

  /** Tries at once where nothing is open: someone has reason to think that it works now. */
  retryNow(): void {
    if (this.#state.state === "lost" || this.#state.state === "refused") this.start();
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => void this.#listeners.delete(listener);
  }

  /** Waits for the first connection; where one was lost, fails at once: a press must not take effect minutes later. */
  async call(path: readonly string[], input: unknown, options: CallOptions): Promise<unknown> {
    if (this.#state.state === "connecting") await this.#settled(options.signal);
    options.signal?.throwIfAborted();
    if (this.#transport === null) throw new Error(this.#state.detail ?? "The engine is not connected.");
    return this.#transport.call(path, input, options);
  }

  async #run(generation: number): Promise<void> {
    const isCurrent = (): boolean => generation === this.#generation;
    let delayMs = FIRST_DELAY_MS;
    while (isCurrent()) {
      const opening = await this.#tryOpen();
      if (!isCurrent()) return;
      if (opening.kind === "refused") {
        this.#become({ state: "refused", detail: opening.detail });
        return;
      }
      if (opening.kind === "open") {
        this.#transport = opening.transport;
        this.#become({ state: "open", detail: null });
        delayMs = FIRST_DELAY_MS;
        await opening.transport.closed;
        if (!isCurrent()) return;
        this.#transport = null;
      }
      this.#become({ state: "lost", detail: opening.kind === "lost" ? opening.detail : "The connection was lost." });
      await this.#wait(delayMs);
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    }
  }

  async #tryOpen(): Promise<Opening> {
    try {
      return await this.#open();
    } catch (error) {
      return { kind: "lost", detail: error instanceof Error ? error.message : String(error) };
    }
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  #settled(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        stop();
        signal?.removeEventListener("abort", settle);
        resolve();
      };
      const stop = this.onState(({ state }) => {
        if (state !== "connecting") queueMicrotask(settle);
      });
      signal?.addEventListener("abort", settle, { once: true });
    });
  }
}
