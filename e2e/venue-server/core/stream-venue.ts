// What does a venue's folder give so that its server speaks the venue's streams, and what is it given? (`stream-server.ts` runs it.)
import type { VenueWorld } from "./venue-world.ts";

/** One socket as the venue's code sees it. */
export interface StreamPeer {
  /** Sends a frame: text as it is, anything else as JSON. Faults meet it on the way. */
  send(frame: unknown): void;
  /** Ends the connection with a close frame. */
  close(code: number, reason: string): void;
  /** When it was opened, by the venue's clock. */
  readonly openedAt: number;
}

/** What the venue keeps for one socket. */
export interface StreamSession {
  /** A text frame of the client. */
  onMessage(text: string): void;
  /** Called every `beatMs` of the clock, after prices may have moved: sends what changed since the last beat, heartbeats included. */
  onBeat(): void;
  /** The venue's state or an account changed: sends what the venue would send at once. */
  onEvent?(): void;
  onClose?(): void;
}

export interface StreamVenue {
  /** Length of a beat; 250 ms unless the venue's own rhythm is finer. */
  readonly beatMs: number;
  /** Null for a path that the venue does not have: the handshake is answered 404. */
  open(peer: StreamPeer, path: string, world: VenueWorld): StreamSession | null;
}
