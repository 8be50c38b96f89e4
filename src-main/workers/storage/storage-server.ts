// How does the one writer thread serve everybody, in order, with as few flushes as possible?
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { EngineError } from "#engine/core/engine-error.ts";
import { type AppendRequest, JournalFile } from "#platform/sqlite/journal-file.ts";
import { clearDamage } from "#platform/sqlite/journal-spec.ts";
import type { DataFiles, FileKey } from "#platform/sqlite/open-files.ts";
import { bookChangeRows } from "#platform/sqlite/repositories/book-changes.ts";
import { candleRows } from "#platform/sqlite/repositories/candles.ts";
import { coverageRows } from "#platform/sqlite/repositories/coverage.ts";
import { cycleRows } from "#platform/sqlite/repositories/cycles.ts";
import { evaluationRows } from "#platform/sqlite/repositories/evaluations.ts";
import { nonceRows } from "#platform/sqlite/repositories/nonces.ts";
import { paperRows } from "#platform/sqlite/repositories/paper-exchange.ts";
import { paperLedgerRows } from "#platform/sqlite/repositories/paper-ledger.ts";
import { profileRows } from "#platform/sqlite/repositories/profiles.ts";
import { settingsRow } from "#platform/sqlite/repositories/settings.ts";
import { signalRows } from "#platform/sqlite/repositories/signals.ts";
import { snapshotRows } from "#platform/sqlite/repositories/snapshots.ts";
import { suggestionRows } from "#platform/sqlite/repositories/suggestions.ts";
import { transactionRows } from "#platform/sqlite/repositories/transactions.ts";
import { toStoreError } from "#platform/sqlite/store-error.ts";
import { FileHealth } from "./file-health.ts";
import { type AroundCommit, untouched } from "./kill-moment.ts";
import {
  type StorageCalls,
  type StorageMessage,
  type StorageReply,
  type StorageRequest,
  toWireError,
} from "./protocol.ts";

const WRITES: ReadonlySet<string> = new Set(["append", "save", "add", "reserve", "confirm", "replaceOwn", "prune"]);
const FILE_OF: ReadonlyMap<string, FileKey> = new Map([
  ["journal", "journal"],
  ["candles", "market"],
]);

type Handler = (...args: readonly unknown[]) => unknown;

/** Answers requests on a port with the files it owns. */
export class StorageServer {
  readonly #port: MessagePort;
  readonly #files: DataFiles;
  readonly #journal: JournalFile;
  readonly #handlers: ReadonlyMap<string, Handler>;
  readonly #health: FileHealth;
  readonly #onClosed: () => void;
  readonly #around: AroundCommit;
  #closed = false;

