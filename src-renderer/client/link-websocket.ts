// How are calls carried in a browser? Over a WebSocket to the page's own server, the tab's secret as its second protocol name.
import { RPCLink } from "@orpc/client/websocket";
import { SOCKET_PATH, SOCKET_PROTOCOL } from "#shared/contract/socket.ts";
import { countFrames } from "./count-frames.ts";
import type { Transport } from "./reconnecting-link.ts";

/** Null where the server refuses or does not answer: a browser does not tell which. */
export async function openWebSocket(secret: string): Promise<Transport | null> {
  const socket = new WebSocket(`ws://${location.host}${SOCKET_PATH}`, [SOCKET_PROTOCOL, secret]);
  const transport = carryOverSocket(socket);
  const opened = new Promise<true>((resolve) => socket.addEventListener("open", () => resolve(true), { once: true }));
  return (await Promise.race([opened, transport.closed.then(() => false)])) ? transport : null;
}

function carryOverSocket(socket: WebSocket): Transport {
  const link = new RPCLink({ websocket: socket });
  const onFrame = countFrames((text) => socket.send(text));
  socket.addEventListener("message", onFrame);
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
  return { call: (path, input, options) => link.call(path, input, options), closed };
}
