// How is one venue's feed doing? Every quote that came is delivered, conflated, refused or still waiting: nothing vanishes.
import type { FeedStatus } from "#engine/ports/market-data-feed.ts";
import type { RejectReason } from "./ticker-cache.ts";

/** Seconds over which the rate is taken. */
const RATE_SECONDS = 10;

export class FeedMeter {
  status: FeedStatus;
  received = 0;
  accepted = 0;
  /** Accepted but replaced by a newer one before the next batch left. */
  conflated = 0;
  delivered = 0;
  reconnects = 0;
  readonly rejected = new Map<RejectReason, number>();
  readonly #perSecond: number[] = [];
  #receivedBefore = 0;

  constructor(status: FeedStatus) {
    this.status = status;
  }

  reject(reason: RejectReason): void {
    this.rejected.set(reason, (this.rejected.get(reason) ?? 0) + 1);
  }

  get rejectedTotal(): number {
    let total = 0;
    for (const count of this.rejected.values()) total += count;
    return total;
  }

  /** Accepted quotes that wait for the next batch. */
  get pending(): number {
    return this.accepted - this.conflated - this.delivered;
  }

  /** Counts coming back from an outage. */
  take(status: FeedStatus): void {
    if (status.state === "live" && this.status.state === "down") this.reconnects += 1;
    this.status = status;
  }

  /** To be called once a second. */
  tick(): void {
    this.#perSecond.push(this.received - this.#receivedBefore);
    this.#receivedBefore = this.received;
    if (this.#perSecond.length > RATE_SECONDS) this.#perSecond.shift();
  }

  get messagesPerSecond(): number {
    if (this.#perSecond.length === 0) return 0;
    return this.#perSecond.reduce((sum, count) => sum + count, 0) / this.#perSecond.length;
  }
}

/** received = rejected + conflated + delivered + pending, always. */
export function sumMeters(meters: readonly FeedMeter[]) {
  const total = { received: 0, rejected: 0, conflated: 0, delivered: 0, pending: 0 };
  for (const meter of meters) {
    total.received += meter.received;
    total.rejected += meter.rejectedTotal;
    total.conflated += meter.conflated;
    total.delivered += meter.delivered;
    total.pending += meter.pending;
  }
  return total;
}
