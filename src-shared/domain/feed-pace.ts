// At which pace are a venue's prices read?
import type { DurationMs } from "./time.ts";

/** How a venue's prices are read where the profiles that need them have a say; null: as the venue is best read. */
export interface FeedPace {
  /** False: they are asked for, though the venue streams them. */
  readonly stream: boolean;
  readonly pollEveryMs: DurationMs | null;
  /** Longest wait before the first attempt after a lost connection. */
  readonly firstReconnectMs: DurationMs | null;
}
