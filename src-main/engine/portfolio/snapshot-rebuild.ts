// How is the history that nobody recorded put together, and made right again when the books learn more of it?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { type BooksState, changedSince } from "./compute-books-change.ts";
import { PastBooks } from "./compute-past-books.ts";
import { computeRestatement, type Restatement } from "./compute-restated-record.ts";
import { compareSnapshot, keptPrice, LaterEntries } from "./compute-snapshot-check.ts";
import { computeSnapshotMoments } from "./compute-snapshot-moments.ts";
import { PastWalk } from "./past-walk.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";
import type { PriceHistory } from "./price-source.ts";

/** Records are stored so many at a time; a stop loses no more, and they are made again. */
const BATCH = 20;

export interface SnapshotRebuilderOptions {
  readonly profile: () => Profile;
  readonly books: Pick<BookKeeper, "transactions" | "transfers" | "currency" | "entries" | "changes">;
  readonly repository: SnapshotRepository;
  readonly prices: PriceHistory;
  /** Whether a market that could price the asset is in use. */
  readonly mayPrice: (asset: Asset, currency: Asset) => boolean;
  /** Whether something is under way that needs the venue more. */
  readonly isBusy: () => boolean;
  /** All of the past has been looked at. */
  readonly onDone: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

/** What became of the past when it was last looked at. */
export interface RebuildReport {
  /** Moments that have no record for want of a price or of a flow's value. */
  readonly missing: number;
  /** Why, of the first of them; or why none is put together. */
  readonly reason: string | null;
}

/**
 * Never touches a record that was taken as it happened: only those of reason `history` are its own. What the books say of the
 * others by now is told beside them.
 */
export class SnapshotRebuilder implements Stoppable {
  readonly #options: SnapshotRebuilderOptions;
  readonly #stop = new AbortController();
  /** Prices that the market did not know: asked for once until the program starts again. */
  readonly #unknown = new Set<string>();
  readonly #gaps = new Map<UnixMs, string>();
  /** By time and reason of a record that was taken as it happened. */
  readonly #restated = new Map<string, Restatement & { readonly ts: UnixMs }>();
  /** What the records agree with; null until all were looked at. */
  #settled: BooksState | null = null;
  #seen: BooksState | null = null;
  #seenCurrency: Asset | null = null;
  #timer: Stoppable | null = null;
  #running: Promise<void> | null = null;

  constructor(options: SnapshotRebuilderOptions) {
    this.#options = options;
  }

  get report(): RebuildReport {
    const { books, profile } = this.#options;
    if (books.currency !== profile().currency) {
      return {
        missing: 0,
        reason: `Records of the past are put together only while ${books.currency}, the currency of the books, is shown.`,
      };
    }
    const [first] = this.#gaps.values();
    return { missing: this.#gaps.size, reason: first ?? null };
  }

  /** A record as the books see it now: what was invested and gained by then. The same one where they say nothing else. */
  restated(record: Snapshot): Snapshot {
    const known = this.#restated.get(keyOf(record));
    if (known === undefined) return record;
    const { netInvested, totalPnl } = known;
    return { ...record, netInvested, totalPnl };
  }

  /** To be called when the portfolio has changed: looks at the past soon where the books have. */
  onPortfolio(): void {
    const { books, profile } = this.#options;
    const { transactions, transfers } = books;
    const { costBasis, currency } = profile();
    const seen = this.#seen;
    const isSeen = seen?.transactions === transactions && seen.transfers === transfers && seen.costBasis === costBasis;
    if (isSeen && this.#seenCurrency === currency) return;
    this.#seen = { transactions, transfers, costBasis };
    this.#seenCurrency = currency;
    this.#runAfter(this.#options.policies.rebuildDelayMs);
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("The portfolio was stopped"));
    void this.#timer?.dispose();
    await this.#running;
  }

  #runAfter(delayMs: number): void {
    if (this.#timer !== null || this.#running !== null || this.#stop.signal.aborted) return;
    this.#timer = this.#options.clock.after(delayMs, () => {
      this.#timer = null;
      this.#running = this.#runNow();
    });
  }

