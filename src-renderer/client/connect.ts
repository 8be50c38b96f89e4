// How does the window reach the engine, and how does it get there again after the connection was lost?
import { createORPCClient } from "@orpc/client";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { openMessagePort } from "./link-message-port.ts";
import { openWebSocket } from "./link-websocket.ts";
import { type ConnectionState, type OpenTransport, ReconnectingLink } from "./reconnecting-link.ts";
import { logInWithHash, readSecret, tellSession } from "./session.ts";

export interface Connection {
  readonly client: SchwabotClient;
  /** Calls back with the state now and each later one; returns what stops it. */
  onState(listener: (state: ConnectionState) => void): () => void;
}

const DESKTOP_PROTOCOL = "app:";

/** Connects at once and for as long as the window lives. */
export function connect(): Connection {
  const isDesktop = location.protocol === DESKTOP_PROTOCOL;
  const link = new ReconnectingLink(isDesktop ? openMessagePort : openLoggedInSocket, {
    wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  });
  link.start();
  // Opening the redirect file again in this very tab changes the hash only.
  if (!isDesktop) addEventListener("hashchange", () => link.retryNow());
  return { client: createORPCClient<SchwabotClient>(link), onState: (listener) => link.onState(listener) };
}

/** A code in the address comes first; then the secret that this tab has kept. */
const openLoggedInSocket: OpenTransport = async () => {
  await logInWithHash();
  const secret = readSecret();
  if (secret === null) return { kind: "refused", detail: "This tab has not logged in yet." };
  const opened = await openWebSocket(secret);
  if (opened !== null) return { kind: "open", transport: opened };
  // A browser does not tell a page why a socket was refused, so the page asks.
  const session = await tellSession(secret);
  return session === "over"
    ? { kind: "refused", detail: "The session is over: 12 hours have passed or the program was restarted." }
    : { kind: "lost", detail: "The engine does not answer." };
};
