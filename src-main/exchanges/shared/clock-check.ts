// Is the difference between our clock and the venue's known well enough to sign or to set a deadline with it?
import type { DurationMs } from "#shared/domain/time.ts";
import type { CallDiary } from "./call-diary.ts";

export class ClockCheck {
  readonly #diary: CallDiary;
  readonly #maxAgeMs: DurationMs;
  readonly #measure: () => Promise<unknown>;
  #measuring: Promise<unknown> | null = null;

  /** `measure` asks for the venue's time and leaves the difference in the diary. */
  constructor(diary: CallDiary, maxAgeMs: DurationMs, measure: () => Promise<unknown>) {
    this.#diary = diary;
    this.#maxAgeMs = maxAgeMs;
    this.#measure = measure;
  }

  /** Our clock less the venue's. Calls that find it old at the same time wait for one measurement; `anew` measures in any case. */
  async errorMs(anew = false): Promise<number> {
    if (anew || this.#diary.clockErrorMs(this.#maxAgeMs) === null) {
      this.#measuring ??= this.#measure().finally(() => {
        this.#measuring = null;
      });
      await this.#measuring;
    }
    return this.#diary.clockErrorMs() ?? 0;
  }
}
