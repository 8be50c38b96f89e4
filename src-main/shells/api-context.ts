// How do the engine's services fill the slots that handlers may reach?
import type { ApiContext, DesktopApi } from "#api/context.ts";
import type { Subscribable } from "#api/watch-stream.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";
import type { ProfileRuntime } from "#engine/profiles/profile-runtime.ts";
import type { SystemInfo } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { createBooksApi } from "./books-api.ts";
import { createProfilesApi } from "./profiles-api.ts";
import { createStandingApprovalsApi } from "./standing-approvals-api.ts";
import { createStrategiesApi } from "./strategies-api.ts";
import { createTriggersApi } from "./triggers-api.ts";

export interface ApiContextOptions {
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly guard: Pick<SecretGuard, "scrub">;
  readonly info: SystemInfo;
  readonly desktop: DesktopApi | null;
  readonly acknowledgeDamage: () => Promise<void>;
}

export function createApiContext({
  kernel,
  clock,
  logger,
  guard,
  info,
  desktop,
  acknowledgeDamage,
}: ApiContextOptions): ApiContext {
  const { registry, killSwitch, health, settings, markets, marketData, candleArchive, audit, accounts, live, secrets } =
    kernel;
  const of = (profileId: ProfileId) => registry.runtime(profileId);
  /** A state that stays the profile's own when its runtime is replaced. */
  const followed = <State, Change>(
    profileId: ProfileId,
    read: (runtime: ProfileRuntime) => State,
    changes: (runtime: ProfileRuntime) => Subscribable<Change>,
  ) => {
    of(profileId);
    return {
      read: () => read(of(profileId)),
      subscribe: (listener: (change: Change) => void) =>
        registry.follow(profileId, (runtime) => changes(runtime).subscribe(listener)),
    };
  };
  return {
    clock,
    logger,
    guard,
    desktop,
    settings,
    audit,
    marketData,
    candleArchive,
    accounts,
    deadManSwitch: {
      read: ({ profileId, accountId }) => of(profileId).deadManSwitch.read(accountId),
      allow: ({ profileId, accountId }, allowed) => of(profileId).deadManSwitch.allow(accountId, allowed),
    },
    live,
    overall: kernel.overall,
    secrets,
    system: {
      info: () => info,
      health: { read: () => health.read(), subscribe: (listener) => health.changes.subscribe(listener) },
      feedMarkets: (venue) => markets.feedMarkets(venue),
      reconnectFeed: (venue) => markets.reconnectFeed(venue),
      pause: (reason) => killSwitch.set(true, reason),
      release: (reason) => killSwitch.set(false, reason),
      acknowledgeDamage,
    },
    profiles: createProfilesApi(kernel, clock),
    portfolio: {
      portfolio: (profileId) =>
        followed(
          profileId,
          ({ portfolio }) => portfolio.read(),
          ({ portfolio }) => portfolio.changes,
        ),
      assetDetail: (profileId, asset) => of(profileId).portfolio.assetDetail(asset),
      equity: (profileId, period) => of(profileId).portfolio.equity(period),
      sparklines: (profileId) => of(profileId).portfolio.sparklines(),
      sync: (profileId, options) => of(profileId).portfolio.sync(options),
    },
    books: createBooksApi(kernel),
    triggers: createTriggersApi(registry, clock),
    standingApprovals: createStandingApprovalsApi(registry),
    rebalancing: {
      suggestions: (profileId) =>
        followed(
          profileId,
          ({ suggestions }) => suggestions.read(),
          ({ suggestions }) => suggestions.changes,
        ),
      snooze: (profileId, id, until) => of(profileId).suggestions.snooze(id, until),
      dismiss: (profileId, id, reason) => of(profileId).suggestions.dismiss(id, reason),
      check: (profileId, force) => of(profileId).suggestions.check(force),
      preview: (profileId, request, options) => of(profileId).rebalance.preview(request, options),
      smallestDeposit: (profileId, planId, options) => of(profileId).rebalance.smallestDeposit(planId, options),
      history: (profileId) => of(profileId).rebalance.history(),
      approve: (profileId, approval) => of(profileId).rebalance.approve(approval),
      pause: (profileId, planId) => of(profileId).rebalance.pause(planId),
      resume: (profileId, planId) => of(profileId).rebalance.resume(planId),
      stopAfterLeg: (profileId, planId) => of(profileId).rebalance.stopAfterLeg(planId),
      cancelAll: (profileId, planId) => of(profileId).rebalance.cancelAll(planId),
      plans: (profileId) =>
        followed(
          profileId,
          ({ rebalance }) => rebalance.plans(),
          ({ rebalance }) => rebalance.changes,
        ),
    },
    targets: {
      view: (profileId) =>
        followed(
          profileId,
          ({ targets }) => targets.view(),
          ({ targets }) => targets.changes,
        ),
      preview: (profileId, method, options) => of(profileId).targets.preview(method, options),
      setMethod: (profileId, method) => of(profileId).targets.setMethod(method),
    },
    orders: {
      list: (profileId, query) => of(profileId).orders.list(query),
      fills: (profileId, query) => of(profileId).orders.fills(query),
      standing: (profileId) =>
        followed(
          profileId,
          ({ orders }) => orders.standing(),
          ({ orders }) => orders.changes,
        ),
      life: (profileId, id) => of(profileId).orders.life(id),
      cancel: (profileId, id) => of(profileId).orders.cancel(id),
      attest: (profileId, id, evidence) => of(profileId).orders.attest(id, evidence),
      quality: (profileId, query) => of(profileId).orders.quality(query),
    },
    signals: {
      plan: (profileId, signalId, options) => of(profileId).positions.plan(signalId, options),
      positions: (profileId) =>
        followed(
          profileId,
          ({ positions }) => positions.view(),
          ({ positions }) => ({ subscribe: (tell) => positions.changes.subscribe(() => tell(positions.view())) }),
        ),
      planExit: (profileId, asset, options) => of(profileId).positions.planExit(asset, options),
      rearm: async (profileId, asset, reason) => {
        await of(profileId).positions.rearm(asset, reason);
        return of(profileId).positions.view();
      },
      tilt: (profileId) =>
        followed(
          profileId,
          ({ tilts }) => tilts.view(),
          ({ tilts }) => ({ subscribe: (tell) => tilts.changes.subscribe(() => tell(tilts.view())) }),
        ),
      list: (profileId, limit) => of(profileId).signals.list(limit),
      changes: (profileId) =>
        followed(
          profileId,
          () => null,
          ({ signals }) => signals.changes,
        ),
    },
    strategies: createStrategiesApi(registry),
  };
}
