// Is this socket alive? One socket from its opening to its end, with its vital signs.
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { OpenSocket, SocketEnd, StreamSocket } from "./open-socket.ts";
import { OutQueue } from "./out-queue.ts";

const CONNECT_MS: DurationMs = 10 * SECOND_MS;
/** A venue that promises a sign each second and gives none for so long has fallen silent; known within ten seconds. */
const SILENT_MS: DurationMs = 9 * SECOND_MS;
const LAGGING_MS: DurationMs = 5 * SECOND_MS;
const PING_EVERY_MS: DurationMs = 10 * SECOND_MS;
const PONG_MS: DurationMs = 8 * SECOND_MS;

export type LinkAlarm = "connectTimeout" | "heartbeat" | "ping";

export interface LinkOptions {
  readonly url: string;
  readonly maxFrameBytes: number;
  readonly messagesPerSecond: number;
  /** Null: silence proves nothing. */
  readonly heartbeatMs: DurationMs | null;
  readonly clock: Clock;
  readonly openSocket: OpenSocket;
  /** Text of an application ping; null: protocol pings. */
  readonly pingText: () => string | null;
  readonly onOpen: (link: StreamLink) => void;
  readonly onFrame: (link: StreamLink, frame: Buffer, isBinary: boolean) => void;
  /** Called once, unless the link was disposed. */
  readonly onEnd: (link: StreamLink, end: SocketEnd) => void;
}

export class StreamLink {
  readonly #options: LinkOptions;
  readonly #socket: StreamSocket;
  readonly #queue: OutQueue;
  readonly #startedMs: number;
  #openedMs: number | null = null;
  #ended = false;
  #spoke = false;
  /** Monotonic time of the last frame; set by whoever reads the frames, who knows the time anyway. */
  lastFrameMs: number;
  #pingedMs: number;
  #pongDue = false;
  /** Number of the last frame where the venue counts them; -1 before the first. */
  lastSequence = -1;
  /** Frames that were lost or could not be read: a heartbeat after one proves nothing of a market that was not heard since. */
  losses = 0;
  /** REST tells other prices than the last ones of this socket, and no frame has come since. */
  stalled = false;
  /** How late the last frame with a time came. */
  lateMs: DurationMs = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#startedMs = options.clock.monotonicMs();
    this.lastFrameMs = this.#startedMs;
    this.#pingedMs = this.#startedMs;
    this.#queue = new OutQueue(options.clock, options.messagesPerSecond, (text) => this.#socket.send(text));
    this.#socket = options.openSocket({
      url: options.url,
      maxFrameBytes: options.maxFrameBytes,
      handlers: {
        onOpen: () => this.#open(),
        onFrame: (frame, isBinary) => {
          this.#spoke = true;
          options.onFrame(this, frame, isBinary);
        },
        onPong: () => this.pong(),
        onEnd: (end) => this.#end(end),
      },
    });
  }

  get isOpen(): boolean {
    return this.#openedMs !== null && !this.#ended;
  }

  /** Since when it is open; null before. */
  get openedMs(): number | null {
    return this.#openedMs;
  }

  send(text: string, onSent?: () => void): void {
    if (!this.#ended) this.#queue.add(text, onSent);
  }

  /** The answer to our ping came, as a protocol frame or as the venue's own. */
  pong(): void {
    this.#pongDue = false;
  }

  /** Whether frames come as they should: one did since it opened, none is overdue, and nobody has found it to be stalled. */
  isServing(nowMs: number): boolean {
    return this.isOpen && this.#spoke && !this.stalled && !this.isLagging(nowMs);
  }

  /** Whether the venue's sign of life is overdue, but not for so long that the link is given up. */
  isLagging(nowMs: number): boolean {
    return this.#options.heartbeatMs !== null && nowMs - this.lastFrameMs > LAGGING_MS;
  }

  /** Looks at the vital signs; ends the link and names the alarm where one is missing. Asked twice a second. */
  check(nowMs: number): LinkAlarm | null {
    if (this.#ended) return null;
    if (this.#openedMs === null) {
      if (nowMs - this.#startedMs < CONNECT_MS) return null;
      return this.#giveUp("connectTimeout", "The venue did not answer the connection within 10 s.");
    }
    if (this.#options.heartbeatMs !== null && nowMs - this.lastFrameMs >= SILENT_MS) {
      return this.#giveUp("heartbeat", "No sign of life from the venue for 9 s.");
    }
    if (this.#pongDue && nowMs - this.#pingedMs >= PONG_MS) {
      return this.#giveUp("ping", "The venue did not answer a ping within 8 s.");
    }
    if (!this.#pongDue && nowMs - this.#pingedMs >= PING_EVERY_MS) this.#ping(nowMs);
    return null;
  }

  /** Ends it without telling anybody. */
  dispose(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue.dispose();
    this.#socket.terminate();
  }

  #ping(nowMs: number): void {
    if (!this.#queue.takeTurn()) return;
    this.#pingedMs = nowMs;
    this.#pongDue = true;
    const text = this.#options.pingText();
    if (text === null) this.#socket.ping();
    else this.#socket.send(text);
  }

  #open(): void {
    if (this.#ended) return;
    const nowMs = this.#options.clock.monotonicMs();
    this.#openedMs = nowMs;
    this.lastFrameMs = nowMs;
    this.#pingedMs = nowMs;
    this.#options.onOpen(this);
  }

  #giveUp(alarm: LinkAlarm, reason: string): LinkAlarm {
    this.#socket.terminate();
    this.#end({ reason, retryAfterMs: null });
    return alarm;
  }

  #end(end: SocketEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue.dispose();
    this.#options.onEnd(this, end);
  }
}
