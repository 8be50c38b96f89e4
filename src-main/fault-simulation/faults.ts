// Which faults can hit a call, and how often do they in one simulated world?
import type { Rng } from "#engine/ports/rng.ts";

/** What may happen to a call. All of them but `none` and `slow` hide the truth from the program. */
export const FAULT_KINDS = [
  "none",
  "slow",
  "dropRequest",
  "dropReply",
  "hangBeforeArrival",
  "hangAfterArrival",
  "lateArrival",
  "serverErrorNotDone",
  "serverErrorDone",
  "rateLimited",
  "banned",
  "nameNotFound",
  "connectionReset",
  "unreadableReply",
  "wrongReply",
  "repeatedFills",
  "staleReply",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Faults that make sense for a call that places something; reads know the others. */
// An old answer is one about what stands already.
const FOR_SEND = FAULT_KINDS.filter((kind) => kind !== "none" && kind !== "staleReply");
const FOR_CANCEL: readonly FaultKind[] = [
  "slow",
  "dropRequest",
  "dropReply",
  "hangBeforeArrival",
  "hangAfterArrival",
  "serverErrorNotDone",
  "serverErrorDone",
  "rateLimited",
  "nameNotFound",
  "connectionReset",
  "unreadableReply",
];
const FOR_READ: readonly FaultKind[] = [
  "slow",
  "dropReply",
  "hangAfterArrival",
  "serverErrorNotDone",
  "rateLimited",
  "banned",
  "nameNotFound",
  "connectionReset",
  "unreadableReply",
  "repeatedFills",
  "staleReply",
];

export type CallClass = "send" | "cancel" | "read";

/** Draws what happens to each call. `share`: how many calls are hit; `only`: the kinds that this world knows. */
export class FaultPlan {
  readonly #rng: Rng;
  readonly #share: Readonly<Record<CallClass, number>>;
  readonly #kinds: Readonly<Record<CallClass, readonly FaultKind[]>>;
  #over = false;
  /** How often each kind was drawn. */
  readonly counts = new Map<FaultKind, number>();

  constructor(rng: Rng, share: Readonly<Record<CallClass, number>>, only: ReadonlySet<FaultKind> | null) {
    this.#rng = rng;
    this.#share = share;
    const known = (kinds: readonly FaultKind[]) => kinds.filter((kind) => only === null || only.has(kind));
    this.#kinds = { send: known(FOR_SEND), cancel: known(FOR_CANCEL), read: known(FOR_READ) };
  }

  draw(call: CallClass): FaultKind {
    const kinds = this.#kinds[call];
    if (this.#over || kinds.length === 0 || this.#rng.next() >= this.#share[call]) return "none";
    const kind = kinds[this.#rng.integer(0, kinds.length - 1)] ?? "none";
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    return kind;
  }

  /** From now on everything works: what is still open must come to an end by itself. */
  end(): void {
    this.#over = true;
  }
}
