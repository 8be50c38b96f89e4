// How do the profiles' rules fill the slot that the handlers of the rules may reach?
import type { TriggersApi } from "#api/triggers-api.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { changeTriggers, checkTiming } from "#engine/rebalancing/triggers/change-triggers.ts";
import { nextTimes } from "#engine/rebalancing/triggers/schedule-clock.ts";

/** How many next times an editor is shown. */
const SHOWN_TIMES = 5;

export function createTriggersApi(registry: Pick<Kernel["registry"], "runtime" | "change">, clock: Clock): TriggersApi {
  return {
    read: (profileId) => registry.runtime(profileId).triggers(),
    update: async (profileId, patch) => {
      const now = clock.now();
      await registry.change(profileId, (profile) => changeTriggers(profile, patch, now), { events: [], reopen: false });
      return registry.runtime(profileId).triggers();
    },
    nextTimes: (timing) => {
      const now = clock.now();
      checkTiming(timing, now, "timing");
      return nextTimes(timing, now, SHOWN_TIMES, "timing");
    },
    evaluations: async (profileId, query) => {
      const { evaluations } = registry.runtime(profileId).suggestions;
      // One more than asked for tells whether there is more.
      const found = await evaluations.list({ ...query, limit: query.limit + 1 });
      const items = found.slice(0, query.limit);
      return { items, next: found.length > items.length ? (items.at(-1)?.seq ?? null) : null };
    },
  };
}
