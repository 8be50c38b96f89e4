// How did the portfolio get here? Keeps records of it, and answers for equity, sparklines and the day's start.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import type { Equity, Period } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Portfolio, Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, floorTime, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { computeEquity, computePeriodStart, toPnlPoint } from "./compute-equity.ts";
import { HeldQuantities } from "./compute-held.ts";
import { PastBooks } from "./compute-past-books.ts";
import type { PnlPoint } from "./compute-pnl.ts";
import { computeSnapshot } from "./compute-snapshot.ts";
import { computeSparklines, type Sparkline } from "./compute-sparklines.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";
import type { PriceHistory } from "./price-source.ts";
import { checkSnapshots, type SnapshotCheck } from "./snapshot-check.ts";
import { type RebuildReport, SnapshotRebuilder } from "./snapshot-rebuild.ts";
import { SnapshotRecorder } from "./snapshot-recorder.ts";

const SPARKLINE_MS = 7 * DAY_MS;

export interface PortfolioHistoryOptions {
  readonly profile: () => Profile;
  /** The portfolio valued anew, now. */
  readonly compute: () => Portfolio;
  readonly unitPrice: (asset: Asset) => Decimal | null;
  readonly books: BookKeeper;
  readonly repository: SnapshotRepository;
  readonly prices: PriceHistory | null;
  /** Whether a market that could price the asset is in use. */
  readonly mayPrice: (asset: Asset, currency: Asset) => boolean;
  /** Whether something is under way that needs the venues more than the past does. */
  readonly isBusy: () => boolean;
  /** A record was kept: the day's start may have become known. */
  readonly onKept: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

export class PortfolioHistory implements Stoppable {
  readonly #options: PortfolioHistoryOptions;
  readonly #recorder: SnapshotRecorder;
  /** Null where no past prices are to be had. */
  readonly #rebuilder: SnapshotRebuilder | null;
  readonly #stop = new AbortController();
  #started = false;

  constructor(options: PortfolioHistoryOptions) {
    this.#options = options;
    this.#recorder = new SnapshotRecorder({
      profileId: options.profile().id,
      repository: options.repository,
      take: (reason) => this.#take(reason),
      onKept: options.onKept,
      clock: options.clock,
      logger: options.logger,
      policies: options.policies,
    });
    const { prices } = options;
    this.#rebuilder =
      prices === null
        ? null
        : new SnapshotRebuilder({
            ...options,
            prices,
            onDone: () => {
              // What was invested at the day's start may be another sum now.
              options.onKept();
              drop(this.#lookAtRecords(), options.logger, "Checking records of the past");
            },
          });
  }

  /** To be called once the books are loaded. */
  async start(): Promise<void> {
    await this.#recorder.start();
    this.#started = true;
    drop(this.#restoreDayStart(), this.#options.logger, "Restoring the day's start");
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("The portfolio was stopped"));
    this.#recorder.dispose();
    await this.#rebuilder?.dispose();
  }

  /** To be called when the portfolio has changed. */
  onPortfolio(): void {
    this.#recorder.onPortfolio();
    if (this.#started) this.#rebuilder?.onPortfolio();
  }

  dayStart(now: UnixMs): PnlPoint | null {
    const record = this.#recorder.dayStart(now, this.#options.profile().currency);
    return record === null ? null : toPnlPoint(this.#asBooksSay(record));
  }

  /** Keeps a record now. Null while a value is missing. Rejects with STORE_ codes. */
  record(reason: Snapshot["reason"]): Promise<Snapshot | null> {
    return this.#recorder.record(reason);
  }

  async equity(period: Period): Promise<Equity> {
    const now = this.#options.clock.now();
    const since = period === "all" ? unixMs(0) : computePeriodStart(period, now, null);
    const snapshots = await this.records(since);
    return computeEquity({ snapshots, transactions: this.#options.books.transactions, period, now });
  }

  /** What is kept since then, oldest first, and the state now, where it has a value. */
  async records(since: UnixMs): Promise<readonly Snapshot[]> {
    const listed = await this.#options.repository.list(this.#options.profile().id, since);
    // What an entry that was taken out again had begun is empty now: a history does not begin before there is anything.
    const kept = listed.filter(
      ({ reason, breakdown, netInvested }) =>
        reason !== "history" || breakdown.length > 0 || !Decimal.parse(netInvested).isZero,
    );
    const told = kept.map((record) => this.#asBooksSay(record));
    const current = this.#take("interval");
    return current === null ? told : [...told, current];
  }

  async sparklines(assets: readonly Asset[]): Promise<readonly Sparkline[]> {
    const { clock, repository, profile } = this.#options;
    const now = clock.now();
    const kept = await repository.list(profile().id, unixMs(Math.max(0, now - SPARKLINE_MS)));
    const { currency } = profile();
    return computeSparklines(
      kept.filter((snapshot) => snapshot.currency === currency),
      assets,
      now,
    );
  }

  /** All records that are kept against the books. Rejects with STORE_ codes. */
  checkSnapshots(): Promise<SnapshotCheck> {
    const { profile, ...options } = this.#options;
    return checkSnapshots({ ...options, profile: profile() }, this.#stop.signal);
  }

  /** What became of the moments that nobody recorded. */
  get rebuilt(): RebuildReport {
    return this.#rebuilder?.report ?? { missing: 0, reason: null };
  }

  async #lookAtRecords(): Promise<void> {
    const check = await this.checkSnapshots().catch((error: unknown) => {
      if (this.#stop.signal.aborted) return null;
      throw error;
    });
    if (check === null) return;
    const { checked, differences, more } = check;
    const unexplained = differences.filter(({ reason }) => reason === null);
    const [first] = unexplained;
    if (first === undefined) return;
    const found = { checked, differences: differences.length + more, unexplained: unexplained.length, first };
    this.#options.logger.warn("Kept records differ from what the books say of their time", found);
  }

  #asBooksSay(record: Snapshot): Snapshot {
    return this.#rebuilder?.restated(record) ?? record;
  }

  #take(reason: Snapshot["reason"]): Snapshot | null {
    const { books, compute, unitPrice } = this.#options;
    const portfolio = compute();
    const since = books.transactions.at(0)?.ts ?? portfolio.ts;
    const held = new HeldQuantities(books.transactions, books.currency, since);
    return computeSnapshot(portfolio, reason, { quantities: held.at(portfolio.ts), priceOf: unitPrice });
  }

  /** Where the program was off at midnight, the day's start is put together from the books and past prices. */
  async #restoreDayStart(): Promise<void> {
    const { prices, clock, repository, books, profile } = this.#options;
    const { currency, id } = profile();
    const now = clock.now();
    const first = books.transactions.at(0);
    const midnight = floorTime(now, DAY_MS);
    if (prices === null || first === undefined || first.ts > midnight || books.currency !== currency) return;
    if (this.dayStart(now) !== null || (await repository.latest(id)) === null) return;
    const then = new Map<Asset, Decimal>();
    for (const asset of books.ledger.positions.keys()) {
      const price = await prices.priceAt(asset, currency, midnight, { signal: this.#stop.signal });
      if (price !== null) then.set(asset, Decimal.parse(price));
    }
    then.set(currency, Decimal.ONE);
    const past = new PastBooks({
      profile: profile(),
      transactions: books.transactions,
      transfers: books.transfers,
      heldSince: first.ts,
    });
    const snapshot = past.at(midnight).snapshot("midnight", (asset) => then.get(asset) ?? null);
    if (snapshot !== null && !this.#stop.signal.aborted) await this.#recorder.keep(snapshot);
  }
}
