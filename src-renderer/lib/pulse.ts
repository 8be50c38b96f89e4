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
