// How does one socket at Kraken live? State first, replies by number, heartbeats while nothing else is sent, cut when it is idle.
import { DecayingCounter } from "../core/rate-counters.ts";
import type { StreamPeer, StreamSession } from "../core/stream-venue.ts";
import type { VenueState, VenueWorld } from "../core/venue-world.ts";
import { figure, timeText } from "./stream-json.ts";
import { HEARTBEAT_MS, IDLE, MESSAGE_LIMIT, REFUSALS, SERVICE_VERSION, SYSTEM_WORDS } from "./stream-quirks.ts";
import { type Fields, readRequest, StreamRefusal, type StreamRequest } from "./stream-request.ts";

/** What the answer to a request for one thing is, and what is sent right after it. */
export interface Granted {
  readonly result: Fields;
  readonly frames: readonly object[];
}

/** What can be listened to at one of the two hosts. Each part of a request is granted or refused on its own. */
export interface Desk {
  /** Subscriptions that stand. */
  readonly standing: number;
  subscribe(params: Fields): readonly (Granted | StreamRefusal)[];
  unsubscribe(params: Fields): readonly (Granted | StreamRefusal)[];
  /** Time has gone on: resting orders meet the book as it is now. Not asked at a change, which this would cause. */
  settle(): void;
  /** Frames for what changed since they were last asked for. */
  changes(): readonly object[];
  close(): void;
}

export class KrakenSession implements StreamSession {
  readonly #peer: StreamPeer;
  readonly #world: VenueWorld;
  readonly #desk: Desk;
  readonly #connectionId: number;
  readonly #messages = new DecayingCounter(MESSAGE_LIMIT.burst, MESSAGE_LIMIT.perSecond);
  #state: VenueState;
  /** When a channel last sent something, and since when nothing is subscribed. */
  #updatedAt: number;
  #idleSince: number;

  constructor(options: {
    readonly peer: StreamPeer;
    readonly world: VenueWorld;
    readonly desk: Desk;
    readonly connectionId: number;
  }) {
    this.#peer = options.peer;
    this.#world = options.world;
    this.#desk = options.desk;
    this.#connectionId = options.connectionId;
    this.#state = options.world.state;
    this.#updatedAt = this.#now();
    this.#idleSince = this.#now();
    this.#sendStatus();
  }

  onMessage(text: string): void {
    const timeIn = timeText(this.#world.now());
    let request: StreamRequest | null = null;
    try {
      request = readRequest(text);
      if (!this.#messages.take(1, this.#world.clock.now())) throw new StreamRefusal(REFUSALS.rate);
      this.#answer(request, timeIn);
    } catch (error) {
      if (!(error instanceof StreamRefusal)) throw error;
      this.#refuse(error, request, timeIn);
    }
    if (this.#desk.standing > 0) this.#idleSince = this.#now();
  }

  onBeat(): void {
    const now = this.#now();
    this.#desk.settle();
    this.#sendChanges();
    if (this.#desk.standing > 0) {
      this.#idleSince = now;
      if (now - this.#updatedAt >= HEARTBEAT_MS) this.#sendUpdate({ channel: "heartbeat" });
    } else if (now - this.#idleSince >= IDLE.afterMs) this.#peer.close(IDLE.code, IDLE.reason);
  }

  onEvent(): void {
    if (this.#world.state !== this.#state) {
      this.#state = this.#world.state;
      this.#sendStatus();
    }
    this.#sendChanges();
  }

  onClose(): void {
    this.#desk.close();
  }

  #answer({ method, requestId, params }: StreamRequest, timeIn: string): void {
    const ending = this.#ending(requestId, timeIn);
    if (method === "ping") {
      this.#peer.send({ method: "pong", ...ending });
      return;
    }
    if (method !== "subscribe" && method !== "unsubscribe") throw new StreamRefusal(REFUSALS.method);
    for (const part of this.#desk[method](params)) {
      if (part instanceof StreamRefusal) {
        this.#refuse(part, { method, requestId, params }, timeIn);
        continue;
      }
      this.#peer.send({ method, result: part.result, success: true, ...ending });
      for (const frame of part.frames) this.#sendUpdate(frame);
    }
  }

  #refuse({ message, symbol }: StreamRefusal, request: StreamRequest | null, timeIn: string): void {
    this.#peer.send({
      error: message,
      method: request?.method ?? "error",
      success: false,
      ...(symbol === null ? {} : { symbol }),
      ...this.#ending(request?.requestId, timeIn),
    });
  }

  #ending(requestId: number | undefined, timeIn: string) {
    const times = { time_in: timeIn, time_out: timeText(this.#world.now()) };
    return requestId === undefined ? times : { ...times, req_id: requestId };
  }

  #sendChanges(): void {
    for (const frame of this.#desk.changes()) this.#sendUpdate(frame);
  }

  #sendUpdate(frame: object): void {
    this.#updatedAt = this.#now();
    this.#peer.send(frame);
  }

  #sendStatus(): void {
    const data = {
      version: SERVICE_VERSION,
      system: SYSTEM_WORDS[this.#state],
      api_version: "v2",
      // Larger than a double holds, as the venue's are.
      connection_id: figure(`1839266281044${String(this.#connectionId).padStart(7, "0")}`),
    };
    this.#peer.send({ channel: "status", type: "update", data: [data] });
  }

  #now(): number {
    return this.#world.clock.now();
  }
}
