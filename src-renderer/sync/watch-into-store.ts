// How does a stream of the contract keep a store up to date? Full state first, then changes; a gap or a failure starts over.

import { markFailed, markLoading, markReady, type RemoteStore } from "#renderer/stores/remote-store.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { FrameBatch } from "./frame-batch.ts";

/** One event of a contract stream, whichever it is. */
type StreamEvent<State, Change> = StateEvent<State> | ChangeEvent<Change>;

interface StateEvent<State> {
  readonly seq: number;
  readonly tsInit: number;
  readonly kind: "state";
  readonly data: State;
}

interface ChangeEvent<Change> {
  readonly seq: number;
  readonly tsInit: number;
  readonly kind: "change";
  readonly data: Change;
}

export interface WatchOptions<State, Change> {
  readonly store: RemoteStore<State>;
  readonly profileId: ProfileId | null;
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<StreamEvent<State, Change>>>;
  /** The state after a change. Must return a new object. */
  readonly apply: (state: State, change: Change) => State;
  readonly batch: FrameBatch;
  /** Waits before the next try; rejects when aborted. */
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/** Follows the stream until the signal aborts. */
export async function watchIntoStore<State, Change>(
  options: WatchOptions<State, Change>,
  signal: AbortSignal,
): Promise<void> {
  const { store, batch } = options;
  let delayMs = FIRST_DELAY_MS;
  markLoading(store, options.profileId);
  while (!signal.aborted) {
    try {
      await followOnce(options, signal, () => {
        delayMs = FIRST_DELAY_MS;
      });
    } catch (error) {
      if (signal.aborted) return;
      const shown = toShownError(error);
      batch.write(store, () => {
        if (!signal.aborted) markFailed(store, shown);
      });
    }
    try {
      await options.wait(delayMs, signal);
    } catch {
      // Only the abort rejects: the watching is over.
      return;
    }
    delayMs = Math.min(LONGEST_DELAY_MS, delayMs * 2);
  }
}

async function followOnce<State, Change>(
  { store, open, apply, batch }: WatchOptions<State, Change>,
  signal: AbortSignal,
  onEvent: () => void,
): Promise<void> {
  let state: State | null = null;
  let nextSeq: number | null = null;
  for await (const event of await open(signal)) {
    if (signal.aborted) return;
    onEvent();
    if (event.kind === "state") {
      state = event.data;
    } else {
      if (state === null || event.seq !== nextSeq) return;
      state = apply(state, event.data);
    }
    nextSeq = event.seq + 1;
    const value: State = state;
    batch.write(store, () => {
      if (!signal.aborted) markReady(store, value, event.tsInit);
    });
  }
}
