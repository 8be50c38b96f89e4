// Who may open a socket, and how does it become a frame channel? Everything is checked before the upgrade.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { CLOSE_SESSION_OVER, SOCKET_PATH, SOCKET_PROTOCOL } from "#shared/contract/socket.ts";
import { FRAME_LIMITS } from "#shells/frame-door.ts";
import type { FrameChannel, RpcServer } from "#shells/rpc-server.ts";
import { checkHandshake, checkHost } from "./origin-check.ts";
import { readCookie } from "./session-route.ts";
import type { SessionKeeper } from "./session-token.ts";

const SOCKET_RULES = { maxSockets: 16, pingIntervalMs: 30_000 } as const;

/** Close codes of RFC 6455. */
const CLOSE = { goingAway: 1001, unsupported: 1003, policy: 1008, tooLarge: 1009 } as const;

export interface WebSocketBridgeOptions {
  readonly rpc: RpcServer;
  readonly keeper: SessionKeeper;
  readonly cookieName: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Our own port, known once the server listens. */
  readonly port: () => number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WebSocketBridge extends Stoppable {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly openSockets: number;
}

export function createWebSocketBridge(options: WebSocketBridgeOptions): WebSocketBridge {
  const { keeper, clock, logger } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_LIMITS.maxBytes,
    // Compressed frames cost memory per socket and let a small frame become a large one.
    perMessageDeflate: false,
    // The secret came as a second protocol name; only the first, public one is ever answered.
    handleProtocols: () => SOCKET_PROTOCOL,
  });

  const judge = (request: IncomingMessage): Verdict => {
    const host = checkHost(request.rawHeaders, request.headers, options.port());
    if (!host.ok) return refuse(host.status, host.reason);
    const origin = checkHandshake(request.headers, host.origin);
    if (!origin.ok) return refuse(origin.status, origin.reason);
    if (request.url !== SOCKET_PATH) return refuse(404, "There is no such socket.");
    const session = keeper.check(
      readCookie(request.headers.cookie, options.cookieName),
      readSecret(request.headers["sec-websocket-protocol"]),
    );
    if (session === null) return refuse(401, "This tab is not logged in.");
    if (server.clients.size >= SOCKET_RULES.maxSockets) return refuse(503, "Too many windows are open.");
    return { ok: true, leftMs: session.leftMs };
  };

  const accept = (socket: WebSocket, leftMs: number): void => {
    const over = clock.after(leftMs, () => socket.close(CLOSE_SESSION_OVER, "AUTH_REQUIRED"));
    let alive = true;
    socket.on("pong", () => {
      alive = true;
    });
    const heartbeat = clock.every(SOCKET_RULES.pingIntervalMs, () => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    });
    socket.on("close", () => {
      void over.dispose();
      void heartbeat.dispose();
    });
    // Too large, not UTF-8 or not a frame at all: the library has closed the socket already.
    socket.on("error", (error) => logger.warn("A socket was closed for breaking the protocol", { error }));
    options.rpc.serve(toChannel(socket));
  };

  return {
    upgrade(request, socket, head) {
      socket.on("error", (error: Error) => logger.debug("A socket failed before its upgrade", { error }));
      const verdict = judge(request);
      if (verdict.ok) server.handleUpgrade(request, socket, head, (opened) => accept(opened, verdict.leftMs));
      else {
        logger.warn("A socket was refused", { status: verdict.status, reason: verdict.reason });
        socket.end(refusalText(verdict, options.headers), () => socket.destroy());
      }
    },
    get openSockets() {
      return server.clients.size;
    },
    dispose() {
      for (const socket of server.clients) {
        socket.close(CLOSE.goingAway, "SHUTTING_DOWN");
        socket.terminate();
      }
      server.close();
    },
  };
}

type Verdict =
  | { readonly ok: true; readonly leftMs: number }
  | { readonly ok: false; readonly status: number; readonly reason: string };

function refuse(status: number, reason: string): Verdict {
  return { ok: false, status, reason };
}

/** Of exactly two protocol names the second is the tab's secret: a page can set no other header on a handshake. */
function readSecret(header: string | undefined): string | undefined {
  const names = (header ?? "").split(",").map((name) => name.trim());
  return names.length === 2 && names[0] === SOCKET_PROTOCOL ? names[1] : undefined;
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  421: "Misdirected Request",
  503: "Service Unavailable",
};

function refusalText(verdict: Extract<Verdict, { ok: false }>, headers: Readonly<Record<string, string>>): string {
  const body = `${verdict.reason}\n`;
  const lines = Object.entries({
    ...headers,
    "content-type": "text/plain; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${verdict.status} ${STATUS_WORDS[verdict.status] ?? "Error"}\r\n${lines.join("")}\r\n${body}`;
}

function toChannel(socket: WebSocket): FrameChannel {
  return {
    // Resolves when the frame was handed to the system: a reader that stops reading stops its streams.
    send: (text) => new Promise((resolve) => socket.send(text, () => resolve())),
    onFrame: (listener) =>
      socket.on("message", (data: RawData, isBinary: boolean) => {
        if (isBinary) socket.close(CLOSE.unsupported, "INPUT_INVALID");
        else listener(data.toString());
      }),
    onClose: (listener) => socket.on("close", listener),
    close: (code) => socket.close(code === "INPUT_TOO_LARGE" ? CLOSE.tooLarge : CLOSE.policy, code),
  };
}
