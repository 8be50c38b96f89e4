// Entropy-scaled execution schedule: how much of the others' directions is left when minutes are disordered?
// Notes' name: Entropy Enhanced Trading Executor. The same rank cuts approved legs into parts: rebalancing/compute-slices.ts. Page: resources/docs/strategies.md.
import type { FeatureNeed, Strategy } from "#engine/signals/strategy.ts";

const ENTROPY_RANK: FeatureNeed = { timeframe: "1m", name: "pctrank_1000_permutation_64_3_1" };

export const executionSchedule: Strategy<null> = {
  name: "executionSchedule",
  rulesVersion: 1,
  role: "scale",
  parameters: () => null,
  features: () => [ENTROPY_RANK],
  read(_, bar) {
    const rank = bar.value(ENTROPY_RANK);
    return {
      direction: 1 - rank,
      quality: 1,
      inputs: { "minute entropy, rank": rank },
      because: `The last 64 minutes are more disordered than ${(100 * rank).toFixed(0)} % of the last 1,000`,
    };
  },
};
