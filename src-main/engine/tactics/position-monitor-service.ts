// What becomes of positions from signals? Follows them every 10 s unless the profile says otherwise, proposes exits with a plan, and parks in cash what a stop sold.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import { repeatAtPace } from "#engine/core/repeat-at-pace.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { computeIdentitySettings, computeStaticSeed } from "#engine/profiles/compute-identity.ts";
import { computeEffectiveLimits } from "#engine/risk/compute-effective-limits.ts";
import type { Losses } from "#engine/risk/compute-losses.ts";
import { computeProfitZones } from "#engine/signals/compute-profit-zones.ts";
import { toNumber } from "#engine/targets/compute-exact-shares.ts";
import type { PositionsView, Preview, SignalPlan } from "#shared/contract/views.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, SignalId, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { PositionReading, SignalPosition } from "#shared/domain/signal-position.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import type { Trade } from "#shared/domain/trade.ts";
import { AssetVolatility, type VolatilityMarket } from "./asset-volatility.ts";
import { computeStopScale } from "./compute-exits.ts";
import { computePaperEdge, type PaperRecord, paperGroupOf } from "./compute-paper-edge.ts";
import { computePositionReading } from "./compute-position-reading.ts";
import { computeExitTrade, computeSignalTrade, type TacticsMarket, type TradeFacts } from "./compute-signal-trade.ts";
import { PositionBookOfRecord } from "./position-book-of-record.ts";

/** The journal hears of a higher price once it has risen by so much; the trailing stop hangs on what the journal knows. */
const RISE = Decimal.parse("1.001");
/** Signals that may still be planned from. */
const LATEST = 500;
const NOTE = "Stops are this program's own: they work only while it runs, and the venue knows nothing of them.";
const TWO = Decimal.fromInteger(2);

type Signaled = { readonly signal?: AbortSignal };

export interface PositionMonitorOptions {
  /** As the person set it. */
  readonly profile: () => Profile;
  readonly journal: Pick<ProfileJournal, "applied" | "record">;
  readonly portfolio: { read(): Portfolio };
  readonly clients: ReadonlyMap<AccountId, Pick<ExchangeClient, "account">>;
  readonly market: VolatilityMarket & { instruments(venue: VenueId): readonly Instrument[] };
  readonly losses: () => Losses;
  /** Of the portfolio, a year; null where it is not known. */
  readonly volatility: () => DecimalString | null;
  readonly signals: { list(limit: number): readonly Signal[] };
  readonly rebalance: { preview(request: { readonly trade: Trade }, options: Signaled): Promise<Preview> };
  /** What following a strategy's signals on paper came to; nothing closed where its strategies do not run. */
  readonly paper: (group: string) => PaperRecord;
  readonly changeProfile: (change: (profile: Profile) => Profile) => Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class PositionMonitorService implements Stoppable {
  /** Something of the positions, their levels or what is due. */
  readonly changes = new Topic<void>();
  readonly #options: PositionMonitorOptions;
  readonly #running: DisposableStore;
  readonly #book = new PositionBookOfRecord();
  readonly #volatility: AssetVolatility;
  #started = false;

  /** Listens from the first entry of a replay on. */
  constructor(options: PositionMonitorOptions) {
    this.#options = options;
    this.#running = new DisposableStore(options.logger);
    this.#volatility = new AssetVolatility(options);
    this.#running.add(options.journal.applied.subscribe((entry) => this.#apply(entry)));
    this.#running.add(this.#volatility);
  }

  /** To be called once the journal was replayed. */
  start(): this {
    this.#started = true;
    const { clock, profile } = this.#options;
    this.#running.add(
      repeatAtPace(
        clock,
        () => profile().operation.positionsEveryS * SECOND_MS,
        () => this.look(),
      ),
    );
    this.#park();
    this.look();
    return this;
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
  }

  view(): PositionsView {
    const { positions, parked } = this.#options.profile();
    return { open: [...this.read()], most: positions.maxOpenPositions, parked: [...(parked ?? [])], note: NOTE };
  }