  constructor(
    port: MessagePort,
    files: DataFiles,
    onClosed: () => void = () => undefined,
    around: AroundCommit = untouched,
  ) {
    this.#port = port;
    this.#files = files;
    this.#onClosed = onClosed;
    this.#around = around;
    this.#journal = new JournalFile(files.journal);
    this.#handlers = toHandlers({
      journal: {
        append: () => {
          throw new EngineError("SYSTEM_INTERNAL", "Appends are served in groups");
        },
        read: (query) => this.#journal.read(query),
        readLatest: (query) => this.#journal.readLatest(query),
        verify: () => this.#journal.verify(),
      },
      profiles: profileRows(files.ledger),
      settings: settingsRow(files.ledger),
      transactions: transactionRows(files.ledger),
      bookChanges: bookChangeRows(files.ledger),
      coverage: coverageRows(files.ledger),
      snapshots: snapshotRows(files.ledger),
      suggestions: suggestionRows(files.ledger),
      evaluations: evaluationRows(files.ledger),
      signals: signalRows(files.ledger),
      paperLedger: paperLedgerRows(files.ledger),
      cycles: cycleRows(files.ledger),
      paperExchange: paperRows(files.ledger),
      nonces: nonceRows(files.ledger),
      candles: candleRows(files.market),
      store: {
        probe: () => this.#probe(),
        backup: (now, always) => files.backup(now, always),
        acknowledgeDamage: () => this.#acknowledgeDamage(),
        close: () => this.#close(),
      },
    });
    const { damage } = files;
    this.#health = new FileHealth(
      files.readOnlyBecause ?? (damage === null ? null : { state: "failed", detail: damage }),
      (health) => this.#post({ kind: "health", health }),
    );
  }

  start(): void {
    this.#post({
      kind: "opened",
      report: { notices: this.#files.notices, journalDamaged: this.#files.damage !== null },
      health: this.#health.current,
    });
    this.#port.on("message", (first: StorageRequest) => this.#serve(first));
  }

  /** Takes everything that has arrived while the last group was flushed, so that waiting writes to a file share one commit. */
  #serve(first: StorageRequest): void {
    const queue = [first];
    for (;;) {
      for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
        queue.push(next.message);
      }
      const head = queue[0];
      if (head === undefined || this.#closed) return;
      const shared = sharedCommitOf(head);
      if (shared === null) {
        queue.shift();
        this.#post({ kind: "replies", replies: [this.#answer(head)] });
        if (this.#closed) this.#onClosed();
        continue;
      }
      const end = queue.findIndex((request) => sharedCommitOf(request) !== shared);
      const group = queue.splice(0, end === -1 ? queue.length : end);
      const replies = shared === "journal" ? this.#append(group) : this.#writeLedger(group);
      this.#post({ kind: "replies", replies });
    }
  }

  /** One commit for all; when that fails, each is tried alone: one that does not fit must not fail the others. */
  #writeLedger(group: readonly StorageRequest[]): readonly StorageReply[] {
    const alone = () => group.map((request) => this.#answer(request));
    if (group.length === 1 || this.#files.readOnlyBecause !== null) return alone();
    try {
      const replies = this.#files.ledger
        .transaction(() =>
          group.map((request): StorageReply => ({ id: request.id, ok: true, value: this.#run(request) })),
        )
        .immediate();
      this.#health.wrote("ledger");
      return replies;
    } catch {
      // Nothing of it was committed; whose fault it was shows when each has its own turn.
      return alone();
    }
  }

  #run({ target, method, args }: StorageRequest): unknown {
    const handler = this.#handlers.get(`${target}.${method}`);
    if (handler === undefined) throw new EngineError("SYSTEM_INTERNAL", `The store knows no ${target}.${method}`);
    return handler(...args);
  }

  #append(group: readonly StorageRequest[]): readonly StorageReply[] {
    if (this.#files.readOnlyBecause !== null) return group.map((request) => this.#refuseWrite(request));
    // The arguments were made by the client of this same program and version.
    const appends = group.map((request) => request.args[0] as AppendRequest);
    const kinds = appends.flatMap(({ events }) => events.map(({ kind }) => kind));
    const outcomes = this.#around(kinds, () => this.#journal.append(appends));
    return group.map((request, index): StorageReply => {
      const outcome = outcomes[index];
      if (outcome !== undefined && "links" in outcome) {
        this.#health.wrote("journal");
        return { id: request.id, ok: true, value: outcome.links };
      }
      const error = outcome?.error ?? new EngineError("SYSTEM_INTERNAL", "An append was left without an outcome");
      this.#health.failed("journal", error);
      return { id: request.id, ok: false, error: toWireError(error) };
    });
  }

  #answer(request: StorageRequest): StorageReply {
    const { id, target, method } = request;
    const file = FILE_OF.get(target) ?? "ledger";
    const isWrite = WRITES.has(method);
    if (isWrite && this.#files.readOnlyBecause !== null) return this.#refuseWrite(request);
    try {
      const value = this.#run(request);
      if (isWrite) this.#health.wrote(file);
      return { id, ok: true, value };
    } catch (error) {
      const failure = toStoreError(error, target === "store" ? "The data folder" : `${file}.db`);
      // A backup that fails leaves the files themselves as good as they were.
      if (target !== "store" || failure.code === "STORE_DAMAGED") this.#health.failed(file, failure);
      return { id, ok: false, error: toWireError(failure) };
    }
  }

  #refuseWrite({ id }: StorageRequest): StorageReply {
    const { state, detail } = this.#health.current;
    const code = state === "full" ? "STORE_FULL" : "STORE_READ_ONLY";
    return { id, ok: false, error: { code, message: detail ?? "Opened for reading only", retryable: false } };
  }

  #probe() {
    if (this.#files.readOnlyBecause === null) {
      for (const key of ["journal", "ledger", "market"] as const) {
        try {
          this.#files.probe(key);
          this.#health.wrote(key);
        } catch (error) {
          this.#health.failed(key, toStoreError(error, `${key}.db`));
        }
      }
    }
    return this.#health.current;
  }

  #acknowledgeDamage(): void {
    if (this.#files.damage === null) return;
    clearDamage(this.#files.journal);
    this.#health.release();
  }

  #close(): void {
    this.#files.close();
    this.#closed = true;
  }

  #post(message: StorageMessage): void {
    this.#port.postMessage(message);
  }
}

/** The file whose waiting writes are flushed together; null for what is answered by itself. */
function sharedCommitOf({ target, method }: StorageRequest): "journal" | "ledger" | null {
  if (!WRITES.has(method)) return null;
  const file = FILE_OF.get(target) ?? "ledger";
  // Candles are not flushed at each commit, so nothing is gained by putting them together.
  return file === "market" ? null : file;
}

function toHandlers(calls: StorageCalls): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>();
  for (const [target, methods] of Object.entries(calls)) {
    // The client types every call by the same interface, so the arguments fit the method.
    for (const [method, run] of Object.entries(methods)) handlers.set(`${target}.${method}`, run as Handler);
  }
  return handlers;
}
