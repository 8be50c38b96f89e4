// How do the engine's services fill the slots that handlers may reach?
import type { ApiContext, DesktopApi } from "#api/context.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SystemInfo } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

export interface ApiContextOptions {
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly info: SystemInfo;
  readonly desktop: DesktopApi | null;
  readonly acknowledgeDamage: () => Promise<void>;
}

export function createApiContext({
  kernel,
  clock,
  logger,
  info,
  desktop,
  acknowledgeDamage,
}: ApiContextOptions): ApiContext {
  const { registry, killSwitch, health, settings, marketData, audit } = kernel;
  const of = (profileId: ProfileId) => registry.runtime(profileId);
  return {
    clock,
    logger,
    desktop,
    settings,
    audit,
    marketData,
    system: {
      info: () => info,
      health: { read: () => health.read(), subscribe: (listener) => health.changes.subscribe(listener) },
      pause: (reason) => killSwitch.set(true, reason),
      release: (reason) => killSwitch.set(false, reason),
      acknowledgeDamage,
    },
    profiles: {
      summaries: { read: () => registry.summaries(), subscribe: (listener) => registry.changes.subscribe(listener) },
      summary: (profileId) => of(profileId).summary(),
      createDemo: () => registry.createDemo(),
      update: (profileId, changes) => registry.update(profileId, changes),
      halt: (profileId, reason) => of(profileId).risk.halt({ code: "BY_HAND", message: reason }),
      arm: (profileId, reason) => of(profileId).risk.arm(reason),
    },
    portfolio: {
      portfolio: (profileId) => {
        const { portfolio } = of(profileId);
        return { read: () => portfolio.read(), subscribe: (listener) => portfolio.changes.subscribe(listener) };
      },
      assetDetail: (profileId, asset) => of(profileId).portfolio.assetDetail(asset),
      equity: (profileId, period) => of(profileId).portfolio.equity(period),
      sparklines: (profileId) => of(profileId).portfolio.sparklines(),
      sync: (profileId, options) => of(profileId).portfolio.sync(options),
    },
    rebalancing: {
      suggestions: (profileId) => {
        const { suggestions } = of(profileId);
        return { read: () => suggestions.read(), subscribe: (listener) => suggestions.changes.subscribe(listener) };
      },
      snooze: (profileId, id, until) => of(profileId).suggestions.snooze(id, until),
      dismiss: (profileId, id, reason) => of(profileId).suggestions.dismiss(id, reason),
      check: (profileId, force) => of(profileId).suggestions.check(force),
      preview: (profileId, overrides, options) => of(profileId).rebalance.preview(overrides, options),
      approve: (profileId, approval) => of(profileId).rebalance.approve(approval),
      pause: (profileId, planId) => of(profileId).rebalance.pause(planId),
      resume: (profileId, planId) => of(profileId).rebalance.resume(planId),
      stopAfterLeg: (profileId, planId) => of(profileId).rebalance.stopAfterLeg(planId),
      cancelAll: (profileId, planId) => of(profileId).rebalance.cancelAll(planId),
      plans: (profileId) => {
        const { rebalance } = of(profileId);
        return { read: () => rebalance.plans(), subscribe: (listener) => rebalance.changes.subscribe(listener) };
      },
    },
    signals: {
      list: (profileId, limit) => of(profileId).signals.list(limit),
      changes: (profileId) => of(profileId).signals.changes,
    },
  };
}
