// A venue's sockets whose every answer a test decides.
import type { OpenSocket, SocketRequest } from "./open-socket.ts";

export interface FakeSocket {
  readonly request: SocketRequest;
  /** What was sent to the venue. */
  readonly sent: string[];
  pings: number;
  /** Ended by us. */
  terminated: boolean;
  open(): void;
  /** A frame of the venue: text as it is, anything else as JSON. */
  say(frame: unknown): void;
  pong(): void;
  end(reason?: string, retryAfterMs?: number): void;
}

export class FakeSockets {
  readonly all: FakeSocket[] = [];
  /** Whether sockets open by themselves, at once. */
  autoOpen = true;

  readonly open: OpenSocket = (request) => {
    const socket: FakeSocket = {
      request,
      sent: [],
      pings: 0,
      terminated: false,
      open: () => request.handlers.onOpen(),
      say: (frame) =>
        request.handlers.onFrame(Buffer.from(typeof frame === "string" ? frame : JSON.stringify(frame)), false),
      pong: () => request.handlers.onPong(),
      end: (reason = "The connection was lost.", retryAfterMs) =>
        request.handlers.onEnd({ reason, retryAfterMs: retryAfterMs ?? null }),
    };
    this.all.push(socket);
    if (this.autoOpen) queueMicrotask(() => socket.terminated || socket.open());
    return {
      send: (text) => socket.sent.push(text),
      ping: () => {
        socket.pings += 1;
      },
      terminate: () => {
        socket.terminated = true;
      },
    };
  };

  /** The newest. */
  get last(): FakeSocket {
    const last = this.all.at(-1);
    if (last === undefined) throw new Error("No socket was opened");
    return last;
  }
}
