// How good were signals like this one on this market, as far as this run of the program has counted? Pure.
import type { Signal } from "#shared/domain/signal.ts";
import type { HitRateView, PaperResultView, StrategiesView } from "#shared/domain/strategies-view.ts";
import { type StrategyName, strategyNameSchema } from "#shared/domain/strategy-name.ts";

/** Null: the strategies together. */
type Speaker = StrategyName | null;

const TOGETHER = "mapper";

/** Who a signal's rule ("cycleWheel, version 1", "mapper (ensemble), version 2") speaks for; undefined for a rule that is no strategy's. */
export function speakerOf({ rule }: Pick<Signal, "rule">): Speaker | undefined {
  const [name = ""] = rule.split(/[ ,]/, 1);
  if (name === TOGETHER) return null;
  return strategyNameSchema.safeParse(name).data;
}

export type TrackRecord =
  /** Nothing was read of this market since the program started. `nextCycleAt`: null where the strategies are off. */
  | { readonly kind: "unread"; readonly hadCycle: boolean; readonly nextCycleAt: number | null }
  /** Who speaks is drawn anew each time: there is no past of such signals. */
  | { readonly kind: "drawn"; readonly symbol: string }
  | {
      readonly kind: "counted";
      readonly symbol: string;
      readonly bars: number;
      readonly hitRate: HitRateView;
      /** Null: no signal was followed. */
      readonly paper: PaperResultView | null;
    };

/** Null for a signal that no strategy made. */
export function trackRecordOf(signal: Signal, view: StrategiesView): TrackRecord | null {
  const speaker = speakerOf(signal);
  if (speaker === undefined || signal.asset === null) return null;
  const market = view.symbols.find(({ symbol }) => symbol.startsWith(`${signal.asset}/`));
  if (market === undefined) return { kind: "unread", hadCycle: view.lastCycle !== null, nextCycleAt: view.nextCycleAt };
  const { symbol, bars, hitRates, results } = market;
  const hitRate = hitRates.find(({ strategy }) => strategy === speaker);
  if (hitRate === undefined) return { kind: "drawn", symbol };
  const paper = results.find(({ group }) => group === (speaker ?? TOGETHER)) ?? null;
  return { kind: "counted", symbol, bars, hitRate, paper };
}
