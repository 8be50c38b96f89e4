// How do clients open WebSockets at a venue on this computer, and when does each get its turn?
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { isLoopback } from "./loopback.ts";
import { StreamFaults } from "./stream-faults.ts";
import { StreamSocket } from "./stream-socket.ts";
import type { StreamVenue } from "./stream-venue.ts";
import type { VenueWorld } from "./venue-world.ts";

const LOGGED = 10_000;

interface Handshake {
  readonly at: number;
  readonly path: string;
  /** HTTP status of the answer, 101 for one that was opened; null while it hangs. */
  readonly status: number | null;
}

interface ReceivedText {
  readonly at: number;
  readonly path: string;
  readonly text: string;
}

/** What a test holds of a venue's streams. */
export interface StreamControl {
  readonly faults: StreamFaults;
  /** Open ones, oldest first. */
  readonly connections: readonly StreamSocket[];
  /** Every handshake that came, oldest first; the last 10,000. */
  readonly handshakes: readonly Handshake[];
  /** What clients sent, oldest first; the last 10,000. */
  readonly log: readonly ReceivedText[];
  /** Data frames that left. */
  readonly framesSent: number;
  /** Empties `log`: a test of many hours has no use for it. */
  forgetLog(): void;
  /** Cuts every socket without a word, those whose handshake hangs too. */
  dropAll(): void;
  /** Sends a frame on every socket, as the venue would: text as it is, anything else as JSON. Faults meet it. */
  sendAll(frame: unknown): void;
}

export class StreamServer implements StreamControl {
  readonly faults = new StreamFaults();
  readonly #world: VenueWorld;
  readonly #venue: StreamVenue;
  /** Faults decide on pongs. */
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false });
  readonly #sockets = new Set<StreamSocket>();
  readonly #hanging = new Set<Duplex>();
  readonly #handshakes: Handshake[] = [];
  readonly #log: ReceivedText[] = [];
  readonly #watch: Stoppable;
  #timer: Stoppable | null = null;
  #sentByGone = 0;

  constructor(world: VenueWorld, venue: StreamVenue) {
    this.#world = world;
    this.#venue = venue;
    this.#watch = world.watch(() => {
      for (const socket of [...this.#sockets]) socket.onEvent();
    });
  }

  get connections(): readonly StreamSocket[] {
    return [...this.#sockets].filter(({ closed }) => !closed);
  }

  get handshakes(): readonly Handshake[] {
    return this.#handshakes;
  }

  get log(): readonly ReceivedText[] {
    return this.#log;
  }

  get framesSent(): number {
    return [...this.#sockets].reduce((sum, { framesSent }) => sum + framesSent, this.#sentByGone);
  }

  forgetLog(): void {
    this.#log.length = 0;
  }

  dropAll(): void {
    for (const socket of [...this.#sockets]) socket.terminate();
    for (const socket of [...this.#hanging]) socket.destroy();
  }

  sendAll(frame: unknown): void {
    for (const socket of this.connections) socket.send(frame);
  }

  /** For the `upgrade` of the HTTP server. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (!isLoopback(request.socket.remoteAddress)) {
      socket.destroy();
      return;
    }
    const [path = "/"] = (request.url ?? "/").split("?");
    const status = this.#answer(request, socket, head, path);
    keep(this.#handshakes, { at: this.#world.clock.now(), path, status });
  };

  /** Cuts everything and lets go of the clock and the world. */
  close(): void {
    void this.#watch.dispose();
    this.#stopBeats();
    this.dropAll();
    this.#server.close();
  }

  #answer(request: IncomingMessage, socket: Duplex, head: Buffer, path: string): number | null {
    socket.on("error", () => undefined);
    const hang = this.faults.find("hang", path);
    if (hang !== undefined) {
      hang.hits += 1;
      this.#hanging.add(socket);
      socket.once("close", () => this.#hanging.delete(socket));
      // What is not read has no end either, and a server's half stays open until it is ended too.
      socket.once("end", () => socket.destroy());
      socket.resume();
      return null;
    }
    const refuse = this.faults.find("refuse", path);
    if (refuse !== undefined) {
      refuse.hits += 1;
      return refuseHandshake(socket, refuse.fault.status, refuse.fault.headers);
    }
    return this.#open(request, socket, head, path);
  }

  #open(request: IncomingMessage, socket: Duplex, head: Buffer, path: string): number {
    const { clock } = this.#world;
    const onText = (text: string) => keep(this.#log, { at: clock.now(), path, text });
    const peer = new StreamSocket({ path, faults: this.faults, clock, onText });
    const session = this.#venue.open(peer, path, this.#world);
    if (session === null) return refuseHandshake(socket, 404);
    let status = 400;
    this.#server.handleUpgrade(request, socket, head, (opened) => {
      status = 101;
      this.#sockets.add(peer);
      // After the socket's own: the session has said goodbye by then.
      peer.open(opened, session);
      opened.once("close", () => this.#onGone(peer));
      this.#timer ??= clock.every(this.#venue.beatMs, () => this.#beat());
    });
    // The library refuses by itself what is no handshake.
    if (status !== 101) session.onClose?.();
    return status;
  }

  #onGone(peer: StreamSocket): void {
    this.#sockets.delete(peer);
    this.#sentByGone += peer.framesSent;
    if (this.#sockets.size === 0) this.#stopBeats();
  }

  #stopBeats(): void {
    void this.#timer?.dispose();
    this.#timer = null;
  }

  #beat(): void {
    for (const socket of [...this.#sockets]) socket.onBeat();
  }
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > LOGGED) list.shift();
}

function refuseHandshake(socket: Duplex, status: number, headers: Readonly<Record<string, string>> = {}): number {
  const all = { connection: "close", "content-length": "0", ...headers };
  const lines = Object.entries(all).map(([name, text]) => `${name}: ${text}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}\r\n${lines.join("")}\r\n`);
  return status;
}
