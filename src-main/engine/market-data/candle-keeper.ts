// How does the history of every watched market stay complete without anyone looking? What is missing is read from the venue, piece by
// piece: at the start, after each interruption and every five minutes.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, floorTime, MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { TimeRange } from "#shared/domain/time-range.ts";
import type { CandleMarket } from "./candle-market.ts";
import { HISTORY, OVERLAP_MS, REQUEST_LIMIT, SETTLE_MS } from "./candle-policy.ts";
import type { CandleStore } from "./candle-store.ts";

/** Each market has its own place in this span, so that calls do not bunch. */
const ROUND_MS: DurationMs = 5 * MINUTE_MS;
/** First reading of a market after its first quote, and after an interruption: spread over this. */
const SOON_MS: DurationMs = 20 * SECOND_MS;
/** One call at a time at each venue, and this long between two: live prices and orders come first. */
const PACE_MS: DurationMs = 2 * SECOND_MS;

/** In this order: minutes first, then what statistics need, then what is rolled from minutes until then. */
const ORDER: readonly Timeframe[] = ["1m", "1h", "1d", "5m", "15m", "4h"];

/** `newest`: up to now, once a round. `older`: what is missing before that, piece by piece. */
interface Job {
  readonly timeframe: Timeframe;
  readonly part: "newest" | "older";
}

const ROUND: readonly Job[] = ORDER.flatMap((timeframe): readonly Job[] => [
  { timeframe, part: "newest" },
  { timeframe, part: "older" },
]);

interface Kept {
  readonly market: CandleMarket;
  /** From 0 to 1: its place among the others. */
  readonly place: number;
  /** When it is looked at next; null before its first quote. */
  dueAt: number | null;
  /** What is still to be looked at in this round. */
  waiting: Job[];
  isRead: boolean;
  /** Why it could not be read last time; null when it could. Said once. */
  problem: string | null;
  /** Timeframes of which the venue has no more past. */
  readonly exhausted: Set<Timeframe>;
}

interface Lane {
  readonly markets: Kept[];
  isBusy: boolean;
  nextCallAt: number;
}

