// Cycle wheel: where does the price stand in its dominant cycle, and has it just begun to climb or to fall?
// Notes' name: Ferris RDE, Ferris wheel. Ehlers' Hilbert transform as TA-Lib has it. Page: resources/docs/strategies.md.
import type { FeatureNeed, Strategy } from "#engine/signals/strategy.ts";
import type { WheelView } from "#shared/domain/strategies-view.ts";

const need = (name: string): FeatureNeed => ({ timeframe: "1h", name });
const PHASE = need("ht_dcphase");
const PHASE_BEFORE: FeatureNeed = { ...PHASE, back: 1 };
const PERIOD = need("ht_dcperiod");
const TREND = need("ht_trendmode");
const FIT = need("ht_fit");

export type Stretch = "trough" | "ascent" | "crest" | "descent";
const STRETCHES: readonly Stretch[] = ["trough", "ascent", "crest", "descent"];

/** Degrees on the wheel, 0..360: 0 is the trough, 180 the crest. `phase` as HT_DCPHASE has it, -45..315. */
export function wheelAngle(phase: number): number {
  return (((phase + 90) % 360) + 360) % 360;
}

/** One of twelve positions: 11, 0, 1 trough; 2-4 ascent; 5-7 crest; 8-10 descent. */
export function wheelPosition(phase: number): number {
  return Math.round(wheelAngle(phase) / 30) % 12;
}

export function stretchOf(position: number): Stretch {
  return STRETCHES[Math.floor(((position + 1) % 12) / 3)] ?? "trough";
}

/** From `ht_dcphase`, `ht_dcperiod` and `ht_trendmode` of one bar; null where one of them is not known. */
export function viewWheel(phase: number | null, periodBars: number | null, trend: number | null): WheelView | null {
  if (phase === null || periodBars === null || trend === null || periodBars <= 0) return null;
  const position = wheelPosition(phase);
  return { angle: wheelAngle(phase), position, phase: stretchOf(position), periodBars, cycleMode: trend === 0 };
}

export const cycleWheel: Strategy<null> = {
  name: "cycleWheel",
  rulesVersion: 1,
  role: "vote",
  parameters: () => null,
  features: () => [PHASE, PHASE_BEFORE, PERIOD, TREND, FIT],
  read(_, bar) {
    const phase = bar.value(PHASE);
    const period = bar.value(PERIOD);
    const fit = bar.value(FIT);
    const now = stretchOf(wheelPosition(phase));
    const before = stretchOf(wheelPosition(bar.value(PHASE_BEFORE)));
    const inputs = {
      "wheel angle, degrees": wheelAngle(phase),
      "wheel position": wheelPosition(phase),
      "dominant period, bars": period,
      "trend mode": bar.value(TREND),
      "fit of one sine, R²": fit,
    };
    if (bar.value(TREND) !== 0) return { abstain: "The market is in trend mode: it has no cycle to go by", inputs };
    if (now === before || (now !== "ascent" && now !== "descent")) {
      return { abstain: `In the ${now}: no ascent or descent begins on this bar`, inputs };
    }
    return {
      direction: now === "ascent" ? 1 : -1,
      quality: Math.max(0, Math.min(1, fit)),
      inputs,
      because: `The ${now} of a cycle of ${period.toFixed(1)} bars begins`,
    };
  },
};
