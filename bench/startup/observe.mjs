// Loaded into the measured process before its own modules: when does it start its storage thread, open its files, listen,
// and get its first request? Told over the fourth file descriptor,
// with the processor time spent until then. Plain JavaScript, because even reading types takes time.
import { subscribe } from "node:diagnostics_channel";
import { writeSync } from "node:fs";

const TOLD = 3;
const told = new Set();

const tell = (/** @type {string} */ what, at = Date.now()) => {
  if (told.has(what)) return;
  told.add(what);
  const { user, system } = process.cpuUsage();
  writeSync(TOLD, `${what} ${at} ${(user + system) / 1000}\n`);
};

tell("process", performance.timeOrigin);
tell("runtime");
process.on("worker", (worker) => {
  tell("composing");
  worker.on("message", (/** @type {{ kind?: unknown } | null} */ message) => {
    if (message?.kind === "opened") tell("store");
  });
});
subscribe("tracing:net.server.listen:asyncEnd", () => tell("listening"));
subscribe("http.server.request.start", () => tell("request"));