export interface CandleKeeperOptions {
  readonly store: CandleStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class CandleKeeper implements Stoppable {
  readonly #options: CandleKeeperOptions;
  readonly #lanes = new Map<VenueId, Lane>();
  /** Venues whose feed is up. */
  readonly #up = new Set<VenueId>();
  readonly #stop = new AbortController();

  constructor(options: CandleKeeperOptions) {
    this.#options = options;
  }

  /** Watches over a market of a real venue from its first quote on; a market of our own making needs nobody. */
  add(market: CandleMarket): void {
    if (market.isModel) return;
    const { venue, symbol } = market.ticker.instrument;
    const lane = this.#lanes.get(venue) ?? { markets: [], isBusy: false, nextCallAt: 0 };
    this.#lanes.set(venue, lane);
    const place = placeOf(`${venue} ${symbol}`);
    lane.markets.push({ market, place, dueAt: null, waiting: [], isRead: false, problem: null, exhausted: new Set() });
  }

  /** The venue's feed is up or not. Coming up means that something may be missing. */
  setUp(venue: VenueId, isUp: boolean): void {
    if (this.#up.has(venue) === isUp) return;
    if (!isUp) {
      this.#up.delete(venue);
      return;
    }
    this.#up.add(venue);
    const now = this.#options.clock.now();
    for (const kept of this.#lanes.get(venue)?.markets ?? []) {
      if (kept.dueAt === null) continue;
      // The minute in which it came back must be over before it can be read.
      kept.dueAt = floorTime(now, MINUTE_MS) + MINUTE_MS + SETTLE_MS + kept.place * SOON_MS;
      kept.waiting = [];
    }
  }

  /** A venue is no longer in use. */
  remove(venue: VenueId): void {
    this.#lanes.delete(venue);
    this.#up.delete(venue);
  }

  /** To be called once a second: starts the next call of each venue that is due. */
  tick(): void {
    const now = this.#options.clock.now();
    for (const [venue, lane] of this.#lanes) {
      if (!this.#up.has(venue)) continue;
      for (const kept of lane.markets) {
        if (kept.dueAt === null && kept.market.ticker.isQuoted) kept.dueAt = now + kept.place * SOON_MS;
      }
      if (lane.isBusy || now < lane.nextCallAt) continue;
      const next = nextOf(lane, now);
      if (next === null) continue;
      lane.isBusy = true;
      drop(this.#visit(lane, next), this.#options.logger, `Reading candles of ${venue}`);
    }
  }

  dispose(): void {
    this.#stop.abort();
    this.#lanes.clear();
  }

  async #visit(lane: Lane, kept: Kept): Promise<void> {
    const { clock, logger } = this.#options;
    try {
      if (kept.waiting.length === 0) kept.waiting = [...ROUND];
      await this.#readNext(kept);
      kept.isRead = true;
      kept.problem = null;
    } catch (error) {
      kept.waiting = [];
      if (this.#stop.signal.aborted) return;
      if (!(error instanceof EngineError)) throw error;
      if (kept.problem === error.message) return;
      kept.problem = error.message;
      const { venue, symbol } = kept.market.ticker.instrument;
      logger.warn("A market's candles could not be completed; this is tried again", { venue, symbol, error });
    } finally {
      const now = clock.now();
      lane.isBusy = false;
      lane.nextCallAt = now + PACE_MS;
      if (kept.waiting.length === 0) kept.dueAt = nextTime(kept.place, now);
    }
  }

  /** One call to the venue, for the first thing that is missing. */
  async #readNext(kept: Kept): Promise<void> {
    const { store, clock } = this.#options;
    const { market, exhausted } = kept;
    for (let job = kept.waiting[0]; job !== undefined; job = kept.waiting[0]) {
      const { timeframe, part } = job;
      const now = clock.now();
      const known = await store.confirmedRange(market, timeframe, now);
      const range =
        part === "newest"
          ? newestRange(timeframe, known, now)
          : olderRange(timeframe, exhausted.has(timeframe) ? null : known, now);
      // Older pieces are looked for until there is none.
      if (part === "newest" || range === null) kept.waiting.shift();
      if (range === null) continue;
      await store.flush();
      const told = await store.confirm(market, timeframe, range, { now, signal: this.#stop.signal });
      if (told === null || told.range.from > range.from) exhausted.add(timeframe);
      if (timeframe === "1m") await store.recall(market, now);
      return;
    }
  }
}

/** What is new, and a little of what was read before; null while too little is new. */
function newestRange(timeframe: Timeframe, known: TimeRange | null, now: UnixMs): TimeRange | null {
  const length = TIMEFRAME_MS[timeframe];
  const until = floorTime(unixMs(now - SETTLE_MS), length);
  const { reachMs, everyMs } = HISTORY[timeframe];
  if (known !== null && timeframe !== "1m" && until - known.until < Math.max(length, everyMs)) return null;
  const overlap = timeframe === "1m" ? OVERLAP_MS : 2 * length;
  const from = known === null ? 0 : Math.min(known.until, until) - overlap;
  return { from: unixMs(Math.max(0, from, until - reachMs, until - REQUEST_LIMIT * length)), until };
}

/** The next piece before what is known, within reach; null where nothing is missing. */
function olderRange(timeframe: Timeframe, known: TimeRange | null, now: UnixMs): TimeRange | null {
  if (known === null) return null;
  const length = TIMEFRAME_MS[timeframe];
  const wanted = Math.max(0, floorTime(unixMs(now - SETTLE_MS), length) - HISTORY[timeframe].reachMs);
  if (known.from <= wanted) return null;
  return { from: unixMs(Math.max(wanted, known.from - REQUEST_LIMIT * length)), until: known.from };
}

/** The market that is due: those that were never read come first, then whoever waits longest. */
function nextOf({ markets }: Lane, now: number): Kept | null {
  let next: Kept | null = null;
  for (const kept of markets) {
    if (kept.dueAt === null || kept.dueAt > now) continue;
    const isBefore =
      next === null ||
      (kept.isRead !== next.isRead ? !kept.isRead : kept.dueAt < (next.dueAt ?? Number.POSITIVE_INFINITY));
    if (isBefore) next = kept;
  }
  return next;
}

/** The market's own moment in the next span of five minutes. */
function nextTime(place: number, now: number): number {
  const offset = Math.floor(place * ROUND_MS);
  return now - ((now - offset) % ROUND_MS) + ROUND_MS;
}

/** A number from 0 to 1 that is the same at each start (FNV-1a). */
function placeOf(name: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01_00_01_93) >>> 0;
  return hash / 0x1_00_00_00_00;
}
