// What is asked of one market beside its decision? Once for each decision: between two of them nothing changes.
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { MarketLook, NoiseReading } from "#shared/domain/market-look.ts";
import type { StrategySymbolView } from "#shared/domain/strategies-view.ts";
import { HOUR_MS } from "#shared/domain/time.ts";
import { LOOK_NAMES } from "./look-features.ts";

const BARS = 720;

type Looked = Pick<StrategySymbolView, "symbol" | "decision">;

const keyOf = (profileId: ProfileId, { symbol, decision }: Looked) =>
  `${profileId} ${symbol} ${decision?.closedAt ?? ""} ${decision?.decisionHash ?? ""}`;

export function useFeatures(profileId: ProfileId, market: Looked): RemoteState<MarketLook> {
  const client = useClient();
  const { symbol } = market;
  return useQuery<MarketLook>({
    key: keyOf(profileId, market),
    ask: (signal) => client.strategies.features({ profileId, symbol, names: [...LOOK_NAMES], bars: BARS }, { signal }),
    everyMs: HOUR_MS,
  });
}

export function useNoise(profileId: ProfileId, market: Looked): RemoteState<NoiseReading> {
  const client = useClient();
  const { symbol } = market;
  return useQuery<NoiseReading>({
    key: keyOf(profileId, market),
    ask: (signal) => client.strategies.noise({ profileId, symbol }, { signal }),
    everyMs: HOUR_MS,
  });
}
