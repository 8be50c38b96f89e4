// What is in a profile's books, where did it come from, and what can be done about it? What the window and the command line ask.

import type { DisposalFilter } from "#engine/books/compute-disposals.ts";
import type { EntryList } from "#engine/books/compute-entry-list.ts";
import { compareMethods } from "#engine/books/compute-method-comparison.ts";
import { exportDisposals } from "#engine/books/csv/export-disposals.ts";
import { exportSnapshots } from "#engine/books/csv/export-snapshots.ts";
import type { ExportFormat } from "#engine/books/csv/export-table.ts";
import { exportTransactions } from "#engine/books/csv/export-transactions.ts";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Repositories, TransactionPageQuery } from "#engine/ports/repositories.ts";
import type { BookRow, BookSummary, MethodComparison as MethodComparisonView } from "#shared/contract/views.ts";
import type { CostBasis, Disposal, Lot } from "#shared/domain/books.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { TransactionCursor } from "#shared/domain/transaction-filter.ts";
import type { AccountState } from "./account-reader.ts";
import { BookBatches } from "./book-batches.ts";
import { BookEditor } from "./book-editor.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { computeBookSummary, computeMethodView, computeSetAside } from "./book-views.ts";
import { FileImport } from "./file-import.ts";
import { HistoryImporter } from "./history-importer.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";
import { Reconciliation } from "./reconciliation.ts";

/** A search for text goes on over so many pages of the store before it gives back what it has. */
const MOST_PAGES = 25;

export interface BookServiceOptions {
  readonly profile: () => Profile;
  readonly keeper: BookKeeper;
  readonly clients: readonly ExchangeClient[];
  /** Accounts whose opening balance is in the books, as last read. */
  readonly openedAccounts: () => readonly AccountState[];
  readonly orderInFlight: (accountId: AccountId) => boolean;
  readonly repositories: Pick<Repositories, "transactions" | "coverage" | "snapshots">;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

export class BookService implements Stoppable {
  readonly keeper: BookKeeper;
  readonly editor: BookEditor;
  readonly history: HistoryImporter;
  readonly reconciliation: Reconciliation;
  readonly files: FileImport;
  readonly batches: BookBatches;
  readonly #options: BookServiceOptions;
  /** What stands in for an entry, of the entries as they were then. */
  #replacements: { readonly of: EntryList; readonly by: ReadonlyMap<TransactionId, Transaction> } | null = null;
  #listed: { readonly of: EntryList; readonly key: string; readonly rows: readonly Disposal[] } | null = null;

  constructor(options: BookServiceOptions) {
    const { keeper, profile, openedAccounts, orderInFlight } = options;
    this.#options = options;
    this.keeper = keeper;
    this.editor = new BookEditor({
      books: keeper,
      profileId: profile().id,
      accounts: () => profile().accounts.map(({ id }) => id),
      clock: options.clock,
      ids: options.ids,
    });
    this.history = new HistoryImporter({
      profile,
      clients: options.clients,
      books: keeper,
      repository: options.repositories.coverage,
      isOpened: (accountId) => openedAccounts().some((state) => state.accountId === accountId),
      isBusy: () => profile().accounts.some(({ id }) => orderInFlight(id)),
      clock: options.clock,
      logger: options.logger,
      policies: options.policies,
    });
    this.reconciliation = new Reconciliation({
      books: keeper,
      editor: this.editor,
      accounts: openedAccounts,
      coverage: () => this.history.progress().coverage,
      cashAssets: () => [profile().currency, ...profile().cashAssets],
      orderInFlight,
      history: this.history,
    });
    this.batches = new BookBatches(keeper, options.clock);
    this.files = new FileImport({ books: keeper, editor: this.editor, accounts: () => profile().accounts });
  }

  summary(): BookSummary {
    const { keeper } = this;
    const { method, pooling } = keeper.lots.basis;
    return computeBookSummary({
      currency: keeper.currency,
      costBasis: { method, pooling },
      entries: keeper.transactions.length,
      setAside: keeper.entries.length - keeper.transactions.length,
      ledger: keeper.ledger,
      realized: keeper.lots.realized,
      fees: keeper.holdings,
    });
  }

