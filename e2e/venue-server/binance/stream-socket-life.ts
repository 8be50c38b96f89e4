// When does Binance end a socket by itself? Too many messages, a day of age, or a server that goes away.
import type { StreamPeer } from "../core/stream-venue.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import {
  GOING_AWAY,
  LONGEST_LIFE_MS,
  MESSAGES_PER_SECOND,
  SHUTDOWN_LEAD_MS,
  TOO_MANY,
  WORN_OUT,
} from "./stream-quirks.ts";

const SECOND_MS = 1_000;

export class SocketLife {
  readonly #peer: StreamPeer;
  readonly #world: VenueWorld;
  readonly #onShutdown: () => void;
  /** When the last messages came. */
  #messages: readonly number[] = [];
  #shutdownAt: number | null = null;

  /** `onShutdown` tells the client that its server goes away. */
  constructor(peer: StreamPeer, world: VenueWorld, onShutdown: () => void) {
    this.#peer = peer;
    this.#world = world;
    this.#onShutdown = onShutdown;
  }

  /** Whether a message may be looked at; the socket is closed where not. */
  takeMessage(): boolean {
    const now = this.#now();
    this.#messages = [...this.#messages.filter((at) => at <= now && now - at < SECOND_MS), now];
    if (this.#messages.length <= MESSAGES_PER_SECOND) return true;
    this.#peer.close(TOO_MANY.code, TOO_MANY.reason);
    return false;
  }

  /** Whether it goes on. */
  beat(): boolean {
    const now = this.#now();
    const isGone = this.#shutdownAt !== null && now - this.#shutdownAt >= SHUTDOWN_LEAD_MS;
    const isOld = now - this.#peer.openedAt >= LONGEST_LIFE_MS;
    if (isGone) this.#peer.close(GOING_AWAY.code, GOING_AWAY.reason);
    else if (isOld) this.#peer.close(WORN_OUT.code, WORN_OUT.reason);
    return !isGone && !isOld;
  }

  /** Sockets that were open when maintenance began are told once; it ends nothing of that when it is over. */
  onState(): void {
    if (this.#world.state !== "maintenance" || this.#shutdownAt !== null) return;
    this.#shutdownAt = this.#now();
    this.#onShutdown();
  }

  #now(): number {
    return this.#world.clock.now();
  }
}
