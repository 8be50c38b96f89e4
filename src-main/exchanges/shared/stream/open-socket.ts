// How is one WebSocket opened? To the venue's own host over TLS, or to the loopback server that stands in for it.
import { type ClientOptions, WebSocket } from "ws";
import { isLoopbackHost } from "#exchanges/shared/loopback-address.ts";
import { InvariantError } from "#shared/domain/assert.ts";
import type { SocketEndpoint } from "./feed-protocol.ts";

/** Calls are synchronous, in the order of arrival; they must not throw. Nothing is called after `onEnd`, which is called once. */
export interface SocketHandlers {
  onOpen(): void;
  /** The bytes belong to the receiver's buffer: they must not be kept. */
  onFrame(frame: Buffer, isBinary: boolean): void;
  onPong(): void;
  onEnd(end: SocketEnd): void;
}

export interface SocketEnd {
  readonly reason: string;
  /** The venue asks to come back no sooner (429, 503). */
  readonly retryAfterMs: number | null;
}

export interface StreamSocket {
  send(text: string): void;
  ping(): void;
  /** Ends it at once; `onEnd` is not called any more. */
  terminate(): void;
}

export interface SocketRequest {
  readonly url: string;
  readonly maxFrameBytes: number;
  readonly handlers: SocketHandlers;
}

export type OpenSocket = (request: SocketRequest) => StreamSocket;

/** The URL that is opened: the venue's own, or the same at the loopback server. Throws for a place that is neither. */
export function socketUrl({ url, loopbackPath }: SocketEndpoint, loopbackOrigin: string | null): string {
  if (loopbackOrigin === null) {
    if (new URL(url).protocol !== "wss:") throw new InvariantError("A venue's socket without TLS");
    return url;
  }
  const moved = new URL(loopbackPath, loopbackOrigin);
  if (!isLoopbackHost(moved.hostname)) throw new InvariantError("A test server that is not on this computer");
  moved.protocol = moved.protocol === "https:" ? "wss:" : "ws:";
  return moved.href;
}

type Connect = NonNullable<ClientOptions["createConnection"]>;

/** `createConnection` only for tests that watch the bytes. */
export function webSockets(createConnection?: Connect): OpenSocket {
  return ({ url, maxFrameBytes, handlers }) => {
    const socket = new WebSocket(url, {
      // Compressed frames cost 20 to 50 times as much to read as plain ones (measured).
      perMessageDeflate: false,
      // A tenth of a small frame's cost (measured). Both readings check every byte they use: a wrong one is no digit and no known name.
      skipUTF8Validation: true,
      maxPayload: maxFrameBytes,
      followRedirects: false,
      ...(createConnection === undefined ? {} : { createConnection }),
    });
    let ended = false;
    let failure = "";
    let retryAfterMs: number | null = null;
    const end = (reason: string) => {
      if (ended) return;
      ended = true;
      handlers.onEnd({ reason, retryAfterMs });
    };
    socket.on("open", () => {
      if (!ended) handlers.onOpen();
    });
    socket.on("message", (frame: Buffer, isBinary: boolean) => {
      if (!ended) handlers.onFrame(frame, isBinary);
    });
    socket.on("pong", () => {
      if (!ended) handlers.onPong();
    });
    socket.on("unexpected-response", (_request, response) => {
      failure = `The venue refused the connection with HTTP ${response.statusCode}.`;
      retryAfterMs = readRetryAfter(response.headers["retry-after"]);
      response.destroy();
      end(failure);
    });
    socket.on("error", (error) => {
      failure = `The connection failed: ${error.message}.`;
    });
    socket.on("close", (code, reason) => end(failure === "" ? describeClose(code, reason) : failure));
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      ping: () => {
        if (socket.readyState === WebSocket.OPEN) socket.ping();
      },
      terminate: () => {
        ended = true;
        socket.terminate();
      },
    };
  };
}

const NO_CODE = 1006;
const LONGEST_REASON = 120;

function describeClose(code: number, reason: Buffer): string {
  if (code === NO_CODE) return "The connection was lost.";
  const words = reason.toString("utf8").slice(0, LONGEST_REASON);
  return `The venue closed the connection (${code}${words === "" ? "" : `, ${words}`}).`;
}

function readRetryAfter(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : null;
}
