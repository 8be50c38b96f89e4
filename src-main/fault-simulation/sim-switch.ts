// What does a venue's own timer do that cancels every order of an account, whoever placed it?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { SimVenue } from "./sim-venue.ts";
import type { WorldTime } from "./virtual-time.ts";

/** Outlives every crash of the program: that is what it is for. */
export class SimSwitch {
  readonly #world: WorldTime;
  readonly #venue: SimVenue;
  readonly #onFired: () => void;
  #timer: Stoppable | null = null;

  constructor(world: WorldTime, venue: SimVenue, onFired: () => void) {
    this.#world = world;
    this.#venue = venue;
    this.#onFired = onFired;
  }

  get isArmed(): boolean {
    return this.#timer !== null;
  }

  /** 0 ends it. */
  set(forMs: DurationMs): void {
    void this.#timer?.dispose();
    this.#timer = forMs === 0 ? null : this.#world.after(forMs, () => this.#fire());
  }

  #fire(): void {
    this.#timer = null;
    const { orders, foreign } = this.#venue;
    for (const { state, venueOrderId } of orders) if (state === "open") this.#venue.cancel(venueOrderId);
    // Told apart from what the program cancels itself.
    for (const order of foreign) if (order.state === "open") order.state = "expired";
    this.#onFired();
  }
}