  async #runNow(): Promise<void> {
    const { logger, policies, onDone } = this.#options;
    const state = this.#seen;
    let againMs: number | null = null;
    try {
      if (state !== null && (await this.#rebuild(state))) onDone();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      againMs = policies.rebuildRetryMs;
      logger.warn("Records of the past could not be put together; it is tried again", { error });
    } finally {
      this.#running = null;
    }
    // The books may have changed on the way.
    if (this.#seen !== state) againMs ??= policies.rebuildDelayMs;
    if (againMs !== null) this.#runAfter(againMs);
  }

  /** Whether anything was to be looked at. */
  async #rebuild(state: BooksState): Promise<boolean> {
    const { books, repository, clock, policies, logger } = this.#options;
    const profile = this.#options.profile();
    const firstEntry = state.transactions.at(0);
    if (books.currency !== profile.currency) {
      // Values of entries are told in the currency of the books.
      this.#settled = null;
      return false;
    }
    const since = this.#settled === null ? unixMs(0) : changedSince(this.#settled, state);
    if (since === null || firstEntry === undefined) {
      this.#settled = state;
      return false;
    }
    const listed = await repository.list(profile.id, unixMs(Math.max(0, since - policies.rebuildNearMs)));
    const kept = listed.filter(({ currency }) => currency === profile.currency);
    const made = new Map(kept.flatMap((each) => (each.reason === "history" ? [[each.ts, each]] : [])));
    const moments = computeSnapshotMoments({
      first: firstEntry.ts,
      now: clock.now(),
      hourlyMs: policies.rebuildHourlyMs,
      taken: kept.flatMap(({ ts, reason }) => (reason === "history" ? [] : [ts])),
      nearMs: policies.rebuildNearMs,
    });
    const later = new LaterEntries(books.entries, books.changes);
    const taken = new Map<UnixMs, Snapshot[]>();
    for (const record of kept) {
      const { ts, reason } = record;
      if (reason === "history" || ts < since || later.reasonAt(ts) === null) continue;
      taken.set(ts, [...(taken.get(ts) ?? []), record]);
    }
    const own = new Set([...moments, ...made.keys()].filter((ts) => ts >= since));
    const wanted = [...new Set([...own, ...taken.keys()])].sort((a, b) => a - b);
    // A new entry of now changes nothing of the past: then long books need not be gone through.
    if (wanted.length === 0) {
      this.#settled = state;
      return false;
    }
    for (const ts of this.#gaps.keys()) if (ts >= since) this.#gaps.delete(ts);
    for (const [key, { ts }] of this.#restated) if (ts >= since) this.#restated.delete(key);
    const past = new PastBooks({ ...state, profile, heldSince: firstEntry.ts });
    const walk = new PastWalk(past, clock, this.#stop.signal);
    let changed = 0;
    let batch: Snapshot[] = [];
    const store = async (): Promise<void> => {
      if (batch.length === 0) return;
      await repository.add(profile.id, batch);
      changed += batch.length;
      batch = [];
    };
    for (const ts of wanted) {
      const then = await walk.to(ts);
      for (const record of taken.get(ts) ?? []) this.#restate(then, record);
      const snapshot = own.has(ts) ? await this.#make(then, ts, made.get(ts) ?? null, profile.currency) : null;
      this.#stop.signal.throwIfAborted();
      if (snapshot !== null) batch.push(snapshot);
      if (batch.length === BATCH) await store();
    }
    await store();
    this.#settled = state;
    const { missing, reason } = this.report;
    if (changed > 0 || missing > 0) logger.info("Records of the past were put together", { changed, missing, reason });
    return true;
  }

  #restate(past: ReturnType<PastBooks["at"]>, record: Snapshot): void {
    const computed = past.snapshot(record.reason, (asset) => keptPrice(record, asset));
    const restatement = computed === null ? null : computeRestatement(record, computed);
    if (restatement !== null) this.#restated.set(keyOf(record), { ...restatement, ts: record.ts });
  }

  /** The record of a moment; null where the one that is kept is right, or none can be made. */
  async #make(
    past: ReturnType<PastBooks["at"]>,
    ts: UnixMs,
    kept: Snapshot | null,
    currency: Asset,
  ): Promise<Snapshot | null> {
    const day = new Date(ts).toISOString();
    if (!past.flowsKnown) {
      this.#gaps.set(ts, `The value of a deposit or withdrawal before ${day} is not known.`);
      return null;
    }
    const prices = new Map<Asset, Decimal>([[currency, Decimal.ONE]]);
    const { needed, wished } = past.assets;
    const asked: Asset[] = [];
    for (const asset of [...needed, ...wished]) {
      const known = kept === null ? null : keptPrice(kept, asset);
      if (known !== null) prices.set(asset, known);
      // What a kept record did not find for the asking is not asked for again.
      else if (asset !== currency && (kept === null || needed.includes(asset))) asked.push(asset);
    }
    if (asked.length > 0) await this.#pace();
    for (const asset of asked) {
      const price = await this.#ask(asset, currency, ts);
      if (price !== null) prices.set(asset, price);
      else if (needed.includes(asset)) {
        this.#gaps.set(ts, `The price of ${asset} at ${day} is not known.`);
        return null;
      }
    }
    const snapshot = past.snapshot("history", (asset) => prices.get(asset) ?? null);
    if (snapshot === null || kept === null) return snapshot;
    return isSame(kept, snapshot, past.quantities) ? null : snapshot;
  }

  async #ask(asset: Asset, currency: Asset, ts: UnixMs): Promise<Decimal | null> {
    const key = `${asset} ${currency} ${ts}`;
    const { mayPrice, prices } = this.#options;
    if (this.#unknown.has(key) || !mayPrice(asset, currency)) return null;
    const price = await prices.priceAt(asset, currency, ts, { signal: this.#stop.signal });
    if (price === null) this.#unknown.add(key);
    return price === null ? null : Decimal.parse(price);
  }

  async #pace(): Promise<void> {
    const { clock, policies, isBusy } = this.#options;
    do await clock.sleep(policies.rebuildPaceMs, this.#stop.signal);
    while (isBusy());
  }
}

const keyOf = ({ ts, reason }: Snapshot): string => `${ts} ${reason}`;

/** Also the gains by asset, which another cost basis changes, and what "did nothing" is worth. */
function isSame(kept: Snapshot, snapshot: Snapshot, quantities: ReadonlyMap<Asset, Decimal>): boolean {
  if (kept.held !== snapshot.held || compareSnapshot(kept, quantities, snapshot).length > 0) return false;
  const pnlOf = ({ breakdown }: Snapshot) => breakdown.map(({ asset, pnl }) => `${asset} ${pnl}`).sort();
  return pnlOf(kept).join() === pnlOf(snapshot).join();
}
