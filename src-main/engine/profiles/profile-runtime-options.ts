// What does one profile need from the program that it lives in?
import type { Topic } from "#engine/core/event-bus.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import type { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketLookWorker } from "#engine/ports/market-look-worker.ts";
import type { Planner } from "#engine/ports/planner.ts";
import type { Repositories, StoreHealth } from "#engine/ports/repositories.ts";
import type { Rng } from "#engine/ports/rng.ts";
import type { StrategyWorker } from "#engine/ports/strategy-worker.ts";
import type { ReadVenueStatus } from "#engine/ports/venues.ts";
import type { OverallFacts } from "#engine/risk/compute-overall-exposure.ts";
import type { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface ProfileRuntimeOptions {
  readonly profile: Profile;
  readonly clients: readonly ExchangeClient[];
  readonly market: MarketDataEngine;
  readonly planner: Planner;
  /** Its own; absent: its strategies do not run. */
  readonly strategyWorker?: StrategyWorker & MarketLookWorker;
  readonly repositories: Repositories;
  readonly journal: Journal;
  readonly store: { health(): StoreHealth };
  readonly killSwitch: KillSwitchService;
  readonly clock: Clock;
  /** Keys that were locked away can be read now. */
  readonly keysOpened: Pick<Topic<void>, "subscribe">;
  /** What an account's venue says of itself. */
  readonly venueStatus: ReadVenueStatus;
  readonly ids: IdGenerator;
  readonly rng: Rng;
  /** Every profile of the program. */
  readonly profiles: () => readonly Profile[];
  readonly logger: Logger;
  readonly policies: ExecutionPolicies;
  /** What all live profiles hold together. */
  readonly overall: (currency: Asset) => OverallFacts;
  /** Targets that a person approved together with a plan become the profile's own. */
  readonly saveTargets: (targets: Targets) => Promise<void>;
  /** Changes the stored profile; rejects with STORE_ codes. */
  readonly changeProfile: (change: (profile: Profile) => Profile) => Promise<unknown>;
}
