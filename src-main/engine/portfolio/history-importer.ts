// When are the venues' lists of the past read into the books? One account and one list at a time, slowly, and never before an order.

import type { Stoppable } from "#engine/core/disposable-store.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient, VenueClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { CoverageRepository } from "#engine/ports/repositories.ts";
import type { Coverage } from "#shared/domain/books.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { type HistoryList, type HistorySource, readHistory } from "./history-reading.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";

/** Trades and transfers first: a ledger repeats them. */
const SOURCES: readonly HistorySource[] = ["fills", "deposits", "withdrawals", "ledger"];

export interface HistoryProgress {
  /** By account, then source. */
  readonly coverage: readonly Coverage[];
  /** What is being read now. */
  readonly reading: HistoryList | null;
  readonly paused: boolean;
}

export interface HistoryImporterOptions {
  readonly profile: () => Profile;
  readonly clients: readonly ExchangeClient[];
  readonly books: BookKeeper;
  readonly repository: CoverageRepository;
  /** Whether the account's opening balance is in the books; before that its history would stand alone. */
  readonly isOpened: (accountId: AccountId) => boolean;
  /** Whether something is under way that needs the venue more. */
  readonly isBusy: () => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

export class HistoryImporter implements Stoppable {
  readonly changes = new Topic<HistoryProgress>();
  readonly #options: HistoryImporterOptions;
  readonly #clients: readonly VenueClient[];
  readonly #stop = new AbortController();
  readonly #wanted = new Set<AccountId>();
  #coverage = new Map<string, Coverage>();
  #reading: HistoryList | null = null;
  #running: Promise<void> | null = null;
  #paused = false;

  constructor(options: HistoryImporterOptions) {
    this.#options = options;
    this.#clients = options.clients.filter(isVenueClient);
  }

  /** Loads what was read before and begins to read on; does not wait for venues. */
  async start(): Promise<void> {
    const { repository, profile, clock, policies } = this.#options;
    for (const row of await repository.list(profile().id)) this.#coverage.set(keyOf(row), row);
    if (this.#clients.length === 0) return;
    const timer = clock.every(policies.historyEveryMs, () => this.readAll());
    this.#stop.signal.addEventListener("abort", () => void timer.dispose(), { once: true });
    this.readAll();
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("Reading history was stopped"));
    await this.#running;
  }

  progress(): HistoryProgress {
    const coverage = [...this.#coverage.values()].sort((first, second) => (keyOf(first) < keyOf(second) ? -1 : 1));
    return { coverage, reading: this.#reading, paused: this.#paused };
  }

  /** Whether the account's venue has lists that can be read. */
  canRead(accountId: AccountId): boolean {
    return this.#clients.some(({ account }) => account.id === accountId);
  }

  /** Reads one account's lists soon. */
  readAccount(accountId: AccountId): void {
    if (this.canRead(accountId)) this.#wanted.add(accountId);
    this.#run();
  }

  readAll(): void {
    for (const { account } of this.#clients) this.#wanted.add(account.id);
    this.#run();
  }

  /** Holds before the next page, for as long as it is paused. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#publish();
  }

  #run(): void {
    if (this.#running !== null || this.#stop.signal.aborted) return;
    this.#running = this.#readWanted()
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#options.logger.error("Reading history failed", { error });
      })
      .finally(() => {
        this.#running = null;
        this.#reading = null;
        this.#publish();
      });
  }

  async #readWanted(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#wanted.size > 0) {
      await this.#pace(signal);
      const client = this.#clients.find(({ account: { id } }) => this.#wanted.has(id) && this.#options.isOpened(id));
      if (client === undefined) continue;
      this.#wanted.delete(client.account.id);
      await this.#readLists(client, signal);
    }
  }

  async #readLists(client: VenueClient, signal: AbortSignal): Promise<void> {
    const { profile, books, clock, policies, repository } = this.#options;
    const accountId = client.account.id;
    let until: UnixMs = clock.now();
    for (const source of SOURCES) {
      if (source === "ledger" && this.#waitsForOthers(accountId)) return;
      this.#reading = { accountId, source };
      this.#publish();
      const before = this.#coverage.get(keyOf(this.#reading)) ?? null;
      const coverage = await readHistory(
        {
          profileId: profile().id,
          client,
          source,
          books,
          quotes: [profile().currency, ...profile().cashAssets],
          before,
          until: source === "fills" ? clock.now() : until,
          policies,
          save: async (row) => {
            await repository.save(profile().id, row);
            this.#coverage.set(keyOf(row), row);
            this.#publish();
          },
          pace: (inner) => this.#pace(inner),
        },
        signal,
      );
      if (source === "fills" && coverage.complete) until = coverage.until;
    }
  }

  /** A ledger repeats trades and transfers: it is read when those were, or where the venue has no lists of them. */
  #waitsForOthers(accountId: AccountId): boolean {
    return SOURCES.some((source) => {
      if (source === "ledger") return false;
      const coverage = this.#coverage.get(keyOf({ accountId, source }));
      return coverage === undefined || coverage.resume !== null || (!coverage.complete && coverage.entries > 0);
    });
  }

  async #pace(signal: AbortSignal): Promise<void> {
    const { clock, policies, isBusy } = this.#options;
    do await clock.sleep(policies.historyPaceMs, signal);
    while (this.#paused || isBusy());
  }

  #publish(): void {
    this.changes.publish(this.progress());
  }
}

function isVenueClient(client: ExchangeClient): client is VenueClient {
  return "fillPages" in client && "history" in client;
}

const keyOf = ({ accountId, source }: HistoryList): string => `${accountId} ${source}`;
