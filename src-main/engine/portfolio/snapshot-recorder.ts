// When is the portfolio's state kept, and what was it at the start of the day?

import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, floorTime, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";

export interface SnapshotRecorderOptions {
  readonly profileId: ProfileId;
  readonly repository: SnapshotRepository;
  /** The portfolio as it is now, valued anew; null while a value is missing. */
  readonly take: (reason: Snapshot["reason"]) => Snapshot | null;
  /** A record was kept: the day's start may have become known. */
  readonly onKept: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

export class SnapshotRecorder implements Stoppable {
  readonly #options: SnapshotRecorderOptions;
  /** Records of the last day or so, oldest first. */
  #recent: Snapshot[] = [];
  /** A timed record that could not be made for want of a price; made when there is one. */
  #owed: "start" | "interval" | "midnight" | null = null;
  #timer: Stoppable | null = null;
  #started = false;

  constructor(options: SnapshotRecorderOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { repository, profileId, clock, policies } = this.#options;
    const now = clock.now();
    this.#recent = [...(await repository.list(profileId, unixMs(Math.max(0, now - policies.recentMs))))];
    if (this.#recent.length === 0 && (await repository.latest(profileId)) === null) this.#owed = "start";
    this.#started = true;
    this.#schedule(floorTime(now, policies.snapshotMs));
  }

  dispose(): void {
    void this.#timer?.dispose();
    this.#started = false;
  }

  /** Keeps a record now. Null while a value is missing. Rejects with STORE_ codes. */
  async record(reason: Snapshot["reason"]): Promise<Snapshot | null> {
    const snapshot = this.#options.take(reason);
    if (snapshot === null) return null;
    await this.keep(snapshot);
    return snapshot;
  }

  /** Keeps a record that was made elsewhere, as of a past moment. */
  async keep(snapshot: Snapshot): Promise<void> {
    await this.#options.repository.add(this.#options.profileId, [snapshot]);
    const oldest = this.#options.clock.now() - this.#options.policies.recentMs;
    this.#recent = [...this.#recent, snapshot].filter(({ ts }) => ts >= oldest).sort((a, b) => a.ts - b.ts);
    this.#options.onKept();
  }

  /** To be called when the portfolio has changed: makes the record that is owed, as soon as it can be made. */
  onPortfolio(): void {
    const owed = this.#owed;
    if (!this.#started || owed === null) return;
    this.#owed = null;
    this.#recordTimed(owed);
  }

  /**
   * Record of 00:00 UTC: the newest record until then, if it is not long before; for a profile whose first record is of
   * today, that one. Null where it is not known, and for records in another currency.
   */
  dayStart(now: UnixMs, currency: Asset): Snapshot | null {
    const midnight = floorTime(now, DAY_MS);
    const earliest = midnight - this.#options.policies.dayStartSlackMs;
    const known = this.#recent.filter((snapshot) => snapshot.currency === currency);
    return (
      known.findLast(({ ts }) => ts <= midnight && ts >= earliest) ??
      known.find(({ ts, reason }) => ts >= midnight && (reason === "start" || reason === "midnight")) ??
      null
    );
  }

  #schedule(last: UnixMs): void {
    const { clock, policies } = this.#options;
    const due = unixMs(Math.max(last, floorTime(clock.now(), policies.snapshotMs)) + policies.snapshotMs);
    this.#timer = clock.after(due - clock.now(), () => {
      this.#recordTimed(due % DAY_MS === 0 ? "midnight" : "interval");
      this.#schedule(due);
    });
  }

  #recordTimed(reason: "start" | "interval" | "midnight"): void {
    const kept = this.record(reason).then((snapshot) => {
      if (snapshot === null) this.#owed = reason;
    });
    drop(kept, this.#options.logger, "Keeping a snapshot");
  }
}
