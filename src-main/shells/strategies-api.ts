// How do a profile's strategies fill the slot that handlers may reach?
import type { StrategiesApi } from "#api/context.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { MarketLookService } from "#engine/signals/market-look-service.ts";
import type { StrategyService } from "#engine/signals/strategy-service.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

export function createStrategiesApi(registry: Kernel["registry"]): StrategiesApi {
  const running = <Service>(service: Service | null, profileId: ProfileId): Service => {
    if (service !== null) return service;
    throw new EngineError(
      "INPUT_INVALID",
      "No strategies run in this engine: it was started without a worker for them.",
      {
        data: { path: "profileId", profileId },
      },
    );
  };
  const of = (profileId: ProfileId): StrategyService => running(registry.runtime(profileId).strategies, profileId);
  const looksOf = (profileId: ProfileId): MarketLookService => running(registry.runtime(profileId).looks, profileId);
  return {
    view: (profileId) => {
      of(profileId);
      return {
        read: () => of(profileId).view(),
        subscribe: (listener) =>
          registry.follow(
            profileId,
            ({ strategies }) => strategies?.changes.subscribe(listener) ?? { dispose: () => {} },
          ),
      };
    },
    cycle: (profileId) => of(profileId).cycle(),
    paper: async (profileId, query) => {
      const { paper } = registry.runtime(profileId);
      return { since: paper.since, results: [...paper.results()], entries: [...(await paper.list(query))] };
    },
    features: (profileId, wanted, signal) => looksOf(profileId).features(wanted, signal),
    noise: (profileId, symbol, signal) => looksOf(profileId).noise(symbol, signal),
    replay: (profileId, signalId) => of(profileId).replay(signalId),
  };
}
