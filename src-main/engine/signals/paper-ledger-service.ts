// What would every signal and every proposed plan have earned, taken or not? Stored: a restart changes nothing of it.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { PaperLedgerRepository } from "#engine/ports/repositories.ts";
import type { PaperReading, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import { toNumber } from "#engine/targets/compute-exact-shares.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import type { Asset, MarketSymbol, ProfileId, VenueId } from "#shared/domain/ids.ts";
import type { PaperEntryRecord, PaperLedgerState } from "#shared/domain/paper-entry.ts";
import type { PlanRecord, RebalancePlan } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { PaperResultView } from "#shared/domain/strategies-view.ts";
import { type DurationMs, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { PricePoint } from "./compute-counterfactual.ts";
import { computeFollowedMarket, computeHalfSpread, type FollowedMarket } from "./compute-followed-market.ts";
import {
  addToPaperTotals,
  computePaperLedger,
  computePaperResults,
  isStillFollowed,
  paperMarketKey,
  paperTotalKey,
} from "./compute-paper-ledger.ts";
import {
  addNames,
  computeProposalEntries,
  computeRuleEntry,
  isSameBet,
  isTakenBy,
  paperGroupOf,
  UNREAD,
} from "./compute-paper-sources.ts";
import type { PaperMarket } from "./paper-market.ts";

/** What is followed of each signal, in the profile's currency: only ratios of it are compared. */
export const PAPER_STAKE = decimalString("1000");
/** Entries that have ended and are kept one by one; what all of them came to is kept for ever. */
const MOST_ENDED = 5_000;
/** A plan made of a signal may be approved when the entry has just ended. */
const LOOK_BACK = 500;
/** The venue is given this long to hand out the hour's candle. */
const AFTER_CLOSE_MS: DurationMs = 2 * MINUTE_MS;
const MOST_BARS = 1_000;
const RATIO_SCALE = 12;

export interface PaperLedgerOptions {
  readonly profileId: ProfileId;
  readonly profile: () => Profile;
  readonly market: PaperMarket;
  readonly signals: { readonly changes: { subscribe(listener: (signal: Signal) => void): Stoppable } };
  readonly plans: { readonly changes: { subscribe(listener: (record: PlanRecord) => void): Stoppable } };
  readonly repositories: { readonly paperLedger: PaperLedgerRepository };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `gained`, `lost`: after costs, of those that gained, and of those that did not, as a positive number. */
export interface PaperOutcome {
  readonly closed: number;
  readonly wins: number;
  readonly gained: number;
  readonly lost: number;
}

/** What the strategies read of one market. */
export interface ReadOnPaper {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly costs: StrategyRequest["costs"];
  readonly closedAt: UnixMs;
  readonly paper: readonly PaperReading[];
}

export class PaperLedgerService implements Stoppable {
  /** Something was added, has ended or was taken. */
  readonly changes = new Topic<void>();
  readonly #options: PaperLedgerOptions;
  readonly #running: DisposableStore;
  #state: PaperLedgerState;
  /** What still runs, oldest first. */
  #open: readonly PaperEntryRecord[] = [];
  readonly #unsaved = new Map<string, PaperEntryRecord>();
  #tail: Promise<unknown> = Promise.resolve();
  #settledHour = Number.NaN;

  constructor(options: PaperLedgerOptions) {
    this.#options = options;
    this.#running = new DisposableStore(options.logger);
    this.#state = { since: options.clock.now(), totals: [], followed: [] };
  }

  /** Loads what was stored. To be called before signals and plans begin. Rejects with STORE_ codes. */
  async start(): Promise<this> {
    const { repositories, profileId, signals, plans, clock, logger } = this.#options;
    const { state, running } = await repositories.paperLedger.load(profileId);
    if (state !== null) this.#state = state;
    this.#open = running;
    this.#running.add(signals.changes.subscribe((signal) => this.#takeSignal(signal)));
    this.#running.add(plans.changes.subscribe((record) => this.#takePlan(record)));
    this.#running.add(
      clock.every(MINUTE_MS, () => {
        if (this.#hour() !== this.#settledHour) drop(this.settle(), logger, "Following signals on paper");
      }),
    );
    return this;
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
    await this.#tail;
  }

  get since(): UnixMs {
    return this.#state.since;
  }

  /** By name. */
  results(): readonly PaperResultView[] {
    return computePaperResults(this.#state.totals, this.#open);
  }

  /** Of one market alone. */
  resultsOf(market: Pick<ReadOnPaper, "venue" | "symbol">): readonly PaperResultView[] {
    const isOwn = (one: Pick<ReadOnPaper, "venue" | "symbol">) => paperMarketKey(one) === paperMarketKey(market);
    return computePaperResults(this.#state.totals.filter(isOwn), this.#open.filter(isOwn));
  }

  /** What following one group's signals to their end came to, in stakes; statistics, so in numbers. */
  outcome(group: string): PaperOutcome {
    const own = this.#state.totals.filter((total) => total.group === group);
    const count = (key: "closed" | "wins") => own.reduce((sum, total) => sum + total[key], 0);
    const stakes = (key: "gained" | "lost") => {
      const sum = Decimal.sum(own.map((total) => Decimal.parse(total[key])));
      return toNumber(sum.div(Decimal.parse(PAPER_STAKE), RATIO_SCALE, "halfEven"));
    };
    return { closed: count("closed"), wins: count("wins"), gained: stakes("gained"), lost: stakes("lost") };
  }

  /** Newest first. Rejects with STORE_ codes. */
  async list(query: Parameters<PaperLedgerRepository["list"]>[1]): Promise<readonly PaperEntryRecord[]> {
    return await this.#options.repositories.paperLedger.list(this.#options.profileId, query);
  }

  /** What the strategies need not tell again of a market; undefined: nothing of it is known. */
  followed({ venue, symbol }: Pick<ReadOnPaper, "venue" | "symbol">): StrategyRequest["followed"] {
    const known = this.#state.followed.find((one) => one.venue === venue && one.symbol === symbol);
    if (known === undefined) return undefined;
    const running = this.#open.filter(
      (entry) => entry.kind === "strategy" && entry.venue === venue && entry.symbol === symbol,
    );
    return {
      until: known.until,
      running: running.map(({ group, side, expiresAt }) => ({ group, side, expiresAt })),
    };
  }

  /** Adds what the strategies read, then follows everything to now. Rejects with STORE_ codes; what was not stored is stored the next time. */
  async take(reads: readonly ReadOnPaper[]): Promise<void> {
    const currency = this.#options.profile().currency;
    for (const read of reads) {
      const until = this.followed(read)?.until ?? Number.NEGATIVE_INFINITY;
      if (read.closedAt <= until) continue;
      for (const reading of read.paper) {
        if (reading.at > until) this.#add(entryOf(read, reading, currency));
      }
      const others = this.#state.followed.filter((one) => one.venue !== read.venue || one.symbol !== read.symbol);
      const own = { venue: read.venue, symbol: read.symbol, until: read.closedAt };
      this.#state = { ...this.#state, followed: [...others, own] };
    }
    await this.settle();
  }

  /** Follows what still runs to the newest closes. Rejects with STORE_ codes. */
  async settle(): Promise<void> {
    const { clock } = this.#options;
    this.#settledHour = this.#hour();
    const prices = await this.#prices();
    // What came while the prices were read is followed the next time: its markets may not be among them.
    const read = new Map(computePaperLedger(this.#open, prices, clock.now()).map((entry) => [entry.id, entry]));
    this.#replace((entry) => {
      const next = read.get(entry.id);
      return next === undefined ? entry : { ...next, takenBy: entry.takenBy, ...namesOf(entry) };
    });
    await this.#save();
  }

  #hour(): number {
    return Math.floor((this.#options.clock.now() - AFTER_CLOSE_MS) / HOUR_MS);
  }

  /** Closes of every market that is followed, from its oldest entry on. A market that tells nothing is told of, and has none. */
  async #prices(): Promise<ReadonlyMap<string, readonly PricePoint[]>> {
    const { market, clock, logger } = this.#options;
    const oldest = new Map<string, PaperEntryRecord>();
    for (const entry of this.#open) {
      const known = oldest.get(paperMarketKey(entry));
      if (known === undefined || entry.at < known.at) oldest.set(paperMarketKey(entry), entry);
    }
    const prices = new Map<string, readonly PricePoint[]>();
    for (const [key, { venue, symbol, at }] of oldest) {
      const limit = Math.min(MOST_BARS, Math.ceil((clock.now() - at) / HOUR_MS) + 2);
      try {
        const candles = await market.candles(venue, symbol, "1h", { limit });
        const closed = candles.filter((candle) => candle.closed);
        prices.set(
          key,
          closed.map(({ openTime, close }) => ({ at: unixMs(openTime + HOUR_MS), price: Decimal.parse(close) })),
        );
      } catch (error) {
        logger.warn("Signals are not followed on paper: no candles", { venue, symbol, error });
      }
    }
    return prices;
  }

  #takeSignal(signal: Signal): void {
    const { source, asset, ts, id, action } = signal;
    // A strategy's own entry came with its reading; the signal only gives it a name.
    if (source === "strategy" || source === "cycle") {
      const group = paperGroupOf(signal);
      this.#replace((entry) => {
        const isOwn = entry.kind === "strategy" && entry.group === group && entry.side === action;
        const isOf = isOwn && entry.symbol.startsWith(`${asset}/`) && entry.at <= ts && ts < entry.expiresAt;
        return isOf && !entry.signalIds.includes(id) ? addNames(entry, { signalIds: [id], planIds: [] }) : entry;
      });
      if (this.#unsaved.size > 0) this.#saveSoon();
      return;
    }
    if (this.#open.some((entry) => entry.signalIds.includes(id))) return;
    const { currency } = this.#options.profile();
    const entry = computeRuleEntry(signal, { currency, findMarket: (one) => this.#market(one), stake: PAPER_STAKE });
    if (entry === null) return;
    this.#add(entry);
    this.#saveSoon();
  }

  #takePlan({ plan, state, approvedAt }: PlanRecord): void {
    if (approvedAt !== null) {
      drop(this.#markTaken(plan), this.#options.logger, "Noting what was taken");
      return;
    }
    const isProposal = plan.trade === undefined && plan.editedFrom === undefined && plan.whatIf === undefined;
    if (state !== "PREVIEWED" || !isProposal) return;
    if (this.#open.some((entry) => entry.planIds.includes(plan.planId))) return;
    const { currency } = this.#options.profile();
    const entries = computeProposalEntries(plan, { currency, findMarket: (one) => this.#market(one) });
    for (const entry of entries) this.#add(entry);
    if (entries.length > 0) this.#saveSoon();
  }

  async #markTaken(plan: RebalancePlan): Promise<void> {
    const takes = (entry: PaperEntryRecord) => entry.takenBy === null && isTakenBy(entry, plan);
    if (this.#open.some(takes)) {
      this.#replace((entry) => (takes(entry) ? { ...entry, takenBy: plan.planId } : entry));
      this.#saveSoon();
      return;
    }
    const signalId = plan.trade?.signal?.id;
    if (signalId === undefined || this.#open.some((entry) => entry.takenBy === plan.planId)) return;
    // It may have ended between the plan and its approval.
    const ended = (await this.list({ limit: LOOK_BACK })).find((entry) => !isStillFollowed(entry) && takes(entry));
    if (ended === undefined) return;
    const taken = { ...ended, takenBy: plan.planId };
    this.#unsaved.set(taken.id, taken);
    const totals = this.#state.totals.map((total) => {
      if (taken.state !== "closed" || paperTotalKey(total) !== paperTotalKey(taken)) return total;
      const takenResult = Decimal.parse(total.takenResult).add(Decimal.parse(taken.result)).toString();
      return { ...total, taken: total.taken + 1, takenResult };
    });
    this.#state = { ...this.#state, totals };
    this.#saveSoon();
  }

  #market(asset: Asset): (FollowedMarket & { readonly halfSpread: PaperEntryRecord["halfSpread"] }) | null {
    const { profile, market } = this.#options;
    const found = computeFollowedMarket(profile(), asset, (venue) => market.instruments(venue));
    if (found === null) return null;
    return { ...found, halfSpread: computeHalfSpread(market.quote(found.venue, found.symbol)).toString() };
  }

  /** One that says the same while another runs gives it its name. */
  #add(entry: PaperEntryRecord): void {
    const running = this.#open.find((other) => isSameBet(other, entry));
    if (running === undefined) this.#put([...this.#open, entry]);
    else this.#replace((other) => (other === running ? addNames(other, entry) : other));
  }

  #replace(change: (entry: PaperEntryRecord) => PaperEntryRecord): void {
    this.#put(this.#open.map(change));
  }

  /** What has ended by it goes into the totals. */
  #put(entries: readonly PaperEntryRecord[]): void {
    const known = new Set(this.#open);
    const changed = entries.filter((entry) => !known.has(entry));
    if (changed.length === 0) return;
    for (const entry of changed) this.#unsaved.set(entry.id, entry);
    const ended = entries.filter((entry) => !isStillFollowed(entry));
    this.#state = { ...this.#state, totals: [...addToPaperTotals(this.#state.totals, ended)] };
    this.#open = entries.filter(isStillFollowed);
  }

  #saveSoon(): void {
    drop(this.#save(), this.#options.logger, "Storing what is followed on paper");
  }

  /** One after the other; what could not be stored goes with the next. */
  async #save(): Promise<void> {
    const { repositories, profileId } = this.#options;
    const run = this.#tail.then(async () => {
      const entries = [...this.#unsaved.values()];
      await repositories.paperLedger.save(profileId, { entries, state: this.#state }, MOST_ENDED);
      for (const entry of entries) if (this.#unsaved.get(entry.id) === entry) this.#unsaved.delete(entry.id);
    });
    this.#tail = run.catch(() => undefined);
    this.changes.publish();
    await run;
  }
}

const namesOf = ({ signalIds, planIds }: PaperEntryRecord) => ({ signalIds, planIds });

function entryOf(
  { venue, symbol, costs, closedAt }: ReadOnPaper,
  reading: PaperReading,
  currency: Asset,
): PaperEntryRecord {
  const { halfSpread, fee, stake } = costs;
  return {
    ...UNREAD,
    ...reading,
    ...{ id: `${reading.group} ${venue} ${symbol} ${reading.at}`, kind: "strategy", venue, symbol, currency },
    ...{ halfSpread, fee, stake, seen: reading.at === closedAt },
  };
}
