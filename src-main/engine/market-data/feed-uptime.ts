// In which share of the time was a feed live: since it was opened, and in the last hour?
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

/** An hour, minute by minute; the present one is not over. */
const MINUTES = 60;
/** Looked at once a second. In a longer gap the program slept, and nothing was live. */
const LONGEST_GAP_MS: DurationMs = 5 * SECOND_MS;

interface Counted {
  liveMs: DurationMs;
  wholeMs: DurationMs;
}

export class FeedUptime {
  readonly #whole: Counted = { liveMs: 0, wholeMs: 0 };
  readonly #minutes: Counted[] = Array.from({ length: MINUTES }, () => ({ liveMs: 0, wholeMs: 0 }));
  #minute = -1;
  #lookedMs: number | null = null;
  #wasLive = false;

  /** Time counts as live where the feed is found live at both its ends. `nowMs` is monotonic. */
  look(isLive: boolean, nowMs: number): void {
    const since = this.#lookedMs;
    this.#lookedMs = nowMs;
    const wasLive = this.#wasLive;
    this.#wasLive = isLive;
    if (since === null) return;
    const gapMs = nowMs - since;
    const live = wasLive && isLive && gapMs <= LONGEST_GAP_MS;
    for (const counted of [this.#whole, this.#minuteOf(nowMs)]) {
      counted.wholeMs += gapMs;
      if (live) counted.liveMs += gapMs;
    }
  }

  /** 0 to 1; null before any time was counted. */
  get sinceOpen(): number | null {
    return shareOf(this.#whole);
  }

  get lastHour(): number | null {
    const sum = { liveMs: 0, wholeMs: 0 };
    for (const { liveMs, wholeMs } of this.#minutes) {
      sum.liveMs += liveMs;
      sum.wholeMs += wholeMs;
    }
    return shareOf(sum);
  }

  get countedMs(): DurationMs {
    return this.#whole.wholeMs;
  }

  /** The place of this minute, emptied of what stood there an hour ago, as are those that were skipped. */
  #minuteOf(nowMs: number): Counted {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (this.#minute >= 0) {
      for (let skipped = Math.max(this.#minute + 1, minute - MINUTES + 1); skipped <= minute; skipped += 1) {
        this.#minutes[skipped % MINUTES] = { liveMs: 0, wholeMs: 0 };
      }
    }
    this.#minute = minute;
    const counted = this.#minutes[minute % MINUTES];
    if (counted === undefined) throw new RangeError(`No place for minute ${minute}`);
    return counted;
  }
}

function shareOf({ liveMs, wholeMs }: Counted): number | null {
  return wholeMs === 0 ? null : liveMs / wholeMs;
}
