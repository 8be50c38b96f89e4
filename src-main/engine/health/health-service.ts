// How is the program doing: kill switch, files, feeds, profiles, this process? Looked at once a second.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ProcessMetrics } from "#engine/ports/process-metrics.ts";
import type { StoreHealth } from "#engine/ports/repositories.ts";
import { collidingWith, computeCollisions, type Identified } from "#engine/profiles/compute-identity.ts";
import type { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import type { TradingStatus } from "#engine/risk/risk-engine.ts";
import type { FeedHealth, Health } from "#shared/contract/views.ts";
import type { StrategyHealth } from "#shared/domain/strategies-view.ts";
import { SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { describeHealth } from "./describe-health.ts";

/** What the health page tells of a profile. */
interface HealthOfProfile {
  readonly profile: Identified;
  readonly risk: { readonly trading: TradingStatus };
  readonly strategies: { health(): StrategyHealth } | null;
}

export interface HealthServiceOptions {
  readonly markets: { health(): readonly FeedHealth[] };
  readonly profiles: { runtimes(): readonly HealthOfProfile[] };
  readonly killSwitch: KillSwitchService;
  readonly store: { health(): StoreHealth };
  readonly metrics: ProcessMetrics;
  readonly clock: Clock;
  readonly startedAt: UnixMs;
}

export class HealthService implements Stoppable {
  readonly changes = new Topic<Health>();
  readonly #options: HealthServiceOptions;
  #timer: Stoppable | null = null;

  constructor(options: HealthServiceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = this.#options.clock.every(SECOND_MS, () => {
      if (this.changes.size > 0) this.changes.publish(this.read());
    });
  }

  async dispose(): Promise<void> {
    await this.#timer?.dispose();
  }

  read(): Health {
    const { markets, profiles, killSwitch, store, metrics, clock, startedAt } = this.#options;
    const { on, reason, since } = killSwitch.state;
    const ts = clock.now();
    const runtimes = profiles.runtimes();
    const collisions = computeCollisions(
      runtimes.map(({ profile }) => profile),
      ts,
    );
    const health = {
      ts,
      paused: on ? { reason, since: since ?? startedAt } : null,
      store: store.health(),
      feeds: [...markets.health()],
      profiles: runtimes.map(({ profile, risk, strategies }) => ({
        profileId: profile.id,
        tradingState: risk.trading.state,
        reason: risk.trading.reason?.message ?? null,
        collidesWith: collidingWith(profile.id, collisions),
        strategies: strategies?.health() ?? null,
      })),
      uptimeMs: Math.max(0, ts - startedAt),
      memoryBytes: metrics.memoryBytes(),
      eventLoopDelayMs: metrics.eventLoopDelayMs(),
    };
    return { ...health, ...describeHealth(health) };
  }
}
