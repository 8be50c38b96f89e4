// How does a file of transactions come into the books? Read as a whole, shown first, taken in as a whole or not at all.
import { likelyDuplicates } from "#engine/books/csv/likely-duplicates.ts";
import { readTransactionFile } from "#engine/books/csv/read-transaction-file.ts";
import { describeFileProblem, type NewBookEntry, type TransactionFile } from "#engine/books/csv/transaction-file.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { ImportPreview } from "#shared/contract/views.ts";
import type { Account } from "#shared/domain/account.ts";
import type { AccountId, BatchId } from "#shared/domain/ids.ts";
import type { BookEditor } from "./book-editor.ts";
import type { BookKeeper } from "./book-keeper.ts";

const SHOWN_ENTRIES = 20;
/** More than a person reads; the numbers of all are told. */
const SHOWN_REMARKS = 200;

export interface ImportRequest {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** Where entries belong that the file gives no account for. */
  readonly accountId: AccountId;
  /** Minutes that the file's times are ahead of UTC where it names no zone. */
  readonly zoneMinutes: number;
}

export interface FileImportOptions {
  readonly books: BookKeeper;
  readonly editor: BookEditor;
  readonly accounts: () => readonly Account[];
}

export class FileImport {
  readonly #options: FileImportOptions;

  constructor(options: FileImportOptions) {
    this.#options = options;
  }

  /** What an import would do. Nothing changes. */
  preview(request: ImportRequest): ImportPreview {
    const { books } = this.#options;
    const file = this.#read(request);
    const fresh = file.transactions.filter(({ id }) => books.entry(id) === null);
    return {
      format: file.format,
      entries: file.transactions.length,
      known: file.transactions.length - fresh.length,
      covers: file.covers,
      sample: fresh.slice(0, SHOWN_ENTRIES),
      likelyDuplicates: likelyDuplicates(books.transactions, fresh)
        .slice(0, SHOWN_REMARKS)
        .map(({ known, fresh: entry }) => ({ known, fresh: entry })),
      skipped: file.skipped.slice(0, SHOWN_REMARKS),
      flagged: file.flagged.slice(0, SHOWN_REMARKS),
      problems: [...file.problems],
      moreProblems: file.moreProblems,
    };
  }

  /**
   * Takes the whole file in as one batch. What its import had brought before and was undone comes back. Rejects with
   * INPUT_INVALID naming the first problem, or with STORE_ codes; then nothing is in the books.
   */
  async apply(
    request: ImportRequest,
    signal: AbortSignal,
  ): Promise<{ readonly batchId: BatchId | null; readonly added: number }> {
    const { books, editor } = this.#options;
    const file = this.#read(request);
    const [problem] = file.problems;
    if (problem !== undefined) {
      throw new EngineError("INPUT_INVALID", describeFileProblem(request.name, problem), {
        data: {
          path: "uploadId",
          line: String(problem.line),
          problems: String(file.problems.length + file.moreProblems),
        },
      });
    }
    const known: NewBookEntry[] = file.transactions.filter(({ id }) => books.entry(id)?.source === "import");
    const { batchId, added } = await editor.addBatch(file.transactions, signal, request.name);
    const restored = await editor.restoreTakenOut(
      known.map(({ id }) => id),
      `${request.name} was imported again`.slice(0, 500),
    );
    return { batchId: added === 0 ? null : batchId, added: added + restored };
  }

  #read({ content, accountId, zoneMinutes }: ImportRequest): TransactionFile {
    const all = this.#options.accounts();
    if (!all.some(({ id }) => id === accountId)) {
      throw new EngineError(
        "INPUT_INVALID",
        `accountId: ${accountId} is no account of this profile; choose one of ${all.map(({ id }) => id).join(", ")}.`,
        { data: { path: "accountId" } },
      );
    }
    const accounts = new Map<string, AccountId>();
    for (const { id, name } of all) accounts.set(id.toLowerCase(), id).set(name.toLowerCase(), id);
    return readTransactionFile(content, { account: accountId, accounts, zoneMinutes });
  }
}
