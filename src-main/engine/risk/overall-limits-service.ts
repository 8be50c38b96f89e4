// When have all live profiles together lost so much that each of them halts, and what do they hold together?
import { drop } from "#engine/core/drop.ts";
import type { Topic } from "#engine/core/event-bus.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import type { OverallView } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { Portfolio, Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Settings } from "#shared/domain/settings.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeLosses, type GainPoint, type LossBase, type Losses, NO_LOSSES } from "./compute-losses.ts";
import { computeExposure, type Exposure, NO_OVERALL_LIMITS, type OverallFacts } from "./compute-overall-exposure.ts";
import {
  computeOverallBreach,
  computePooledBase,
  computePooledPoint,
  OVERALL_HALTS,
  type RatedPoint,
} from "./compute-overall-losses.ts";
import type { RiskEngine, TradingStatus } from "./risk-engine.ts";

/** In which all profiles are added up. */
const CURRENCY: Asset = NO_OVERALL_LIMITS.currency;
const SHARE_SCALE = 6;

export interface WatchedRuntime {
  readonly profile: Pick<Profile, "id" | "name" | "mode" | "currency" | "modeSince">;
  readonly portfolio: { read(): Portfolio; readonly changes: Pick<Topic<Portfolio>, "subscribe"> };
  readonly risk: Pick<RiskEngine, "halt" | "trading" | "changes">;
}

interface OverallLimitsOptions {
  readonly profiles: {
    runtimes(): readonly WatchedRuntime[];
    /** Has a runtime, and has none any more. */
    readonly opened: Pick<Topic<ProfileId>, "subscribe">;
    readonly closed: Pick<Topic<ProfileId>, "subscribe">;
  };
  readonly settings: { get(): Settings; readonly changes: Pick<Topic<Settings>, "subscribe"> };
  readonly snapshots: Pick<SnapshotRepository, "list">;
  /** Value of one unit; null where it is not known. */
  readonly priceOf: (asset: Asset, currency: Asset) => Decimal | null;
  readonly logger: Logger;
}

/**
 * Only live profiles count: what is traded on paper is no money. Losses are counted from the last arming after such a halt, for who arms
 * a profile again has seen what was lost. Each profile that was halted is armed by a person, by itself.
 */
export class OverallLimitsService {
  readonly #options: OverallLimitsOptions;
  /** Halted by these limits and not armed since. */
  readonly #halted = new Set<ProfileId>();
  readonly #points = new Map<ProfileId, RatedPoint>();
  /** Of the losses: as they were when counting began. */
  readonly #rates = new Map<Asset, Decimal>();
  #counted = "";
  #countedAt: UnixMs = unixMs(0);
  #base: LossBase | null = null;
  #losses: Losses = NO_LOSSES;
  #armedAt: UnixMs | null = null;
  /** Records of before the start, oldest first, until they were counted; null before the start. */
  #past: readonly Snapshot[] | null = null;

