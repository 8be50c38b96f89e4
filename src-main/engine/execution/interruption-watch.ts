// Did the machine sleep, or was its clock set? Then nothing that was known of orders and balances may be relied on.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

/** How often it looks by itself. */
const LOOK_MS = SECOND_MS;
/** The wall clock and the monotonic one may run apart by this much between two looks; more is a sleep or a clock that was set. */
export const CLOCKS_APART_MS = SECOND_MS;
/** Where the monotonic clock counts sleep, both run on; but nothing that lives leaves so much time between two looks. */
const LATE_MS = 30 * SECOND_MS;

interface WatchOptions {
  readonly clock: Clock;
  /** Told in words, once for each interruption, from within {@link InterruptionWatch.look}. */
  readonly onInterrupted: (why: string) => void;
}

export class InterruptionWatch {
  readonly #options: WatchOptions;
  #wallMs: DurationMs;
  #monotonicMs: DurationMs;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#wallMs = options.clock.now();
    this.#monotonicMs = options.clock.monotonicMs();
  }

  /** Looks once a second until disposed. */
  start(): Stoppable {
    return this.#options.clock.every(LOOK_MS, () => this.look());
  }

  /** Compares both clocks with the last look. To be called before anything is sent as well: after a sleep a timer may be late. */
  look(): void {
    const { clock, onInterrupted } = this.#options;
    const [wallMs, monotonicMs] = [clock.now(), clock.monotonicMs()];
    const [wentMs, tookMs] = [wallMs - this.#wallMs, monotonicMs - this.#monotonicMs];
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
    const apartMs = wentMs - tookMs;
    if (apartMs < -CLOCKS_APART_MS) onInterrupted(`The clock was set back by ${seconds(-apartMs)} s.`);
    else if (apartMs > CLOCKS_APART_MS) {
      onInterrupted(`The machine slept, or its clock was set forward, for ${seconds(apartMs)} s.`);
    } else if (tookMs > LATE_MS) onInterrupted(`The program stood still for ${seconds(tookMs)} s.`);
  }
}

const seconds = (ms: DurationMs) => Math.round(ms / SECOND_MS);
