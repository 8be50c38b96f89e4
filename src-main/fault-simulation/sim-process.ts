// How is one process of the program put together in a simulated world? The very engine files, on simulated ports.
import { EngineError } from "#engine/core/engine-error.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import { ProfileJournal } from "#engine/core/profile-journal.ts";
import { DeadManSwitchService } from "#engine/execution/dead-man-switch-service.ts";
import { ExecutionEngine } from "#engine/execution/execution-engine.ts";
import { OrderDesk } from "#engine/execution/order-desk-service.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Planner } from "#engine/ports/planner.ts";
import type { Rng } from "#engine/ports/rng.ts";
import type { ReadVenueStatus } from "#engine/ports/venues.ts";
import {
  type AutomaticRebalanceOptions,
  AutomaticRebalanceService,
} from "#engine/rebalancing/automatic-rebalance-service.ts";
import type { RebalanceMarket } from "#engine/rebalancing/rebalance-market.ts";
import { RebalanceService } from "#engine/rebalancing/rebalance-service.ts";
import { StandingApprovalService } from "#engine/rebalancing/standing-approval-service.ts";
import { NO_LOSSES } from "#engine/risk/compute-losses.ts";
import { NO_OVERALL_LIMITS } from "#engine/risk/compute-overall-exposure.ts";
import { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import { RiskEngine } from "#engine/risk/risk-engine.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import type { SimDisk } from "./sim-disk.ts";

/** What a process is made of. A mutant replaces one of these, or one class. */
export interface ProcessParts {
  /** As it is set now: a person may change it at any time. */
  readonly profile: () => Profile;
  /** Every profile of the program, this one with them. */
  readonly profiles: () => readonly Profile[];
  /** Rules that have fired. */
  readonly suggestions: AutomaticRebalanceOptions["suggestions"];
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly venueStatus: ReadVenueStatus;
  readonly journal: Journal;
  readonly disk: Pick<SimDisk, "health">;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly rng: Rng;
  readonly market: RebalanceMarket;
  readonly planner: Planner;
  readonly policies: ExecutionPolicies;
  readonly RiskEngine: typeof RiskEngine;
  readonly ExecutionEngine: typeof ExecutionEngine;
  readonly RebalanceService: typeof RebalanceService;
  readonly StandingApprovalService: typeof StandingApprovalService;
  readonly OrderDesk: typeof OrderDesk;
  readonly DeadManSwitchService: typeof DeadManSwitchService;
}

export const REAL_CLASSES = {
  RiskEngine,
  ExecutionEngine,
  RebalanceService,
  StandingApprovalService,
  OrderDesk,
  DeadManSwitchService,
};

export interface SimProcess {
  readonly killSwitch: KillSwitchService;
  readonly risk: RiskEngine;
  readonly execution: ExecutionEngine;
  readonly standing: StandingApprovalService;
  readonly rebalance: RebalanceService;
  readonly desk: OrderDesk;
  readonly deadMan: DeadManSwitchService;
  readonly journal: ProfileJournal;
  start(): Promise<void>;
}

export function buildProcess(parts: ProcessParts): SimProcess {
  const journal = new ProfileJournal({
    profileId: parts.profile().id,
    clock: parts.clock,
    journal: parts.journal,
  });
  const shared = {
    ...parts,
    journal,
    store: parts.disk,
    logger: silentLogger,
    losses: () => NO_LOSSES,
    overall: () => NO_OVERALL_LIMITS,
  };
  const killSwitch = new KillSwitchService({ clock: parts.clock, journal: parts.journal });
  const risk = new parts.RiskEngine({ ...shared, killSwitch });
  const execution = new parts.ExecutionEngine({ ...shared, risk });
  const deadMan = new parts.DeadManSwitchService({
    ...shared,
    orders: () => execution.orders(),
    venueStatus: (accountId) => execution.venueStatus(accountId),
  });
  const standing = new parts.StandingApprovalService({
    ...shared,
    entries: parts.journal,
    risk,
    killSwitch,
    held: () => [],
  });
  const rebalance = new parts.RebalanceService({
    ...shared,
    risk,
    execution,
    killSwitch,
    standing,
    saveTargets: async () => undefined,
    recordSnapshot: async () => null,
  });
  const desk = new parts.OrderDesk({
    ...shared,
    entries: parts.journal,
    execution,
    plans: {
      record: (planId) => rebalance.record(planId),
      underWay: () => rebalance.plans().open,
      pause: (planId) => rebalance.pause(planId),
    },
    expiryMs: (accountId) => parts.clients.get(accountId)?.rules.expiryMs ?? null,
    currency: () => parts.profile().currency,
  });
  const automatic = new AutomaticRebalanceService({
    ...parts,
    standing,
    rebalance,
    // The simulated rules ask for no exit.
    planExit: () => Promise.reject(new EngineError("PLAN_IMPOSSIBLE", "No position is open.")),
    openPlan: () => (rebalance.plans().open === null ? null : "running"),
    logger: silentLogger,
  });
  return {
    killSwitch,
    risk,
    execution,
    standing,
    rebalance,
    desk,
    deadMan,
    journal,
    start: async () => {
      await killSwitch.start();
      await rebalance.replay();
      // Where no venue has such a timer it has nothing to do.
      if ([...parts.clients.values()].some(({ rules }) => rules.cancelsAllAfter === true)) {
        execution.orderChanges.subscribe(() => deadMan.look());
        deadMan.start();
      }
      desk.noteStart();
      await rebalance.recover();
      automatic.start();
    },
  };
}
