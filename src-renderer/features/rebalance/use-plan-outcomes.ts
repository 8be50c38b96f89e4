// What would each plan of the past have done since? Asked when the history opens, then from time to time, since prices go on.
import { useStore } from "zustand";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { plansStore } from "#renderer/stores/engine-stores.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import type { Profile } from "#shared/domain/profile.ts";

const ASK_EVERY_MS = 30_000;

export function usePlanOutcomes(profile: Pick<Profile, "id">): RemoteState<readonly PlanOutcome[]> {
  const client = useClient();
  const newest = useStore(plansStore, ({ value }) => value?.latest[0]?.plan.planId ?? "");
  return useQuery<readonly PlanOutcome[]>({
    key: profile.id,
    ask: (signal) => client.rebalancing.history({ profileId: profile.id }, { signal }),
    everyMs: ASK_EVERY_MS,
    refresh: newest,
  });
}
