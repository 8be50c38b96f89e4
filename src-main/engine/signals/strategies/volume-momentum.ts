// Volume-weighted momentum oscillator: is the price that most volume paid lately over the one it paid before?
// Notes' name: Volume Weighted Hash Oscillator. Page: resources/docs/strategies.md.
import { drawWhole } from "#engine/signals/compute-seeded-draws.ts";
import type { FeatureNeed, Strategy } from "#engine/signals/strategy.ts";

/** Lengths are the profile's own; the middle of each range, in Fibonacci's numbers, is common. */
const FAST = { range: [8, 21], common: 13 } as const;
const SLOW = { range: [34, 89], common: 55 } as const;
const RMS_BARS = 500;

interface Lengths {
  readonly fast: number;
  readonly slow: number;
}

const need = (name: string): FeatureNeed => ({ timeframe: "1h", name });
const oscillator = ({ fast, slow }: Lengths) => `vwosc_${fast}_${slow}_14`;
const VOLUME_SHARE = need("volshare_20");

export const volumeMomentum: Strategy<Lengths> = {
  name: "volumeMomentum",
  rulesVersion: 1,
  role: "vote",
  parameters: (profile) => ({
    fast: drawWhole(profile, "volumeMomentum fast", FAST.range, FAST.common),
    slow: drawWhole(profile, "volumeMomentum slow", SLOW.range, SLOW.common),
  }),
  features: (lengths) => [need(oscillator(lengths)), need(`rms_${RMS_BARS}_${oscillator(lengths)}`), VOLUME_SHARE],
  read(lengths, bar) {
    const osc = bar.value(need(oscillator(lengths)));
    const rms = bar.value(need(`rms_${RMS_BARS}_${oscillator(lengths)}`));
    const volumeShare = bar.value(VOLUME_SHARE);
    const inputs = { oscillator: osc, "rms of 500 bars": rms, "volume / 20-bar mean": volumeShare };
    if (rms === 0) return { abstain: "The oscillator did not move in 500 bars", inputs };
    const direction = Math.tanh(osc / rms);
    const side = direction > 0 ? "over" : "under";
    return {
      direction,
      quality: Math.min(1, volumeShare),
      inputs,
      because: `The volume-weighted mean of ${lengths.fast} bars lies ${side} that of ${lengths.slow}, by ${Math.abs(osc / rms).toFixed(2)} of its usual size`,
    };
  },
};
