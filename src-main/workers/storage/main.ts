// The storage thread: opens the data files and serves them until told to close.
import { parentPort, workerData } from "node:worker_threads";
import { openFiles } from "#platform/sqlite/open-files.ts";
import { toStoreError } from "#platform/sqlite/store-error.ts";
import { killAt, untouched } from "./kill-moment.ts";
import { type StorageMessage, type StorageThreadData, toWireError } from "./protocol.ts";
import { StorageServer } from "./storage-server.ts";

const port = parentPort;
if (port === null) throw new Error("This file is the entry of a worker thread");

// Given by open-store.ts of this same program and version.
const options = workerData as StorageThreadData;
try {
  const { killAt: moment } = options;
  const around = moment === null ? untouched : killAt(moment, () => process.kill(process.pid, "SIGKILL"));
  new StorageServer(port, openFiles(options), () => port.close(), around).start();
} catch (error) {
  const failure = toWireError(toStoreError(error, options.dataFolder));
  port.postMessage({ kind: "openFailed", error: failure } satisfies StorageMessage);
  port.close();
}
