// When may a venue cancel every order of an account by itself, because nothing is heard of this program any more?

import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import { Stopped } from "#engine/core/stopped.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { DeadManSwitch } from "#shared/contract/views.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import { type DurationMs, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** Kraken's own advice: 60 s, renewed every 15 to 30 s (docs.kraken.com "Cancel All Orders After X", read 2026-11-26). */
const TIMEOUT_MS: DurationMs = 60 * SECOND_MS;
const RENEW_MS: DurationMs = 20 * SECOND_MS;

interface SwitchOptions {
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly journal: ProfileJournal;
  readonly orders: () => readonly Order[];
  readonly venueStatus: (accountId: AccountId) => Promise<VenueStatus | null>;
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly logger: Logger;
}

/**
 * The venue's timer cancels all orders of the account, whoever placed them. So it is armed only by the person's leave for that
 * account, while own orders rest there and no other's do; a timer that an earlier run left is ended or renewed first.
 */
export class DeadManSwitchService implements Stoppable {
  readonly #options: SwitchOptions;
  readonly #allowed = new Set<AccountId>();
  /** A write of the person's word failed, so the disk may hold another one: the next word is written, whatever is known here. */
  readonly #unwritten = new Set<AccountId>();
  /** Until when the venue waits; `unknown` where an earlier run, or a call without an answer, may have armed it. */
  readonly #armed = new Map<AccountId, UnixMs | "unknown">();
  /** Accounts being looked at; true: once more after it. */
  readonly #looking = new Map<AccountId, boolean>();
  readonly #disposables: DisposableStore;
  readonly #stop = new AbortController();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: SwitchOptions) {
    this.#options = options;
    this.#disposables = new DisposableStore(options.logger);
    this.#disposables.add(options.journal.applied.subscribe((entry) => this.#apply(entry)));
  }

  /** To be called once the journal was replayed. */
  start(): void {
    for (const accountId of this.#allowed) this.#armed.set(accountId, "unknown");
    this.#disposables.add(this.#options.clock.every(RENEW_MS, () => this.look()));
    this.look();
  }

  /** Rejects with PROFILE_ACCOUNT_NOT_FOUND. */
  read(accountId: AccountId): DeadManSwitch {
    const client = this.#client(accountId);
    const armed = this.#armed.get(accountId);
    return {
      supported: isSupported(client),
      allowed: this.#allowed.has(accountId),
      armedUntil: armed === undefined || armed === "unknown" || armed < this.#options.clock.now() ? null : armed,
    };
  }

  /** The person's leave for one account, given or taken back. Rejects with VENUE_NOT_SUPPORTED where the venue has no such timer, and as the store does. */
  async allow(accountId: AccountId, allowed: boolean): Promise<DeadManSwitch> {
    const client = this.#client(accountId);
    if (allowed && !isSupported(client)) {
      throw new EngineError(
        "VENUE_NOT_SUPPORTED",
        `${client.account.name}'s venue has no timer that cancels its orders.`,
      );
    }
    if (this.#allowed.has(accountId) !== allowed || this.#unwritten.has(accountId)) {
      // Taken back counts at once, also where it can not be written.
      if (!allowed) this.#allowed.delete(accountId);
      this.#unwritten.add(accountId);
      const detail = allowed ? "You allow it for this account." : "You took your leave back.";
      try {
        await this.#record(accountId, allowed ? "allowed" : "refused", detail);
        this.#unwritten.delete(accountId);
      } finally {
        this.look();
      }
    }
    return this.read(accountId);
  }

  /** Something about orders, ours or others', may have changed. */
  look(): void {
    for (const [accountId, client] of this.#options.clients) {
      // On paper a venue is never told anything, whatever was allowed for its live orders.
      if (!isSupported(client) || (!this.#allowed.has(accountId) && !this.#armed.has(accountId))) continue;
      if (this.#looking.has(accountId)) {
        this.#looking.set(accountId, true);
        continue;
      }
      this.#looking.set(accountId, false);
      this.#tail = this.#lookAt(client);
      drop(this.#tail as Promise<void>, this.#options.logger, `The dead-man switch of ${accountId}`);
    }
  }

  /** A clean end: nothing is left armed. */
  async dispose(): Promise<void> {
    await this.#disposables.dispose();
    await this.#tail.catch(() => undefined);
    this.#allowed.clear();
    for (const [accountId, client] of this.#options.clients) {
      if (isSupported(client) && this.#armed.has(accountId)) await this.#set(client, 0, "The program ends.");
    }
    this.#stop.abort(new Stopped("The dead-man switch"));
  }

  async #lookAt(client: ExchangeClient): Promise<void> {
    const { id } = client.account;
    try {
      do {
        this.#looking.set(id, false);
        // Asked again after the venue's answers: meanwhile an order may have ended, and leave may have been taken back.
        const against =
          this.#ownReasonAgainst(id) ?? (await this.#venueReasonAgainst(client)) ?? this.#ownReasonAgainst(id);
        // Nothing is known: the timer goes on, and what it is for may have come.
        if (against === "unknown") continue;
        if (against === null) await this.#set(client, TIMEOUT_MS, "Own orders rest there.");
        else if (this.#armed.has(id)) await this.#set(client, 0, against);
      } while (this.#looking.get(id) === true);
    } finally {
      this.#looking.delete(id);
    }
  }

  /** Why it must not be armed by what is known here; null where nothing speaks against it. */
  #ownReasonAgainst(id: AccountId): string | null {
    if (!this.#allowed.has(id)) return "You took your leave back.";
    return this.#ownOrders(id).some(isResting) ? null : "No own order rests there.";
  }

  /** The same by what the venue says; `unknown` where it does not answer. */
  async #venueReasonAgainst(client: ExchangeClient): Promise<string | null> {
    const { venueStatus, clock, policies, logger } = this.#options;
    const { id } = client.account;
    try {
      const status = await venueStatus(id);
      if (status === null) return "unknown";
      if (status.state !== "online") return `The venue is ${status.state}.`;
      const open = await withinCall(clock, policies.callMs, this.#stop.signal, (signal) =>
        client.fetchOpenOrders({ signal }),
      );
      const isOwn = ({ clientOrderId, venueOrderId }: (typeof open)[number]) =>
        this.#ownOrders(id).some((own) => own.clientOrderId === clientOrderId || own.venueOrderId === venueOrderId);
      return open.every(isOwn) ? null : "An order that is not ours is open there.";
    } catch (error) {
      logger.warn("The dead-man switch could not look", { accountId: id, error });
      return "unknown";
    }
  }

  #ownOrders(id: AccountId): readonly Order[] {
    return this.#options.orders().filter((order) => order.accountId === id);
  }

  async #set(client: ExchangeClient, forMs: DurationMs, why: string): Promise<void> {
    const { clock, policies, logger } = this.#options;
    const { id } = client.account;
    const before = this.#armed.get(id);
    const from = clock.now();
    try {
      await withinCall(clock, policies.callMs, this.#stop.signal, async (signal) =>
        client.cancelAllAfter?.(forMs, { signal }),
      );
    } catch (error) {
      // Whether it arrived is not known: the next look sets it again.
      this.#armed.set(id, "unknown");
      logger.warn("The dead-man switch could not be set", { accountId: id, error });
      return;
    }
    if (forMs === 0) this.#armed.delete(id);
    else this.#armed.set(id, unixMs(from + forMs));
    if (forMs > 0 !== (typeof before === "number")) await this.#record(id, forMs > 0 ? "armed" : "disarmed", why);
  }

  async #record(
    accountId: AccountId,
    state: "allowed" | "refused" | "armed" | "disarmed",
    detail: string,
  ): Promise<void> {
    await this.#options.journal.record(() => [{ kind: "account.deadManSwitch", accountId, state, detail }]);
  }

  #apply({ event }: JournalEntry): void {
    if (event.kind !== "account.deadManSwitch") return;
    if (event.state === "allowed") this.#allowed.add(event.accountId);
    if (event.state === "refused") this.#allowed.delete(event.accountId);
  }

  #client(accountId: AccountId): ExchangeClient {
    const client = this.#options.clients.get(accountId);
    if (client === undefined) throw new EngineError("PROFILE_ACCOUNT_NOT_FOUND", `There is no account ${accountId}.`);
    return client;
  }
}

function isSupported(client: ExchangeClient): boolean {
  return client.rules.cancelsAllAfter === true && client.cancelAllAfter !== undefined;
}

function isResting({ kind, venueOrderId, state }: Order): boolean {
  return kind !== "limitIoc" && venueOrderId !== null && !isTerminal(state);
}
