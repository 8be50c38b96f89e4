// The keychain's process: runs the driver for the program that started it, and ends with it.
import { answerKeychainRequest } from "#platform/keychain/keychain-server.ts";
import { loadKeytar } from "#platform/keychain/load-keytar.ts";

interface ParentPort {
  on(event: "message", listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

// Electron gives its utility processes a port; Node's own have `send`. Electron's types are not known here.
const { parentPort } = process as { readonly parentPort?: ParentPort };

async function serve(message: unknown, reply: (message: unknown) => void): Promise<void> {
  const answer = await answerKeychainRequest(message, loadKeytar);
  if (answer !== null) reply(answer);
}

if (parentPort !== undefined) {
  parentPort.on("message", ({ data }) => void serve(data, (message) => parentPort.postMessage(message)));
} else {
  process.on("message", (message) => void serve(message, (answer) => process.send?.(answer)));
  // A hung driver would keep an ordinary exit waiting for its thread for ever.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
}
