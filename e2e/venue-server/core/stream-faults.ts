// What goes wrong on sockets? Faults hold from when they are planted until they are removed, on all sockets of a path.
import type { DurationMs } from "#shared/domain/time.ts";

/** `every`: each nth frame of a socket, counted by the fault itself; default each one. */
export type StreamFault =
  /** Open, answers pings, sends no data; what would have been sent is lost. */
  | { readonly kind: "freeze" }
  /** The other end is gone without a word: nothing leaves, nothing is read, no pong, no end. */
  | { readonly kind: "halfOpen" }
  /** Each frame leaves so much later, in order; pongs and the venue's own close too. What waits leaves at once when it is removed. */
  | { readonly kind: "slow"; readonly delayMs: DurationMs }
  /** Each two frames change places. */
  | { readonly kind: "reorder" }
  /** Sent twice. */
  | { readonly kind: "duplicate"; readonly every?: number }
  /** Lost. */
  | { readonly kind: "gap"; readonly every?: number }
  /** The text is changed. */
  | { readonly kind: "alter"; readonly change: (text: string) => string }
  /** The value is changed; numbers that are left alone keep their text to the last zero. */
  | { readonly kind: "alterJson"; readonly change: (value: unknown) => unknown }
  /** Frames with this word in them are lost. */
  | { readonly kind: "silent"; readonly word: string }
  /** Cut in the middle. */
  | { readonly kind: "truncate"; readonly every?: number }
  /** Leaves as bytes that mean nothing. */
  | { readonly kind: "binary"; readonly every?: number }
  /** Each socket is cut so long after it opened, one that is older at once. */
  | { readonly kind: "storm"; readonly afterMs: DurationMs }
  /** Handshakes are refused. */
  | { readonly kind: "refuse"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Handshakes are not answered. */
  | { readonly kind: "hang" };

type StreamFaultKind = StreamFault["kind"];

export interface PlantedStreamFault {
  /** Frames, pings, sockets or handshakes that it met so far. */
  readonly hits: number;
  remove(): void;
}

/** A fault as sockets see it. */
export interface StandingFault {
  readonly fault: StreamFault;
  readonly path: RegExp | null;
  hits: number;
}

export type FaultOf<Kind extends StreamFaultKind> = StandingFault & {
  readonly fault: Extract<StreamFault, { kind: Kind }>;
};

/** What sockets are told at once. `rest`: faults planted after one that is removed. */
export interface FaultWatcher {
  onPlanted(planted: StandingFault): void;
  onRemoved(planted: StandingFault, rest: readonly StandingFault[]): void;
}

export class StreamFaults {
  /** In the order of planting. */
  #standing: readonly StandingFault[] = [];
  readonly #watchers = new Set<FaultWatcher>();

  /** Default: sockets of every path. */
  add(fault: StreamFault, options: { readonly path?: RegExp } = {}): PlantedStreamFault {
    const every = "every" in fault ? (fault.every ?? 1) : 1;
    if (!Number.isInteger(every) || every < 1)
      throw new RangeError(`A fault meets every nth frame, n from 1, not ${every}`);
    const planted: StandingFault = { fault, path: options.path ?? null, hits: 0 };
    this.#standing = [...this.#standing, planted];
    for (const watcher of [...this.#watchers]) watcher.onPlanted(planted);
    return {
      get hits() {
        return planted.hits;
      },
      remove: () => this.#remove(planted),
    };
  }

  clear(): void {
    for (const planted of this.#standing) this.#remove(planted);
  }

  watch(watcher: FaultWatcher): void {
    this.#watchers.add(watcher);
  }

  unwatch(watcher: FaultWatcher): void {
    this.#watchers.delete(watcher);
  }

  /** Those that meet a socket of this path, in the order of planting. */
  meeting(path: string): readonly StandingFault[] {
    return this.#standing.filter((planted) => meets(planted, path));
  }

  all<Kind extends StreamFaultKind>(kind: Kind, path: string): readonly FaultOf<Kind>[] {
    return this.#standing.filter(
      (planted): planted is FaultOf<Kind> => planted.fault.kind === kind && meets(planted, path),
    );
  }

  /** The first of this kind. */
  find<Kind extends StreamFaultKind>(kind: Kind, path: string): FaultOf<Kind> | undefined {
    return this.all(kind, path)[0];
  }

  #remove(planted: StandingFault): void {
    const at = this.#standing.indexOf(planted);
    if (at === -1) return;
    const rest = this.#standing.slice(at + 1);
    this.#standing = this.#standing.filter((other) => other !== planted);
    for (const watcher of [...this.#watchers]) watcher.onRemoved(planted, rest);
  }
}

/** Searched, not tested: a pattern with a position of its own must not skip every other socket. */
export function meets({ path }: StandingFault, text: string): boolean {
  return path === null || text.search(path) !== -1;
}
