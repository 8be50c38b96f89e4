// Does a changed number pulse, and in which direction? Once a second at most, and never for a value that came or went.
import { Decimal } from "#shared/domain/decimal.ts";

export type PulseDirection = "up" | "down";

const PULSE_INTERVAL_MS = 1_000;

/** The pulse for a change from `previous` to `next` at time `now`, or `undefined` for none. Times in milliseconds. */
export function pulseFor(
  previous: string | undefined,
  next: string | undefined,
  lastPulseAt: number | undefined,
  now: number,
): PulseDirection | undefined {
  if (previous === undefined || next === undefined || previous === next) return undefined;
  if (lastPulseAt !== undefined && now - lastPulseAt < PULSE_INTERVAL_MS) return undefined;
  const order = Decimal.parse(next).cmp(Decimal.parse(previous));
  return order === 0 ? undefined : order > 0 ? "up" : "down";
}

/** Pulses that run at once. Each paints its box on every frame, and a wall of flashing numbers says nothing. */
const PULSES_AT_ONCE = 10;
/** How long a pulse takes: `--t-pulse` of the tokens. */
const PULSE_MS = 700;

/** Who may pulse now? When many numbers change together, the first ten do and the others only change their text. */
export class PulseBudget {
  #startedAt: readonly number[] = [];

  /** Takes a place for one pulse that starts now; false when all are taken. */
  take(now: number): boolean {
    this.#startedAt = this.#startedAt.filter((startedAt) => now - startedAt < PULSE_MS);
    if (this.#startedAt.length >= PULSES_AT_ONCE) return false;
    this.#startedAt = [...this.#startedAt, now];
    return true;
  }
}
