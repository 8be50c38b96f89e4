// What do the accounts hold now, and which fills did they have? Reads one account at a time; one that fails keeps its last balances.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Balance } from "#shared/domain/account.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import type { BookKeeper } from "./book-keeper.ts";

export interface AccountState {
  readonly accountId: AccountId;
  readonly balances: readonly Balance[];
  /** Null until the first answer. */
  readonly readAt: UnixMs | null;
  /** What the last read failed with; its balances are then older than `readAt` promises to stay. */
  readonly failure: EngineError | null;
}

export class AccountReader {
  readonly #client: ExchangeClient;
  readonly #books: BookKeeper;
  readonly #clock: Clock;
  readonly #timeoutMs: DurationMs;
  #state: AccountState;
  #opened = false;

  constructor(options: {
    readonly client: ExchangeClient;
    readonly books: BookKeeper;
    readonly clock: Clock;
    readonly timeoutMs: DurationMs;
  }) {
    this.#client = options.client;
    this.#books = options.books;
    this.#clock = options.clock;
    this.#timeoutMs = options.timeoutMs;
    this.#state = { accountId: options.client.account.id, balances: [], readAt: null, failure: null };
  }

  get state(): AccountState {
    return this.#state;
  }

  /** Whether what the account holds is known and in the books: before that its value would look like a gain. */
  get ready(): boolean {
    return this.#opened;
  }

  /**
   * Reads fills (unless they were told already), then balances, and opens the books of a new account. Never rejects for
   * what the venue does; see `state.failure`.
   */
  async read(signal: AbortSignal, options: { readonly fills: boolean } = { fills: true }): Promise<void> {
    try {
      await this.#readOnce(signal, options.fills);
    } catch (error) {
      if (signal.aborted) return;
      this.#state = { ...this.#state, failure: asFailure(error, this.#client.account.name) };
    }
  }

  async #readOnce(signal: AbortSignal, withFills: boolean): Promise<void> {
    const { id } = this.#client.account;
    const since = withFills ? this.#books.fillsSince(id) : null;
    if (since !== null) {
      const fills = await this.#within(signal, (inner) => this.#client.fetchFills({ since }, { signal: inner }));
      await this.#books.addFills(id, fills, null, signal);
    }
    const readAt = this.#clock.now();
    const balances = await this.#within(signal, (inner) => this.#client.fetchBalances({ signal: inner }));
    this.#state = { accountId: id, balances, readAt, failure: null };
    await this.openBooks();
  }

  /** Takes a new account's balances into the books once everything has a price; does nothing for one that is in them. */
  async openBooks(): Promise<void> {
    const { accountId, balances, readAt } = this.#state;
    if (this.#opened || readAt === null) return;
    this.#opened = this.#books.hasAccount(accountId) || (await this.#books.open(accountId, balances, readAt));
  }

  /** A call that does not answer in time fails, even where the client does not listen to its signal. */
  async #within<T>(signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const late = new Promise<never>((_resolve, reject) => {
      controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
    });
    const stop = (error: unknown): void => controller.abort(error);
    const onAbort = (): void => stop(signal.reason);
    const timer = this.#clock.after(this.#timeoutMs, () =>
      stop(new EngineError("VENUE_UNREACHABLE", `${this.#client.account.name} does not answer.`, { retryable: true })),
    );
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      signal.throwIfAborted();
      return await Promise.race([call(controller.signal), late]);
    } finally {
      await timer.dispose();
      signal.removeEventListener("abort", onAbort);
    }
  }
}

function asFailure(error: unknown, account: string): EngineError {
  return error instanceof EngineError
    ? error
    : new EngineError("VENUE_UNREACHABLE", `${account} could not be read.`, { retryable: true, cause: error });
}
