// Is a request from our own page, on our own address? Exact comparison of what the browser says, before anything is routed.
import type { IncomingHttpHeaders } from "node:http";

const HTTP_PORT = 80;

/** Hosts this server answers to; anything else is another name for our address, as DNS rebinding makes them. */
function allowedHosts(port: number): readonly string[] {
  // Browsers leave out the protocol's own port.
  return ["127.0.0.1", "localhost"].map((name) => (port === HTTP_PORT ? name : `${name}:${port}`));
}

export type OriginVerdict =
  | { readonly ok: true; readonly origin: string }
  | { readonly ok: false; readonly status: 400 | 403 | 421; readonly reason: string };

/** Every request: one Host header, exactly ours. */
export function checkHost(rawHeaders: readonly string[], headers: IncomingHttpHeaders, port: number): OriginVerdict {
  if (countHeader(rawHeaders, "host") !== 1 || headers.host === undefined) {
    return { ok: false, status: 400, reason: "Exactly one Host header is needed." };
  }
  if (!allowedHosts(port).includes(headers.host)) {
    return { ok: false, status: 421, reason: "This server answers only to its own address." };
  }
  return { ok: true, origin: `http://${headers.host}` };
}

/** Calls that log in or read a session: the browser must say that our own page made them. */
export function checkCall(headers: IncomingHttpHeaders, ownOrigin: string): OriginVerdict {
  if (headers.origin !== ownOrigin) {
    return { ok: false, status: 403, reason: "Only this program's own page may call." };
  }
  if (headers["sec-fetch-site"] !== "same-origin") {
    return { ok: false, status: 403, reason: "Only a call from the same origin is answered." };
  }
  return { ok: true, origin: ownOrigin };
}

/** WebSocket handshakes carry no Sec-Fetch headers in every browser; where they do, they must say same-origin. */
export function checkHandshake(headers: IncomingHttpHeaders, ownOrigin: string): OriginVerdict {
  if (headers.origin !== ownOrigin) {
    return { ok: false, status: 403, reason: "Only this program's own page may connect." };
  }
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") {
    return { ok: false, status: 403, reason: "Only a connection from the same origin is accepted." };
  }
  return { ok: true, origin: ownOrigin };
}

function countHeader(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}
