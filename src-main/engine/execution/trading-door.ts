// May new orders go to an account now, and if not, why? Closed until what is known of it agrees with its venue.
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import type { AccountReconciler } from "./account-reconciler.ts";
import { lookUpWait } from "./reconciliation.ts";

export interface Readiness {
  readonly ok: boolean;
  readonly reason: string;
}

interface DoorOptions {
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly reconciler: Pick<AccountReconciler, "reconcile">;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly onBroken: (error: unknown) => Promise<void>;
}

/** Why one account is closed, and how often that was said: one more than when a reading began keeps it closed after it. */
interface Pause {
  readonly reason: string;
  readonly times: number;
}

export class TradingDoor {
  /** After each change of {@link TradingDoor.ready}. */
  readonly changes = new Topic<Readiness>();
  readonly #options: DoorOptions;
  readonly #pauses = new Map<AccountId, Pause>();
  #ready: Readiness = { ok: false, reason: "Orders and venues were not reconciled yet." };
  #closings = 0;
  #running: Promise<Readiness> | null = null;
  #isFirst = true;
  #retrying = false;
  readonly #reopening = new Set<AccountId>();

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Whether all accounts were reconciled since the start and the last interruption. */
  get ready(): Readiness {
    return this.#ready;
  }

  /** Why nothing new goes to one account although the program is ready; null where it does. */
  pausedBecause(accountId: AccountId): string | null {
    return this.#pauses.get(accountId)?.reason ?? null;
  }

  /**
   * Closes all accounts at once and reconciles them; opens when every venue answered, and tries again until then. Resolves
   * after the first try.
   */
  close(reason: string): Promise<Readiness> {
    this.#closings += 1;
    this.#set({ ok: false, reason });
    this.#running ??= this.#reconcileAll(0).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** One account's venue did not answer, or had enough of us: nothing new goes there until it was reconciled. */
  pause(accountId: AccountId, cause: string): void {
    const known = this.#pauses.get(accountId);
    const reason = `New orders wait until the account was reconciled with its venue: ${cause}`;
    this.#pauses.set(accountId, { reason, times: (known?.times ?? 0) + 1 });
    if (this.#ready.ok) this.#reopenSoon(accountId);
  }

  #reopenSoon(accountId: AccountId): void {
    if (this.#reopening.has(accountId)) return;
    this.#reopening.add(accountId);
    const { logger, signal } = this.#options;
    const run = this.#reopen(accountId)
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      })
      .finally(() => this.#reopening.delete(accountId));
    drop(run, logger, `Reconciling account ${accountId}`);
  }

  async #reconcileAll(round: number): Promise<Readiness> {
    for (;;) {
      const closings = this.#closings;
      for (const [accountId, client] of this.#options.clients) {
        const cause = await this.#reconcile(accountId, client);
        if (cause === null) continue;
        this.#set({ ok: false, reason: `${client.account.name} could not be reconciled: ${cause}` });
        this.#retryLater(round);
        return this.#ready;
      }
      this.#isFirst = false;
      if (closings === this.#closings) break;
    }
    this.#set({ ok: true, reason: "All venues were reconciled." });
    // What was said of an account after it was read is not answered by that reading.
    for (const accountId of this.#pauses.keys()) this.#reopenSoon(accountId);
    return this.#ready;
  }

  /** Null once done; else why not. */
  async #reconcile(accountId: AccountId, client: ExchangeClient): Promise<string | null> {
    const { reconciler, signal, onBroken } = this.#options;
    const times = this.#pauses.get(accountId)?.times;
    try {
      await reconciler.reconcile(client, onBroken, this.#isFirst);
      if (this.#pauses.get(accountId)?.times === times) this.#pauses.delete(accountId);
      return null;
    } catch (error) {
      signal.throwIfAborted();
      await onBroken(error);
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #reopen(accountId: AccountId): Promise<void> {
    const { clients, clock, policies, signal } = this.#options;
    const client = clients.get(accountId);
    for (let round = 0; client !== undefined && this.#pauses.has(accountId); round += 1) {
      await clock.sleep(lookUpWait(round, 0, policies), signal);
      // While all accounts are closed this one is read with them.
      if (this.#ready.ok) await this.#reconcile(accountId, client);
    }
  }

  /** A venue that does not answer is asked again until it does; meanwhile nothing new is sent. */
  #retryLater(round: number): void {
    const { clock, policies, logger, signal } = this.#options;
    if (this.#retrying) return;
    this.#retrying = true;
    const again = async () => {
      try {
        await clock.sleep(lookUpWait(round, 0, policies), signal);
        this.#retrying = false;
        if (this.#ready.ok) return;
        this.#running ??= this.#reconcileAll(round + 1).finally(() => {
          this.#running = null;
        });
        await this.#running;
      } catch (error) {
        // What was under way when the program ends is left, not failed.
        if (!signal.aborted) throw error;
      }
    };
    drop(again(), logger, "Reconciling again");
  }

  #set(ready: Readiness): void {
    this.#ready = ready;
    this.changes.publish(ready);
  }
}
