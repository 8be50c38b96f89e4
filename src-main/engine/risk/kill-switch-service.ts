// Is everything paused, by whose word, and since when? Kept in the journal, so a restart does not release it.
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export interface KillSwitchState {
  readonly on: boolean;
  readonly reason: string;
  readonly since: UnixMs | null;
}

export class KillSwitchService {
  readonly changes = new Topic<KillSwitchState>();
  readonly #clock: Clock;
  readonly #journal: Journal;
  #state: KillSwitchState = { on: true, reason: "The journal was not read yet.", since: null };

  constructor(options: { readonly clock: Clock; readonly journal: Journal }) {
    this.#clock = options.clock;
    this.#journal = options.journal;
  }

  /** Reads the last setting. Until then the switch is on. */
  async start(): Promise<void> {
    const [last] = await this.#journal.readLatest({ limit: 1, kinds: ["killSwitch.set"] });
    this.#apply(
      last?.event.kind === "killSwitch.set"
        ? { on: last.event.on, reason: last.event.reason, since: last.ts }
        : { on: false, reason: "", since: null },
    );
  }

  get state(): KillSwitchState {
    return this.#state;
  }

  /** Switching on works at once and is then written; switching off is written first. */
  async set(on: boolean, reason: string): Promise<void> {
    const since = this.#clock.now();
    if (on) this.#apply({ on, reason, since });
    await this.#journal.append(since, null, [{ kind: "killSwitch.set", on, reason }]);
    if (!on) this.#apply({ on, reason, since });
  }

  #apply(state: KillSwitchState): void {
    this.#state = state;
    this.changes.publish(state);
  }
}