  constructor(options: OverallLimitsOptions) {
    this.#options = options;
    const { profiles, settings } = options;
    profiles.opened.subscribe((id) => this.#follow(id));
    profiles.closed.subscribe((id) => this.#leave(id));
    settings.changes.subscribe(() => this.#judge());
  }

  /** To be called once the profiles run: reads back what was recorded since the last arming. Rejects with STORE_ codes. */
  async start(): Promise<void> {
    const lists = this.#live().map(({ profile: { id, modeSince } }) =>
      this.#options.snapshots.list(id, unixMs(Math.max(this.#armedAt ?? 0, modeSince ?? 0))),
    );
    const records = (await Promise.all(lists)).flat().filter(({ reason }) => reason !== "history");
    this.#past = records.sort((first, second) => first.ts - second.ts);
    for (const runtime of this.#live()) this.#look(runtime);
  }

  /** What the gates need of it; `currency`: of the profile that asks. */
  facts(currency: Asset): OverallFacts {
    const { largestAssetShare, liveMoneyMost } = this.#options.settings.get();
    // Reckoned only where a limit asks for it.
    if (largestAssetShare === null && liveMoneyMost === null) return NO_OVERALL_LIMITS;
    const [exposure, rate] = [this.#exposure(), this.#rate(currency)];
    return { largestAssetShare, liveMoneyMost, currency: CURRENCY, exposure, rate };
  }

  read(): OverallView {
    const exposure = this.#exposure();
    const known = "unknown" in exposure ? null : exposure;
    const largest = known?.largest ?? null;
    return {
      currency: CURRENCY,
      profiles: this.#live().map(({ profile }) => profile.name),
      value: known?.total.toString() ?? null,
      unknown: "unknown" in exposure ? exposure.unknown : null,
      largest:
        known === null || largest === null
          ? null
          : { asset: largest.asset, share: largest.value.div(known.total, SHARE_SCALE, "halfEven").toString() },
      dayLoss: this.#losses.dayLoss.toString(),
      drawdown: this.#losses.drawdown.toString(),
    };
  }

  #live(): readonly WatchedRuntime[] {
    return this.#options.profiles.runtimes().filter(({ profile }) => profile.mode === "live");
  }

  /** A runtime ends with its topics: nothing is to be given back. */
  #follow(id: ProfileId): void {
    const runtime = this.#options.profiles.runtimes().find(({ profile }) => profile.id === id);
    if (runtime === undefined) return;
    if (runtime.profile.mode !== "live") this.#leave(id);
    runtime.risk.changes.subscribe((status) => this.#note(id, status));
    runtime.portfolio.changes.subscribe(() => this.#look(runtime));
  }

  #note(id: ProfileId, { state, reason, since }: TradingStatus): void {
    if (state === "halted") {
      if (OVERALL_HALTS.some((code) => code === reason?.code)) this.#halted.add(id);
      return;
    }
    if (!this.#halted.delete(id) || since === null || since <= (this.#armedAt ?? 0)) return;
    this.#armedAt = since;
    this.#base = null;
    this.#losses = NO_LOSSES;
    this.#points.clear();
    this.#rates.clear();
    if (this.#past !== null) this.#past = [];
  }

  /** A value that rests on a price in doubt halts nothing; what was known of that profile last still counts. */
  #look({ profile, portfolio }: WatchedRuntime): void {
    if (this.#past === null || profile.mode !== "live") return;
    const { ts, state, totalPnl, netInvested } = portfolio.read();
    const rate = this.#lossRate(profile.currency);
    if (state !== "live" || totalPnl === null || rate === null) return;
    this.#countPast(this.#past);
    this.#take(profile.id, { ts, totalPnl: Decimal.parse(totalPnl), netInvested: Decimal.parse(netInvested) }, rate);
    this.#judge();
  }

  #countPast(past: readonly Snapshot[]): void {
    this.#past = [];
    for (const { profileId, currency, ts, totalPnl, netInvested } of past) {
      const rate = this.#lossRate(currency);
      if (rate === null) continue;
      this.#take(profileId, { ts, totalPnl: Decimal.parse(totalPnl), netInvested: Decimal.parse(netInvested) }, rate);
    }
  }

  /** By itself, so that what the others gain or lose next is not taken for its leaving. */
  #leave(id: ProfileId): void {
    if (this.#points.delete(id)) this.#count(this.#countedAt);
  }

  #take(id: ProfileId, point: GainPoint, rate: Decimal): void {
    this.#points.set(id, { point, rate });
    this.#count(point.ts);
  }

  #count(ts: UnixMs): void {
    const counted = [...this.#points.keys()].sort().join(" ");
    const pooled = computePooledPoint(this.#points.values(), ts);
    this.#base = computePooledBase(this.#base, pooled, counted === this.#counted);
    this.#counted = counted;
    this.#countedAt = ts;
    this.#losses = computeLosses(this.#base, pooled);
  }

  #judge(): void {
    const breach = computeOverallBreach(this.#losses, this.#options.settings.get());
    if (breach === null) return;
    for (const { risk } of this.#live()) {
      if (risk.trading.state !== "halted") {
        drop(risk.halt(breach), this.#options.logger, "Halting a profile after the losses of all");
      }
    }
  }

  #exposure(): Exposure {
    return computeExposure(
      this.#live().map(({ profile: { name, currency }, portfolio }) => {
        const { totalValue, positions } = portfolio.read();
        return {
          name,
          rate: this.#rate(currency),
          totalValue: totalValue === null ? null : Decimal.parse(totalValue),
          positions: positions.map(({ asset, value, isCash }) => ({
            asset,
            isCash,
            value: value === null ? null : Decimal.parse(value),
          })),
        };
      }),
    );
  }

  #rate(currency: Asset): Decimal | null {
    return currency === CURRENCY ? Decimal.ONE : this.#options.priceOf(currency, CURRENCY);
  }

  #lossRate(currency: Asset): Decimal | null {
    const known = this.#rates.get(currency) ?? this.#rate(currency);
    if (known !== null) this.#rates.set(currency, known);
    return known;
  }
}
