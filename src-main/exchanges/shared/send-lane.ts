// Which calls of one key must not overtake each other?
import type { DurationMs } from "#shared/domain/time.ts";

/** Lets the calls of one key go one after the other, each with a number that is higher than all before it. */
export interface SendLane {
  run<T>(
    options: {
      readonly first: boolean;
      readonly signal: AbortSignal | undefined;
      readonly withinMs: DurationMs | null;
    },
    work: (nonce: number) => Promise<T>,
  ): Promise<T>;
  /** The venue did not accept a number: the next ones begin well above it. */
  skipAhead(): void;
}
