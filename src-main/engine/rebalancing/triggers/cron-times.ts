// When is a cron line due? Wall-clock times of a zone, from a given moment on: nothing in here knows what time it is.
import { Cron } from "croner";
import { EngineError } from "#engine/core/engine-error.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";

/** The times of a cron line. Where clocks jump over a time it is due at the moment after the jump; a time that comes twice, once. */
export class CronTimes {
  readonly #cron: Cron;

  /** Throws INPUT_INVALID with `${path}.expression` or `${path}.zone`. */
  constructor(expression: string, zone: string, path: string) {
    checkZone(zone, path);
    try {
      // Paused: its own timers never run. Five fields: a schedule by the second would be none.
      this.#cron = new Cron(expression, { mode: "5-part", timezone: zone, paused: true });
    } catch (error) {
      throw noCron(expression, `${path}.expression`, error);
    }
  }

  /** The first time after `after`; null where there is none (30 February). */
  next(after: UnixMs): UnixMs | null {
    const date = this.#cron.nextRun(new Date(after));
    return date === null ? null : unixMs(date.getTime());
  }

  /** The last time at or before `until`; null where there is none. */
  last(until: UnixMs): UnixMs | null {
    // The parser counts in seconds, and asks for a moment after the time itself.
    const [date] = this.#cron.previousRuns(1, new Date(until + 1));
    return date === undefined ? null : unixMs(date.getTime());
  }
}

function checkZone(zone: string, path: string): void {
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
  } catch (error) {
    throw noZone(zone, `${path}.zone`, error);
  }
}

function noCron(expression: string, path: string, cause: unknown): EngineError {
  const why = cause instanceof Error ? cause.message.replace(/^CronPattern: /, "").replace(/\.$/, "") : String(cause);
  return new EngineError(
    "INPUT_INVALID",
    `"${expression}" is no cron line (${why}): expected minute, hour, day of month, month and day of week, like 0 9 * * MON.`,
    { cause, data: { path } },
  );
}

function noZone(zone: string, path: string, cause: unknown): EngineError {
  const message = `"${zone}" is no time zone: expected a name like Europe/Berlin or UTC.`;
  return new EngineError("INPUT_INVALID", message, { cause, data: { path } });
}
