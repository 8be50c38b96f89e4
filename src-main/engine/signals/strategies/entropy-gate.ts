// Entropy gate: two entropies must both be low, as the market's own past goes, before momentum is believed.
// Notes' name: Zygot-Zalgo Entropy Dual Key Gate. Page: resources/docs/strategies.md.
import type { FeatureNeed, Strategy, StrategyProfile } from "#engine/signals/strategy.ts";

type Gate = Pick<StrategyProfile, "entropyThreshold" | "driftDeltaRange">;

/** Both keys turn at or under this rank. */
const OPEN_RANK = 0.3;

const need = (name: string): FeatureNeed => ({ timeframe: "1h", name });
const SHANNON_RANK = need("pctrank_1000_shannon_64_16");
const PERMUTATION_RANK = need("pctrank_1000_permutation_256_3_1");
const PERMUTATION = need("permutation_256_3_1");
const PERMUTATION_TOP = need("max_64_permutation_256_3_1");
const DRIFT = need("meanabsreturn_64");
const MOMENTUM = need("logreturn_16");

export const entropyGate: Strategy<Gate> = {
  name: "entropyGate",
  rulesVersion: 1,
  role: "vote",
  parameters: ({ entropyThreshold, driftDeltaRange }) => ({ entropyThreshold, driftDeltaRange }),
  features: () => [SHANNON_RANK, PERMUTATION_RANK, PERMUTATION, PERMUTATION_TOP, DRIFT, MOMENTUM],
  read({ entropyThreshold, driftDeltaRange }, bar) {
    const shannonRank = bar.value(SHANNON_RANK);
    const permutationRank = bar.value(PERMUTATION_RANK);
    const under = bar.value(PERMUTATION_TOP) - bar.value(PERMUTATION);
    const drift = bar.value(DRIFT);
    const momentum = bar.value(MOMENTUM);
    const inputs = {
      "Shannon entropy, rank": shannonRank,
      "permutation entropy, rank": permutationRank,
      "permutation entropy under its 64-bar maximum": under,
      "mean absolute return, 64 bars": drift,
      "log return, 16 bars": momentum,
    };
    const highest = Math.max(shannonRank, permutationRank);
    const [least, most] = driftDeltaRange;
    if (highest > OPEN_RANK) return { abstain: `Shut: an entropy ranks ${highest.toFixed(3)}, over 0.300`, inputs };
    if (under < entropyThreshold) {
      return { abstain: `Shut: permutation entropy lies within ${entropyThreshold} of its 64-bar maximum`, inputs };
    }
    if (drift < least || drift > most) {
      return { abstain: `Shut: the mean absolute return is outside ${least} to ${most}`, inputs };
    }
    return {
      direction: Math.sign(momentum) * (1 - highest),
      quality: 1,
      inputs,
      because: `Open: both entropies are among the lowest ${(100 * highest).toFixed(0)} % of 1,000 bars, and 16 bars went ${momentum > 0 ? "up" : "down"}`,
    };
  },
};
