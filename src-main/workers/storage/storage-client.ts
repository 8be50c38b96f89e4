// How does the engine's thread ask the storage thread, and notice that it is gone?
import type { EngineError } from "#engine/core/engine-error.ts";
import {
  type CallArgs,
  type CallResult,
  fromWireError,
  type StorageCalls,
  type StorageMessage,
  type StorageReply,
  type StorageRequest,
} from "./protocol.ts";

/** The sending half of a port: a worker or a message port. */
export interface RequestPort {
  postMessage(message: StorageRequest): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: EngineError) => void;
}

export class StorageClient {
  readonly #port: RequestPort;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #gone: EngineError | null = null;

  constructor(port: RequestPort) {
    this.#port = port;
  }

  call<T extends keyof StorageCalls, M extends keyof StorageCalls[T] & string>(
    target: T,
    method: M,
    ...args: CallArgs<StorageCalls[T][M]>
  ): Promise<CallResult<StorageCalls[T][M]>> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) {
        reject(this.#gone);
        return;
      }
      this.#lastId += 1;
      // The server answers each call with what the interface promises for it.
      const settle = resolve as (value: unknown) => void;
      this.#waiting.set(this.#lastId, { resolve: settle, reject });
      this.#port.postMessage({ id: this.#lastId, target, method, args });
    });
  }

  receive(message: Extract<StorageMessage, { kind: "replies" }>): void {
    for (const reply of message.replies) this.#settle(reply);
  }

  /** From now on every call rejects, those that wait included: nobody will answer them. */
  fail(error: EngineError): void {
    if (this.#gone !== null) return;
    this.#gone = error;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }

  #settle(reply: StorageReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting.resolve(reply.value);
    else waiting.reject(fromWireError(reply.error));
  }
}
