// Child: what does the disk floor cost when another thread does it and is asked each time? The least a writer thread can need.
// Argument: the folder.
import { Worker } from "node:worker_threads";
import { answer } from "../support/child.ts";
import { timeEachAsync } from "./time-each.ts";

const FLUSHER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { fdatasyncSync, openSync, writeSync } = require("node:fs");
  const file = openSync(require("node:path").join(workerData, "far"), "w");
  const pages = Buffer.alloc(12 * 1024, 1);
  parentPort.on("message", (message) => {
    writeSync(file, pages, 0, pages.length, 0);
    fdatasyncSync(file);
    parentPort.postMessage(message.id);
  });
`;
const [folder = "", count = "1000"] = process.argv.slice(2);
const worker = new Worker(FLUSHER, { eval: true, workerData: folder });
let arrived: () => void = () => undefined;
worker.on("message", () => arrived());
const times = await timeEachAsync(Number.parseInt(count, 10), 1, (id) => {
  const reply = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  worker.postMessage({ id, text: "x".repeat(700) });
  return reply;
});
await worker.terminate();
answer(times);
