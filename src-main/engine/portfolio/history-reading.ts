// How is one of a venue's lists read to its end, so that a stop at any point loses nothing and counts nothing twice?
// Entries are stored first, then how far the list was read: after a stop the last pages come again, and known entries add nothing.
import { EngineError } from "#engine/core/engine-error.ts";
import type { HistoryPage, HistoryRequest, LedgerEntry, VenueClient } from "#engine/ports/exchange-client.ts";
import { type Coverage, type HistoryPlace, historyPlaceSchema } from "#shared/domain/books.ts";
import type { AccountId, Asset, ProfileId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { entriesOfConversion, entryOfRow, type HistoryOwner, historyId } from "./history-entries.ts";
import { KnownTrades } from "./known-trades.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";

export type HistorySource = Coverage["source"];

/** What a reading of one list needs. */
export interface HistoryReadingOptions {
  readonly profileId: ProfileId;
  readonly client: VenueClient;
  readonly source: HistorySource;
  readonly books: BookKeeper;
  readonly quotes: readonly Asset[];
  /** How far the list was read before; null where it never was. */
  readonly before: Coverage | null;
  /** What is later is left for another time: what repeats trades and transfers must not be read before them. */
  readonly until: UnixMs;
  readonly policies: Pick<PortfolioPolicies, "historyOverlapMs" | "historyPendingMs" | "historyBatch">;
  readonly save: (coverage: Coverage) => Promise<void>;
  /** Waits before the next page, and while something else goes first. Rejects when the signal is aborted. */
  readonly pace: (signal: AbortSignal) => Promise<void>;
}

/** A place is stored with the venue's own words in it. */
const MOST_PLACE = 4_000;
/** A share of the books that is worth restating them for. */
const BATCH_SHARE = 4;

/** Rejects with STORE_ codes or the signal's reason; what the venue refuses stands in the coverage that it returns. */
export async function readHistory(options: HistoryReadingOptions, signal: AbortSignal): Promise<Coverage> {
  const reading = new HistoryReading(options);
  try {
    return await reading.read(signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EngineError) || error.code.startsWith("STORE_")) throw error;
    return await reading.fail(error);
  }
}

class HistoryReading {
  readonly #options: HistoryReadingOptions;
  readonly #owner: HistoryOwner;
  readonly #place: HistoryPlace;
  #coverage: Coverage;
  #fills: Fill[] = [];
  #entries: Transaction[] = [];
  /** Rows of trades that no known trade explains, by their reference, until all rows of it have come. */
  readonly #open = new Map<string, LedgerEntry[]>();
  #unexplained: number;
  #earliestPending: UnixMs | null;
  #trades: KnownTrades | null = null;

