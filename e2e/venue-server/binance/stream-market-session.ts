// How does one market socket at Binance live? Requests are answered by number; streams send what is new with each beat.
import type { StreamPeer, StreamSession } from "../core/stream-venue.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { BookLog } from "./book-log.ts";
import { shutdownEvent } from "./stream-frames.ts";
import { type MarketStream, openStream } from "./stream-market-kinds.ts";
import { MarketRefusal, type MarketRequest, readMarketRequest } from "./stream-market-request.ts";
import { STREAMS_PER_CONNECTION, TOO_MANY } from "./stream-quirks.ts";
import { SocketLife } from "./stream-socket-life.ts";

interface MarketSocket {
  readonly peer: StreamPeer;
  readonly world: VenueWorld;
  readonly books: BookLog;
  /** Whether frames are wrapped by the name of their stream. */
  readonly combined: boolean;
  /** Streams that stand from the beginning. */
  readonly streams: readonly string[];
}

export class MarketSession implements StreamSession {
  readonly #socket: MarketSocket;
  readonly #life: SocketLife;
  readonly #streams = new Map<string, MarketStream | null>();
  #combined: boolean;

  constructor(socket: MarketSocket) {
    this.#socket = socket;
    this.#combined = socket.combined;
    this.#life = new SocketLife(socket.peer, socket.world, () =>
      this.#send("!serverShutdown", shutdownEvent(socket.world.now())),
    );
    for (const name of socket.streams) this.#add(name);
  }

  onMessage(text: string): void {
    if (!this.#life.takeMessage()) return;
    const { peer } = this.#socket;
    try {
      const request = readMarketRequest(text);
      if (request.method === "SUBSCRIBE" && !this.#hasRoom(request.streams)) peer.close(TOO_MANY.code, TOO_MANY.reason);
      else peer.send({ result: this.#answer(request), id: request.id });
    } catch (error) {
      if (!(error instanceof MarketRefusal)) throw error;
      peer.send({ code: error.code, msg: error.message, ...(error.id === undefined ? {} : { id: error.id }) });
    }
  }

  onBeat(): void {
    // While the venue is closed its market stands still.
    if (!this.#life.beat() || this.#socket.world.state === "maintenance") return;
    for (const [name, stream] of this.#streams) for (const frame of stream?.news() ?? []) this.#send(name, frame);
  }

  onEvent(): void {
    this.#life.onState();
  }

  #answer(request: MarketRequest): unknown {
    switch (request.method) {
      case "SUBSCRIBE":
        for (const name of request.streams) if (!this.#streams.has(name)) this.#add(name);
        return null;
      case "UNSUBSCRIBE":
        for (const name of request.streams) this.#streams.delete(name);
        return null;
      case "LIST_SUBSCRIPTIONS":
        return [...this.#streams.keys()];
      case "GET_PROPERTY":
        return this.#combined;
      case "SET_PROPERTY":
        this.#combined = request.combined;
        return null;
    }
  }

  #hasRoom(streams: readonly string[]): boolean {
    return new Set([...this.#streams.keys(), ...streams]).size <= STREAMS_PER_CONNECTION;
  }

  #add(name: string): void {
    this.#streams.set(name, openStream(name, this.#socket.world, this.#socket.books));
  }

  #send(stream: string, data: object): void {
    this.#socket.peer.send(this.#combined ? { stream, data } : data);
  }
}
