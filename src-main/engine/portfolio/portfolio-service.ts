// What does one profile own, what is it worth, and how did that change? Reads accounts, keeps books, publishes the portfolio.
import type { EntryList } from "#engine/books/compute-entry-list.ts";
import { computeLedgerIn, type Ledger } from "#engine/books/compute-ledger.ts";
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { repeatAtPace } from "#engine/core/repeat-at-pace.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { AssetDetail, Equity, Period } from "#shared/contract/views.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, PlanId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { Portfolio, Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import type { ReconciliationLine } from "#shared/domain/reconciliation.ts";
import { AccountReader, type AccountState } from "./account-reader.ts";
import { BookKeeper } from "./book-keeper.ts";
import { BookReports } from "./book-reports.ts";
import { BookService } from "./book-service.ts";
import { computeReadTimeoutMs, computeSyncIntervalMs } from "./compute-account-pace.ts";
import { BookEffects } from "./compute-book-effects.ts";
import { computeAssets, computePortfolio, type PortfolioView } from "./compute-portfolio.ts";
import type { Sparkline } from "./compute-sparklines.ts";
import type { WhyInput } from "./compute-why.ts";
import { PortfolioHistory } from "./portfolio-history.ts";
import { PORTFOLIO_POLICIES, type PortfolioPolicies } from "./portfolio-policies.ts";
import { type PriceHistory, type PriceSource, parPrice } from "./price-source.ts";

export interface PortfolioServiceOptions {
  readonly profile: Profile;
  readonly clients: readonly ExchangeClient[];
  readonly prices: PriceSource;
  /** Past prices, for fills that were missed and days that began while the program was off. */
  readonly history?: PriceHistory;
  /** Which plan an order belongs to. */
  readonly planOf?: (fill: Fill) => PlanId | null;
  /** Whether the account has an order that is not over. */
  readonly orderInFlight?: (accountId: AccountId) => boolean;
  readonly repositories: Pick<Repositories, "transactions" | "bookChanges" | "coverage" | "snapshots">;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly policies?: PortfolioPolicies;
}

export class PortfolioService implements Stoppable {
  /** The portfolio after each change, at most four times a second. */
  readonly changes = new Topic<Portfolio>();
  /** Accounts' assets of which venues and books differed in two readings in a row; empty when they agree again. */
  readonly differences = new Topic<readonly ReconciliationLine[]>();
  /** What is in the books, where it came from, and what can be done about it. */
  readonly books: BookService;
  /** Where figures come from, and how periods went. */
  readonly reports: BookReports;
  readonly #options: PortfolioServiceOptions;
  readonly #policies: PortfolioPolicies;
  readonly #logger: Logger;
  readonly #running: DisposableStore;
  readonly #stop = new AbortController();
  readonly #books: BookKeeper;
  readonly #readers: readonly AccountReader[];
  readonly #history: PortfolioHistory;
  #profile: Profile;
  #view: PortfolioView;
  #computedAt = Number.NEGATIVE_INFINITY;
  #pending: Stoppable | null = null;
  #hinted: Stoppable | null = null;
  #hintedAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;
  #readAgain: { readonly fills: boolean } | null = null;
  #suspected = new Set<string>();
  #reported = "";
  /** Kept while the books stay as they are: going through long ones takes a while. */
  #effects: BookEffects | null = null;