  /** Oldest first. Nothing is due before an asset's volatility was read or could not be. */
  read(): readonly PositionReading[] {
    return this.#book.all().map((position) => this.#reading(position));
  }

  look(): void {
    const { journal, logger } = this.#options;
    for (const { asset } of this.#book.all()) this.#volatility.readSoon(asset, this.#options.profile().currency);
    const risen = this.#book.all().flatMap(({ asset, highest }) => {
      const price = this.#price(asset);
      return price?.gte(Decimal.parse(highest).mul(RISE)) === true ? [{ asset, price: price.toString() }] : [];
    });
    if (risen.length > 0) {
      const events = risen.map((one) => ({ kind: "position.highest", ...one }) as const);
      drop(
        journal.record(() => events),
        logger,
        "Noting the highest price of a position",
      );
    }
    if (this.#book.all().length > 0) this.changes.publish();
  }

  /** Previews the one trade that a signal asks for. Rejects with INPUT_INVALID or PLAN_IMPOSSIBLE in words. */
  async plan(signalId: SignalId, options: Signaled): Promise<SignalPlan> {
    const { signals, clock, profile } = this.#options;
    const signal = signals.list(LATEST).find(({ id }) => id === signalId);
    if (signal === undefined)
      throw new EngineError("INPUT_INVALID", `There is no signal ${signalId} among the latest ones.`);
    const { asset } = signal;
    const known = asset === null ? null : await this.#volatility.read(asset, profile().currency);
    const edge = computePaperEdge(this.#options.paper(paperGroupOf(signal.rule)));
    const facts = { signal, now: clock.now(), volatility: known?.usual ?? null, edge };
    return await this.#preview(computeSignalTrade({ ...this.#facts(), ...facts }), options);
  }

  /** Previews what is due of a position now, or all of it. Rejects with INPUT_INVALID where there is no such position. */
  async planExit(asset: Asset, options: Signaled): Promise<SignalPlan> {
    const position = this.#book.get(asset);
    if (position === null) throw new EngineError("INPUT_INVALID", `No position of ${asset} from a signal is open.`);
    await this.#volatility.read(asset, this.#options.profile().currency);
    const due = this.#reading(position).due ?? {
      kind: "risk",
      quantity: position.quantity,
      rungs: position.rungsTaken,
    };
    const exit = { kind: due.kind, quantity: Decimal.parse(due.quantity), rungs: due.rungs };
    return await this.#preview(computeExitTrade(this.#facts(), position, exit), options);
  }

  /** Previews the exit at a level that was reached. Rejects with PLAN_IMPOSSIBLE where none is, and for what only its risk proposes. */
  async planLevel(asset: Asset, options: Signaled): Promise<Preview> {
    const position = this.#book.get(asset);
    const due = position === null ? null : this.#reading(position).due;
    if (position === null || due === null || due.kind === "risk") {
      throw new EngineError("PLAN_IMPOSSIBLE", `No stop and no other level of a position of ${asset} is reached now.`);
    }
    const exit = { kind: due.kind, quantity: Decimal.parse(due.quantity), rungs: due.rungs };
    return await this.#preview(computeExitTrade(this.#facts(), position, exit), options);
  }

  /** Lets the rebalancer serve the asset's target again; the reason goes into the journal first. */
  async rearm(asset: Asset, reason: string): Promise<void> {
    const { profile, changeProfile, journal } = this.#options;
    if (profile().parked?.includes(asset) !== true) throw new EngineError("INPUT_INVALID", `${asset} is not parked.`);
    await journal.record(() => [{ kind: "position.rearmed", asset, reason }]);
    await changeProfile((now) => ({ ...now, parked: now.parked?.filter((one) => one !== asset) }));
    this.changes.publish();
  }

