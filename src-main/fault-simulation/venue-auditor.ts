// Does the program heed what a venue says of itself: whether it takes orders now?
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { OrderKind } from "#shared/domain/order.ts";
import type { DurationMs } from "#shared/domain/time.ts";

/** What was told longer ago says nothing of now. */
const STATUS_MS: DurationMs = 15_000;

export interface VenueAuditorOptions {
  readonly nowMs: () => number;
  /** Whether the venues of this world tell their state. */
  readonly tellsStatus: boolean;
  readonly fail: (message: string) => void;
}

export class VenueAuditor {
  readonly #options: VenueAuditorOptions;
  readonly #told = new Map<string, { readonly state: VenueStatus["state"]; readonly atMs: number }>();

  constructor(options: VenueAuditorOptions) {
    this.#options = options;
  }

  /** A venue tells its state, and the program hears it. */
  told(venue: string, state: VenueStatus["state"]): void {
    this.#told.set(venue, { state, atMs: this.#options.nowMs() });
  }

  /** An order leaves for a venue, or a timer is armed there for such orders. */
  leaves(venue: string, kind: OrderKind | "timer"): void {
    const { tellsStatus, nowMs, fail } = this.#options;
    if (!tellsStatus) return;
    const told = this.#told.get(venue);
    const what = kind === "timer" ? "the timer is armed" : "an order left";
    if (told === undefined) {
      fail(`${what} at a venue that did not say whether it is there`);
      return;
    }
    const ageMs = nowMs() - told.atMs;
    if (ageMs > STATUS_MS) fail(`${what} on what its venue said of itself ${ageMs} ms before`);
    const isTaken = told.state === "online" || (told.state === "postOnly" && kind === "postOnly");
    if (!isTaken) fail(`${what} at a venue that said it is ${told.state}`);
  }
}