  constructor(options: PortfolioServiceOptions) {
    this.#options = options;
    this.#profile = options.profile;
    this.#policies = options.policies ?? PORTFOLIO_POLICIES;
    this.#logger = options.logger.child({ profileId: options.profile.id, area: "portfolio" });
    this.#running = new DisposableStore(this.#logger);
    this.#books = new BookKeeper({
      profile: () => this.#profile,
      repository: options.repositories.transactions,
      changes: options.repositories.bookChanges,
      prices: options.prices,
      history: options.history ?? null,
      planOf: options.planOf ?? (() => null),
      clock: options.clock,
      logger: this.#logger,
      policies: this.#policies,
    });
    this.#readers = options.clients.map(
      (client) =>
        new AccountReader({
          client,
          books: this.#books,
          clock: options.clock,
          timeoutMs: computeReadTimeoutMs(options.profile, client.account, this.#policies.readTimeoutMs),
        }),
    );
    this.books = new BookService({
      profile: () => this.#profile,
      keeper: this.#books,
      clients: options.clients,
      openedAccounts: () => this.#readers.filter(({ ready }) => ready).map(({ state }) => state),
      orderInFlight: options.orderInFlight ?? (() => false),
      repositories: options.repositories,
      clock: options.clock,
      ids: options.ids,
      logger: this.#logger,
      policies: this.#policies,
    });
    this.#history = new PortfolioHistory({
      profile: () => this.#profile,
      compute: () => this.#compute().portfolio,
      unitPrice: (asset) => this.#unitPrice(asset),
      books: this.#books,
      repository: options.repositories.snapshots,
      prices: options.history ?? null,
      mayPrice: (asset, currency) => options.prices.mayPrice(asset, currency),
      isBusy: () => this.#profile.accounts.some(({ id }) => options.orderInFlight?.(id) === true),
      onKept: () => this.#recomputeSoon(),
      clock: options.clock,
      logger: this.#logger,
      policies: this.#policies,
    });
    this.reports = new BookReports({
      currency: () => this.#profile.currency,
      whyInput: () => this.#whyInput(),
      history: this.#history,
      prices: options.history ?? null,
      books: () => this.#books,
      unitPrice: (asset) => this.#unitPrice(asset),
      now: () => options.clock.now(),
      pause: () => options.clock.sleep(0, this.#stop.signal),
    });
    this.#view = this.#compute();
  }

  /** Loads books and records, then begins to read accounts; does not wait for venues. */
  async start(): Promise<void> {
    const { clock, prices } = this.#options;
    await this.#books.load();
    await this.books.start();
    this.#running.add(this.books);
    await this.#history.start();
    this.#running.add(this.#history);
    this.#running.add(this.#books.changed.subscribe(() => this.#recomputeSoon()));
    this.#running.add(prices.onBatch.subscribe(() => this.#recomputeSoon()));
    this.#running.add(clock.every(this.#policies.idleRecomputeMs, () => this.#recomputeSoon()));
    this.#running.add(
      repeatAtPace(
        clock,
        () => computeSyncIntervalMs(this.#profile),
        () => this.#readSoon(),
      ),
    );
    this.#readSoon();
    this.#recompute();
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("The portfolio was stopped"));
    void this.#pending?.dispose();
    void this.#hinted?.dispose();
    this.#books.dispose();
    await this.#running.dispose();
    await this.#reading;
  }

  /** The portfolio as last computed. */
  read(): Portfolio {
    return this.#view.portfolio;
  }

  /** What is held now, as far as it is known. */
  heldAssets(): readonly Asset[] {
    return this.read().positions.flatMap(({ asset, quantity }) => (Decimal.parse(quantity).isPositive ? [asset] : []));
  }

  /** The same with the groups that the targets speak of. */
  view(): PortfolioView {
    return this.#view;
  }

  /** Oldest first. */
  transactions(): EntryList {
    return this.#books.transactions;
  }

  accounts(): readonly AccountState[] {
    return this.#readers.map((reader) => reader.state);
  }

  /** Targets, policy or currency have changed. */
  setProfile(profile: Profile): void {
    this.#profile = profile;
    this.#books.restate();
    this.#recompute();
  }

  /** Reads all accounts now and returns the portfolio after it. Rejects with the venue's error when an account could not be read. */
  async sync(options: { readonly signal?: AbortSignal } = {}): Promise<Portfolio> {
    options.signal?.throwIfAborted();
    await this.#readAll();
    const failed = this.#readers.find((reader) => reader.state.failure !== null);
    if (failed?.state.failure) throw failed.state.failure;
    return this.read();
  }

  /** A venue is said to hold something else now: accounts are read soon, however often it is said. */
  readAfterHint(): void {
    if (this.#hinted !== null || this.#stop.signal.aborted) return;
    const { clock } = this.#options;
    const waitMs = Math.max(
      this.#policies.hintDelayMs,
      this.#hintedAtMs + this.#policies.hintEveryMs - clock.monotonicMs(),
    );
    this.#hinted = clock.after(waitMs, () => {
      this.#hinted = null;
      this.#hintedAtMs = clock.monotonicMs();
      this.#readSoon();
    });
  }

  /** Fills that the execution was told of: they enter the books at once, and balances are read again. Rejects with STORE_ codes. */
  async applyFills(accountId: AccountId, fills: readonly Fill[], planId: PlanId | null): Promise<void> {
    const added = await this.#books.addFills(accountId, fills, planId, this.#stop.signal);
    // The fill is in the books; only what is left of it all is asked for. Venues that count calls make history dear.
    if (added > 0) drop(this.#readAll({ fills: false }), this.#logger, "Reading balances");
  }

  /** Keeps the state before or after a rebalance; after it accounts are read first. Null while a value is missing. */
  async recordSnapshot(reason: "beforeRebalance" | "afterRebalance"): Promise<Snapshot | null> {
    if (reason === "afterRebalance") await this.#readAll({ fills: false });
    return await this.#history.record(reason);
  }

  equity(period: Period): Promise<Equity> {
    return this.#history.equity(period);
  }

  sparklines(): Promise<readonly Sparkline[]> {
    return this.#history.sparklines(this.read().positions.map(({ asset }) => asset));
  }

  /** What is known of one asset: its entries, its price, and where venue and books differ. */
  assetDetail(asset: Asset): AssetDetail {
    const lines = this.reconciliation().filter((line) => line.asset === asset);
    const sum = (of: (line: ReconciliationLine) => DecimalString): DecimalString =>
      Decimal.sum(lines.map((line) => Decimal.parse(of(line)))).toString();
    return {
      asset,
      transactions: [
        ...this.#books.transactions.ofShape((of) => of.asset === asset || of.quote === asset || of.feeAsset === asset),
      ].toReversed(),
      price: this.#price(asset),
      reconciliation: {
        venueQuantity: sum((line) => line.venueQuantity),
        booksQuantity: sum((line) => line.booksQuantity),
        difference: sum((line) => line.difference),
        likelyCause: lines.find(({ cause }) => cause !== null)?.cause?.message ?? null,
      },
    };
  }

  /** Venue says, books say, difference, per account and asset. */
  reconciliation(): readonly ReconciliationLine[] {
    return this.books.reconciliation.lines();
  }

  #balances() {
    return this.#readers.flatMap((reader) => reader.state.balances);
  }

  #price(asset: Asset): ConsensusPrice | null {
    const { currency } = this.#profile;
    return asset === currency ? parPrice(asset) : this.#options.prices.consensus(asset, currency);
  }

  #unitPrice(asset: Asset): Decimal | null {
    const price = this.#price(asset);
    return price === null ? null : Decimal.parse(price.price);
  }

  #ledger(): Ledger {
    return computeLedgerIn(this.#books.ledger, this.#unitPrice(this.#books.currency));
  }

  #whyInput(): WhyInput {
    const { lots } = this.#books;
    if (this.#effects?.isOf(lots) !== true) this.#effects = new BookEffects(lots);
    return {
      portfolio: this.#compute().portfolio,
      ledger: this.#ledger(),
      books: this.#effects,
      bookCurrency: this.#books.currency,
      priceOf: (asset) => this.#price(asset),
      readAt: (accountId) => this.#readers.find(({ state }) => state.accountId === accountId)?.state.readAt ?? null,
      entryOf: (id) => this.#books.entry(id),
    };
  }

  #compute(): PortfolioView {
    const balances = this.#balances();
    const now = this.#options.clock.now();
    return computePortfolio({
      profile: this.#profile,
      ts: now,
      balances,
      balancesKnown: this.#readers.every((reader) => reader.ready),
      ledger: this.#ledger(),
      prices: new Map(computeAssets(this.#profile, balances).map((asset) => [asset, this.#price(asset)])),
      dayStart: this.#history.dayStart(now),
    });
  }

  #recompute(): void {
    void this.#pending?.dispose();
    this.#pending = null;
    if (this.#stop.signal.aborted) return;
    this.#computedAt = this.#options.clock.monotonicMs();
    this.#view = this.#compute();
    this.changes.publish(this.#view.portfolio);
    this.#history.onPortfolio();
  }

  #recomputeSoon(): void {
    if (this.#pending !== null || this.#stop.signal.aborted) return;
    for (const reader of this.#readers) drop(reader.openBooks(), this.#logger, "Opening an account's books");
    const wait = this.#computedAt + this.#policies.recomputeMs - this.#options.clock.monotonicMs();
    if (wait <= 0) this.#recompute();
    else this.#pending = this.#options.clock.after(wait, () => this.#recompute());
  }

  #readSoon(): void {
    drop(this.#readAll(), this.#logger, "Reading accounts");
  }

  /** One reading at a time; a wish that comes while one is under way is met by one more after it. */
  #readAll({ fills }: { readonly fills: boolean } = { fills: true }): Promise<void> {
    if (this.#reading !== null) {
      this.#readAgain = { fills: fills || this.#readAgain?.fills === true };
      return this.#reading;
    }
    let wish: { readonly fills: boolean } | null = { fills };
    const run = async (): Promise<void> => {
      for (; wish !== null; wish = this.#readAgain) {
        const now = wish;
        this.#readAgain = null;
        await Promise.all(this.#readers.map((reader) => reader.read(this.#stop.signal, now)));
        if (this.#stop.signal.aborted) return;
        this.#noteFailures();
        this.#noteDifferences();
        this.#recompute();
      }
    };
    this.#reading = run().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  #noteFailures(): void {
    for (const { state } of this.#readers) {
      if (state.failure === null) continue;
      this.#logger.warn("An account could not be read", { accountId: state.accountId, error: state.failure });
    }
  }

  /** A fill may lie between the reading of fills and of balances, so only what differs twice is told. */
  #noteDifferences(): void {
    const differing = this.reconciliation().filter(({ cause }) => cause !== null && cause.kind !== "rounding");
    const placeOf = (line: ReconciliationLine): string => `${line.accountId} ${line.asset}`;
    const lasting = differing.filter((line) => this.#suspected.has(placeOf(line)));
    this.#suspected = new Set(differing.map(placeOf));
    const told = lasting.map((line) => `${line.asset} ${line.difference} at ${line.accountId}`).join(", ");
    if (told === this.#reported) return;
    this.#reported = told;
    if (told !== "") this.#logger.warn("Venues and books differ", { differences: told });
    this.differences.publish(lasting);
  }
}