  async #preview(found: ReturnType<typeof computeSignalTrade>, options: Signaled): Promise<SignalPlan> {
    if ("none" in found) throw new EngineError("PLAN_IMPOSSIBLE", found.none);
    const preview = await this.#options.rebalance.preview({ trade: found.trade }, options);
    return { ...preview, because: found.because };
  }

  #facts(): TradeFacts {
    const { profile, portfolio, market, clients } = this.#options;
    const markets = [...clients.values()].flatMap(({ account }) =>
      market
        .instruments(account.venue)
        .map(({ symbol, base, quote }): TacticsMarket => ({ accountId: account.id, symbol, base, quote })),
    );
    return { profile: profile(), portfolio: portfolio.read(), markets, positions: this.#book.all() };
  }

  #reading(position: SignalPosition): PositionReading {
    const { clock, losses, signals } = this.#options;
    const volatility = this.#options.volatility();
    const profile = this.#options.profile();
    const { positions: rules, strategies } = profile;
    const { dayLoss, drawdown } = losses();
    const limits = computeEffectiveLimits(profile);
    const now = clock.now();
    const known = this.#volatility.known(position.asset);
    const sure = signals
      .list(LATEST)
      .find(({ asset, action, expiresAt }) => asset === position.asset && action === "buy" && expiresAt > now);
    return computePositionReading(position, {
      rules,
      ladder: ladderOf(profile, position),
      scale: computeStopScale(rules, known?.recent ?? null, known?.usual ?? null),
      price: known === undefined ? null : this.#price(position.asset),
      now,
      dayLoss: toNumber(dayLoss),
      dayLossLimit: toNumber(Decimal.parse(limits.maxDailyLossFraction)),
      drawdown: toNumber(drawdown),
      drawdownLimit: toNumber(Decimal.parse(limits.maxDrawdownFraction)),
      volatility: volatility === null ? null : toNumber(Decimal.parse(volatility)),
      confidenceNow: sure === undefined ? null : toNumber(Decimal.parse(sure.confidence)),
      confidenceThreshold: strategies.confidenceThreshold,
      levels: profile.operation.riskLevels,
    });
  }

  /** Only one that is fresh enough to act on. */
  #price(asset: Asset): Decimal | null {
    const position = this.#options.portfolio.read().positions.find((one) => one.asset === asset);
    const fresh = position?.priceState === "live" || position?.priceState === "lagging";
    return fresh && position.price !== null ? Decimal.parse(position.price) : null;
  }

  #apply(entry: JournalEntry): void {
    const change = this.#book.apply(entry);
    if (change === null || !this.#started) return;
    if (change.stopped) this.#park();
    this.changes.publish();
  }

  /** The rebalancer never buys back what a stop sold. What the journal did not see parked is parked at the next start. */
  #park(): void {
    const { changeProfile, profile, logger } = this.#options;
    const assets = this.#book.unparked().filter((asset) => !profile().cashAssets.includes(asset));
    const missing = assets.filter((asset) => profile().parked?.includes(asset) !== true);
    this.#book.parked();
    if (missing.length === 0) return;
    const parking = changeProfile((now) => ({ ...now, parked: [...new Set([...(now.parked ?? []), ...missing])] }));
    drop(parking, logger, "Parking in cash what a stop sold");
  }
}

/** Two taker fees of the profile's dearest account are a round trip. */
function ladderOf(profile: Profile, { entryPrice, boughtQuantity }: SignalPosition): readonly Decimal[] {
  const { complexityFactor, trajectoryWeight } = computeIdentitySettings(profile);
  const fees = profile.accounts.map(({ fees: { taker } }) => Decimal.parse(taker));
  return computeProfitZones({
    temper: { staticSeed: computeStaticSeed(profile), complexityFactor, trajectoryWeight },
    entryPrice: Decimal.parse(entryPrice),
    quantity: Decimal.parse(boughtQuantity),
    takeProfit: Decimal.parse(profile.positions.takeProfit),
    roundTripCost: Decimal.max(Decimal.ZERO, ...fees).mul(TWO),
  }).map(({ price }) => price);
}