  constructor(options: HistoryReadingOptions) {
    const { client, before, profileId, source, until, policies, books } = options;
    const accountId = client.account.id;
    this.#options = options;
    this.#owner = { profileId, accountId, quotes: options.quotes };
    const begin = books.historySince(accountId);
    const since = before === null ? begin : unixMs(Math.max(begin, before.until - policies.historyOverlapMs));
    this.#place = readPlace(before) ?? { startedAt: until, since, token: null, pending: null, unexplained: 0 };
    this.#unexplained = this.#place.unexplained;
    this.#earliestPending = this.#place.pending;
    this.#coverage = before ?? {
      ...{ profileId, accountId, source, from: begin, until: begin },
      ...{ complete: false, resume: null, problem: null, entries: 0 },
    };
  }

  async read(signal: AbortSignal): Promise<Coverage> {
    const { source, pace } = this.#options;
    const request: HistoryRequest = { since: this.#place.since, resume: this.#place.token };
    if (source === "fills") {
      for await (const page of this.#options.client.fillPages(request, { signal })) {
        this.#fills.push(...page.items);
        await this.#turn(page, signal);
        if (page.resume !== null) await pace(signal);
      }
    } else {
      for await (const page of this.#options.client.history(source, request, { signal })) {
        this.#takeRows(page.items);
        await this.#turn(page, signal);
        if (page.resume !== null) await pace(signal);
      }
    }
    this.#closeConversions(new Set());
    await this.#store(signal);
    return await this.#finish();
  }

  /** The venue did not give (all of) the list: that is said, and where reading goes on stays kept. */
  async fail(error: EngineError): Promise<Coverage> {
    return await this.#save({ ...this.#coverage, complete: false, problem: error.message.slice(0, 500) });
  }

  /** Stores what has gathered, once it is worth it and nothing is half read. */
  async #turn(page: HistoryPage<unknown>, signal: AbortSignal): Promise<void> {
    const gathered = this.#fills.length + this.#entries.length;
    const { books, policies } = this.#options;
    const batch = Math.max(policies.historyBatch, books.entries.length / BATCH_SHARE);
    if (page.resume === null || gathered < batch || this.#open.size > 0) return;
    await this.#store(signal);
    const { startedAt, since } = this.#place;
    const place: HistoryPlace = {
      ...{ startedAt, since, token: page.resume },
      ...{ pending: this.#earliestPending, unexplained: this.#unexplained },
    };
    const resume = JSON.stringify(place);
    // A place too long to be kept only means that a stop reads more again.
    if (resume.length <= MOST_PLACE) await this.#save({ ...this.#coverage, resume });
  }

  async #store(signal: AbortSignal): Promise<void> {
    const { books, client } = this.#options;
    const entries = await books.valuer.valued(this.#entries, signal);
    let added = await books.add(entries);
    added += await books.addFills(client.account.id, this.#fills, null, signal, "past");
    this.#entries = [];
    this.#fills = [];
    this.#trades = null;
    this.#coverage = { ...this.#coverage, entries: this.#coverage.entries + added };
  }

  async #finish(): Promise<Coverage> {
    const { historyPendingMs } = this.#options.policies;
    const { startedAt, since } = this.#place;
    const pending = this.#earliestPending;
    // What is pending is read again until it is done, or has been pending for longer than anything takes.
    const until = pending !== null && pending > startedAt - historyPendingMs ? Math.min(startedAt, pending) : startedAt;
    const problem =
      this.#unexplained === 0
        ? null
        : `${this.#unexplained} rows of trades belong to no trade that the venue lists: import its file of transactions.`;
    return await this.#save({
      ...this.#coverage,
      until: unixMs(Math.max(until, since, this.#coverage.until)),
      complete: problem === null,
      problem,
      resume: null,
    });
  }

  async #save(coverage: Coverage): Promise<Coverage> {
    await this.#options.save(coverage);
    this.#coverage = coverage;
    return coverage;
  }

  #takeRows(rows: readonly LedgerEntry[]): void {
    const references = new Set<string>();
    for (const row of rows) {
      if (row.status === "pending") {
        const earliest = this.#earliestPending;
        this.#earliestPending = earliest === null || row.tsEvent < earliest ? row.tsEvent : earliest;
      }
      if (row.status !== "done" || row.tsEvent > this.#options.until) continue;
      if (row.kind === "trade" || row.kind === "fee") {
        if (this.#explained(row)) continue;
        if (row.kind === "trade") {
          this.#openRow(row, references);
          continue;
        }
      }
      if (this.#isKnownTransfer(row)) continue;
      const entry = entryOfRow(this.#owner, row);
      if (entry !== null) this.#entries.push(entry);
    }
    this.#closeConversions(references);
  }

  #openRow(row: LedgerEntry, references: Set<string>): void {
    if (row.reference === null) {
      this.#unexplained += 1;
      return;
    }
    references.add(row.reference);
    const rows = this.#open.get(row.reference);
    if (rows === undefined) this.#open.set(row.reference, [row]);
    else rows.push(row);
  }

  /** Rows of one exchange stand together in time: a reference that the newest page no longer has is whole. */
  #closeConversions(still: ReadonlySet<string>): void {
    for (const [reference, rows] of this.#open) {
      if (still.has(reference)) continue;
      this.#open.delete(reference);
      const entries = entriesOfConversion(this.#owner, rows);
      if (entries === null) this.#unexplained += rows.length;
      else this.#entries.push(...entries);
    }
  }

  #explained(row: LedgerEntry): boolean {
    const { books, client } = this.#options;
    this.#trades ??= new KnownTrades(books.transactions, client.account.id);
    return this.#trades.explains(row);
  }

  /** A ledger that has ids of its own for what came in and went out names it by the ids of the other lists. */
  #isKnownTransfer({ kind, reference }: LedgerEntry): boolean {
    if (this.#options.source !== "ledger" || reference === null) return false;
    const known = this.#options.books.entry(historyId(this.#owner.accountId, reference));
    if (known === null) return false;
    return kind === "deposit" || kind === "withdrawal" || kind === "transfer" || (kind === "fee" && known.fee !== null);
  }
}

function readPlace(coverage: Coverage | null): HistoryPlace | null {
  if (coverage?.resume === undefined || coverage.resume === null) return null;
  try {
    return historyPlaceSchema.parse(JSON.parse(coverage.resume));
  } catch {
    // Words of another version: the list is read from where it is known.
    return null;
  }
}

/** Which account's list is being read. */
export interface HistoryList {
  readonly accountId: AccountId;
  readonly source: HistorySource;
}
