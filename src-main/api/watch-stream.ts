// How does a change in the engine become an event of a contract stream?
// First the full state, then changes; a slow reader costs a bounded queue and gets the latest state, never a backlog.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";

/** Anything that can be listened to; `Topic` is one. Listeners are called synchronously. */
export interface Subscribable<Change> {
  subscribe(listener: (change: Change) => void): Stoppable;
}

/** A state that can be read and whose changes can be listened to. */
export interface StreamSource<State, Change> extends Subscribable<Change> {
  read(): State | Promise<State>;
}

interface StreamHead {
  /** Rises by one per event of this stream; a gap means that something was lost on the way. */
  readonly seq: number;
  readonly profileId: ProfileId | null;
  readonly tsInit: UnixMs;
}

export type StreamEvent<State, Change> =
  | (StreamHead & { readonly kind: "state"; readonly data: State })
  | (StreamHead & { readonly kind: "change"; readonly data: Change });

/**
 * What becomes of changes that the reader has not taken yet:
 * `latest`: each change is a whole state, only the newest counts; `merge`: two become one; `queue`: each counts, up to
 * `capacity`, and beyond that all are replaced by a fresh full state.
 */
export type Conflation<Change> =
  | { readonly kind: "latest" }
  | { readonly kind: "merge"; readonly merge: (older: Change, newer: Change) => Change }
  | { readonly kind: "queue"; readonly capacity: number };

export interface WatchOptions<State, Change> {
  readonly source: StreamSource<State, Change>;
  readonly profileId: ProfileId | null;
  readonly conflation: Conflation<Change>;
  /** Least time between two events; changes in between are conflated. 0: as they come. */
  readonly intervalMs: DurationMs;
  readonly clock: Clock;
  /** The call's signal: aborted when the reader cancels or its connection closes. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The events of one subscription. It listens before it reads, so nothing falls between; where `read` waits, a change may
 * repeat what the state holds already, so changes are whole records that replace what they name.
 * Ends, and stops listening, when the reader stops or the signal aborts.
 */
export async function* watchStream<State, Change>(
  options: WatchOptions<State, Change>,
): AsyncGenerator<StreamEvent<State, Change>, void, void> {
  const { source, clock, signal, profileId, intervalMs } = options;
  if (signal?.aborted) return;
  const pending = new PendingChanges<Change>(options.conflation);
  const onAbort = (): void => pending.end();
  signal?.addEventListener("abort", onAbort, { once: true });
  const subscription = source.subscribe((change) => pending.add(change));
  let seq = 0;
  const head = (): StreamHead => ({ seq: seq++, profileId, tsInit: clock.now() });
  try {
    yield { ...head(), kind: "state", data: await source.read() };
    while (true) {
      if (intervalMs > 0 && !(await pause(clock, intervalMs, signal))) return;
      const next = await pending.take();
      if (next.kind === "ended") return;
      if (next.kind === "overflow") yield { ...head(), kind: "state", data: await source.read() };
      else yield { ...head(), kind: "change", data: next.change };
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await subscription.dispose();
  }
}

/** Waits; false when the reader went away meanwhile. */
async function pause(clock: Clock, intervalMs: DurationMs, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await clock.sleep(intervalMs, signal);
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}

type Taken<Change> =
  | { readonly kind: "change"; readonly change: Change }
  | { readonly kind: "overflow" }
  | { readonly kind: "ended" };

/** Changes on their way to one reader. Holds at most one change, or `capacity` of them. */
class PendingChanges<Change> {
  readonly #conflation: Conflation<Change>;
  #changes: Change[] = [];
  #overflow = false;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(conflation: Conflation<Change>) {
    this.#conflation = conflation;
  }

  add(change: Change): void {
    if (this.#ended || this.#overflow) return;
    const older = this.#changes.at(-1);
    if (older === undefined) this.#changes = [change];
    else if (this.#conflation.kind === "latest") this.#changes = [change];
    else if (this.#conflation.kind === "merge") this.#changes = [this.#conflation.merge(older, change)];
    else if (this.#changes.length < this.#conflation.capacity) this.#changes.push(change);
    else {
      this.#changes = [];
      this.#overflow = true;
    }
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#changes = [];
    this.#wake?.();
  }

  async take(): Promise<Taken<Change>> {
    while (true) {
      if (this.#ended) return { kind: "ended" };
      if (this.#overflow) {
        this.#overflow = false;
        return { kind: "overflow" };
      }
      if (this.#changes.length > 0) {
        // The length was just checked, so shift returns a change; a Change may itself be undefined-free only by type.
        const [change, ...rest] = this.#changes as [Change, ...Change[]];
        this.#changes = rest;
        return { kind: "change", change };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }
}
