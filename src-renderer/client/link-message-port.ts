// How are calls carried in the desktop window? Over a message port, which the preload hands over when it is asked.
import { RPCLink } from "@orpc/client/message-port";
import { countFrames } from "./count-frames.ts";
import type { OpenTransport, Transport } from "./reconnecting-link.ts";

/** Also in the desktop shell's preload, which can import nothing. */
const ASK_FOR_PORT = "schwabot:ask-for-port";
const HERE_IS_PORT = "schwabot:port";
const PORT_LIMIT_MS = 5_000;

export const openMessagePort: OpenTransport = async () => {
  const port = await askForPort();
  return port === null
    ? { kind: "lost", detail: "The program around this window does not answer." }
    : { kind: "open", transport: carryOver(port) };
};

function askForPort(): Promise<MessagePort | null> {
  return new Promise((resolve) => {
    const settle = (port: MessagePort | null): void => {
      clearTimeout(limit);
      removeEventListener("message", onMessage);
      resolve(port);
    };
    const onMessage = (event: MessageEvent): void => {
      const [port] = event.ports;
      // Only what this very page's preload said, never another frame's word.
      if (event.source === window && event.data === HERE_IS_PORT && port !== undefined) settle(port);
    };
    const limit = setTimeout(() => settle(null), PORT_LIMIT_MS);
    addEventListener("message", onMessage);
    window.postMessage(ASK_FOR_PORT, location.origin);
  });
}

function carryOver(port: MessagePort): Transport {
  const link = new RPCLink({ port });
  const onFrame = countFrames((text) => port.postMessage(text));
  port.addEventListener("message", onFrame);
  const closed = new Promise<void>((resolve) => port.addEventListener("close", () => resolve(), { once: true }));
  port.start();
  return { call: (path, input, options) => link.call(path, input, options), closed };
}
