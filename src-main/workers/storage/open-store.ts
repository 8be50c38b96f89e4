// How does the engine get its store? One thread that owns all files, behind the ports.
import { Worker } from "node:worker_threads";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { BackupReport, OpenReport, Repositories, Store, StoreHealth } from "#engine/ports/repositories.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { journalClient } from "./journal-client.ts";
import type { KillMoment } from "./kill-moment.ts";
import { fromWireError, type StorageMessage, type StorageThreadData } from "./protocol.ts";
import { repositoriesClient } from "./repositories-client.ts";
import { StorageClient } from "./storage-client.ts";

export interface OpenStoreOptions {
  readonly dataFolder: string;
  /** The wall clock's time, for the names of backups and quarantined files. */
  readonly now: UnixMs;
  /** The thread's entry: `workerUrl("storage")`. */
  readonly workerUrl: URL;
  /** Read beside a running program: takes no lock, changes nothing, every write rejects with STORE_READ_ONLY. */
  readonly readOnly?: boolean;
  /** Of a test start: where the process kills itself. */
  readonly killAt?: KillMoment | null;
}

/** Opens the data folder's files. Rejects with SYSTEM_ALREADY_RUNNING, STORE_NEWER, STORE_READ_ONLY, STORE_FULL or STORE_FAILED. */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const data: StorageThreadData = {
    dataFolder: options.dataFolder,
    nowMs: options.now,
    readOnly: options.readOnly ?? false,
    killAt: options.killAt ?? null,
  };
  const worker = new Worker(options.workerUrl, {
    name: "storage",
    workerData: data,
    // It touches files only: flags and secrets of the environment are none of its business.
    env: pick(process.env, ["TMPDIR", "TEMP", "TMP"]),
    execArgv: [],
  });
  return connect(worker);
}

/** What the connection needs of a worker (or of a stand-in for one). */
export interface StorageThread {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: StorageMessage) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
}

/** Waits until the thread has opened its files. */
export function connect(thread: StorageThread): Promise<Store> {
  return new Promise((resolve, reject) => {
    const client = new StorageClient(thread);
    let store: ThreadStore | null = null;
    const gone = (why: string) => {
      const error = new EngineError("STORE_FAILED", `The storage thread has ended (${why}); restart the program`);
      client.fail(error);
      store?.threadEnded(error);
      reject(error);
    };
    thread.on("message", (message) => {
      switch (message.kind) {
        case "opened":
          store = new ThreadStore(client, message.report, message.health);
          resolve(store);
          return;
        case "openFailed":
          reject(fromWireError(message.error));
          return;
        case "health":
          store?.setHealth(message.health);
          return;
        case "replies":
          client.receive(message);
          return;
      }
    });
    thread.on("error", (error) => gone(error.message));
    thread.on("exit", () => gone("it was closed"));
  });
}

class ThreadStore implements Store {
  readonly repositories: Repositories;
  readonly journal: Journal;
  readonly openReport: OpenReport;
  readonly #client: StorageClient;
  readonly #listeners = new Set<(health: StoreHealth) => void>();
  readonly #ended: Promise<void>;
  #markEnded: () => void = () => undefined;
  #health: StoreHealth;
  #closing: Promise<void> | null = null;

  constructor(client: StorageClient, openReport: OpenReport, health: StoreHealth) {
    this.#client = client;
    this.openReport = openReport;
    this.#health = health;
    this.journal = journalClient(client);
    this.repositories = repositoriesClient(client);
    this.#ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
  }

  health(): StoreHealth {
    return this.#health;
  }

  onHealth(listener: (health: StoreHealth) => void): ReturnType<Store["onHealth"]> {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  probe(): Promise<StoreHealth> {
    return this.#client.call("store", "probe");
  }

  backup(now: UnixMs, options: { readonly always?: boolean } = {}): Promise<BackupReport> {
    return this.#client.call("store", "backup", now, options.always ?? false);
  }

  acknowledgeDamage(): Promise<void> {
    return this.#client.call("store", "acknowledgeDamage");
  }

  /** Finishes what was asked before, writes everything back into the files and ends the thread. */
  close(): Promise<void> {
    this.#closing ??= this.#client.call("store", "close").then(
      () => this.#ended,
      (error: unknown) => {
        // A thread that is gone has nothing left to close; its files are whole by their logs.
        if (this.#health.state !== "failed") throw error;
      },
    );
    return this.#closing;
  }

  setHealth(health: StoreHealth): void {
    this.#health = health;
    for (const listener of [...this.#listeners]) listener(health);
  }

  threadEnded(error: EngineError): void {
    this.#markEnded();
    if (this.#closing === null) this.setHealth({ state: "failed", detail: error.message });
  }
}

function pick(environment: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