  /** Newest first, each with what became of it. Rejects with INPUT_INVALID for a limit out of range, or with STORE_ codes. */
  async page(query: TransactionPageQuery): Promise<{
    readonly rows: readonly BookRow[];
    readonly next: TransactionCursor | null;
    readonly total: number | null;
  }> {
    const { repositories, profile } = this.#options;
    const found: Transaction[] = [];
    let before = query.before;
    for (let pages = 0; ; pages += 1) {
      const limit = query.limit - found.length;
      const page = await repositories.transactions.page(profile().id, {
        ...{ filter: query.filter, limit },
        ...(before === undefined ? {} : { before }),
      });
      found.push(...page.items);
      if (page.next === null || found.length >= query.limit || pages + 1 >= MOST_PAGES) {
        return { rows: found.map((entry) => this.#rowOf(entry)), next: page.next, total: page.total };
      }
      before = page.next;
    }
  }

  /** Open lots, oldest first. */
  lots(asset?: Asset): readonly Lot[] {
    return this.keeper.lots.lots(asset);
  }

  /** Newest first. */
  disposals(
    filter: DisposalFilter,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): { readonly rows: readonly Disposal[]; readonly total: number } {
    const rows = this.#disposals(filter);
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  }

  /** What another cost basis would change. */
  compareMethods(to: CostBasis): MethodComparisonView {
    return computeMethodView(compareMethods(this.keeper.lots, to));
  }

  /** The entries that count, the disposals, or all kept records of the portfolio, as a file. */
  async export(kind: "transactions" | "disposals" | "snapshots", format: ExportFormat): Promise<string> {
    const { repositories, profile } = this.#options;
    switch (kind) {
      case "transactions":
        return exportTransactions(this.keeper.transactions, format);
      case "disposals":
        return exportDisposals(this.keeper.lots.disposals(), format);
      case "snapshots":
        return exportSnapshots(await repositories.snapshots.list(profile().id, unixMs(0)), format);
    }
  }

  /** Reads all lists of the venues soon. Throws INPUT_INVALID where no account has any. */
  readHistory(): void {
    const { accounts } = this.#options.profile();
    if (!accounts.some(({ id }) => this.history.canRead(id))) {
      throw new EngineError(
        "INPUT_INVALID",
        "No account of this profile is at a venue that tells its past: import its file of transactions instead.",
        { data: { path: "profileId" } },
      );
    }
    this.history.setPaused(false);
    this.history.readAll();
  }

  start(): Promise<void> {
    return this.history.start();
  }

  dispose(): Promise<void> {
    return this.history.dispose();
  }

  #rowOf(transaction: Transaction): BookRow {
    const { keeper } = this;
    const counts = keeper.counts(transaction.id);
    return {
      transaction,
      setAside: counts ? null : computeSetAside(transaction, keeper.changes, this.#replacedBy()),
      pairedWith: keeper.otherSide(transaction.id),
    };
  }

  #replacedBy(): ReadonlyMap<TransactionId, Transaction> {
    const { entries } = this.keeper;
    if (this.#replacements?.of !== entries) {
      const by = new Map<TransactionId, Transaction>();
      for (const entry of entries.corrections()) if (entry.replaces !== null) by.set(entry.replaces, entry);
      this.#replacements = { of: entries, by };
    }
    return this.#replacements.by;
  }

  /** Kept as long as the books stay as they are: pages of one list are asked for one after the other. */
  #disposals(filter: DisposalFilter): readonly Disposal[] {
    const { transactions, lots } = this.keeper;
    const key = JSON.stringify([filter.asset, filter.accountId, filter.year, lots.basis]);
    if (this.#listed?.of !== transactions || this.#listed.key !== key) {
      this.#listed = { of: transactions, key, rows: lots.disposals(filter).toReversed() };
    }
    return this.#listed.rows;
  }
}
