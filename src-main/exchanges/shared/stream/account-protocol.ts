// What does a venue's folder tell about its private socket? One per account; what it says only speeds up what REST confirms.
import type { DurationMs } from "#shared/domain/time.ts";
import type { SocketEndpoint } from "./feed-protocol.ts";
import type { ParsedFrame } from "./stream-event.ts";

export interface AccountProtocol {
  readonly endpoint: SocketEndpoint;
  /** The venue promises a frame at least this often; null: it promises none. */
  readonly heartbeatMs: DurationMs | null;
  readonly rollAfterMs: DurationMs | null;
  readonly maxFrameBytes: number;
  /** Messages that a new socket is sent, signed anew for each. May read a token by REST first; rejects with an `EngineError`. */
  opening(options: { readonly signal: AbortSignal }): Promise<readonly string[]>;
  /** An application ping; null: the protocol's own ping frames are used. */
  ping(nextId: () => number): string | null;
  /** Gives `order`, `balance`, `heartbeat`, `subscribed`, `error`, `status`, `ignored` and `malformed` events. Never throws. */
  parse(text: string): ParsedFrame;
}
