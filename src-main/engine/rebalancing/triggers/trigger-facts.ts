// What do the rules look at beside the portfolio, at this moment?
import type { EntryList } from "#engine/books/compute-entry-list.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeFlows } from "./compute-flows.ts";
import type { RiskFactsService } from "./risk-facts-service.ts";
import { isTooSoon, ScheduleClock } from "./schedule-clock.ts";
import type { ScheduleState, TriggerFacts } from "./trigger.ts";

/** When a rule's matter was last dealt with: 0 for never. */
export interface DoneTimes {
  readonly schedule: number;
  readonly flow: number;
}

export class TriggerFactsReader {
  readonly #transactions: () => EntryList;
  readonly #risk: Pick<RiskFactsService, "read">;
  readonly #positions: () => readonly PositionReading[];
  #clock: { readonly timing: string; readonly schedule: ScheduleClock } | null = null;

  constructor(options: {
    /** What counts. */
    readonly transactions: () => EntryList;
    readonly risk: Pick<RiskFactsService, "read">;
    /** Opened from signals. Absent: there are none. */
    readonly positions?: () => readonly PositionReading[];
  }) {
    this.#transactions = options.transactions;
    this.#risk = options.risk;
    this.#positions = options.positions ?? (() => []);
  }

  read(profile: Profile, portfolio: Portfolio, done: DoneTimes, now: UnixMs): TriggerFacts {
    const { flow } = profile.triggers;
    // What was there before the profile, or before its accounts were another venue's, came in by no deposit of now.
    const since = Math.max(profile.createdAt, profile.modeSince ?? 0, done.flow, now - flow.withinMs);
    return {
      now,
      ...this.#risk.read(),
      flows: flow.on ? computeFlows(this.#transactions(), unixMs(since), portfolio) : [],
      schedule: this.schedule(profile, done, now),
      positions: this.#positions(),
    };
  }

  /** Null while it is off. */
  schedule({ triggers, createdAt }: Profile, done: DoneTimes, now: UnixMs): ScheduleState | null {
    const { on, timing, since } = triggers.schedule;
    if (!on) return null;
    const key = JSON.stringify(timing);
    if (this.#clock?.timing !== key) this.#clock = { timing: key, schedule: new ScheduleClock(timing) };
    const from = unixMs(Math.max(since ?? createdAt, done.schedule));
    const state = this.#clock.schedule.read(from, now);
    return isTooSoon(from, now) && state.due !== null ? { ...state, due: null, missed: 0 } : state;
  }
}
