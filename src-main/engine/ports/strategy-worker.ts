// Who computes what a profile's strategies say, away from the thread that everything else runs on?
import type { Candle } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { DecisionPortfolio, DecisionRecord, PickDraw, StrategyConfiguration } from "#shared/domain/decision.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { HitRateView, PaperResultView, WheelView } from "#shared/domain/strategies-view.ts";

/** One symbol at a time, so that silence tells a stuck thread from a busy one. */
export interface StrategyRequest {
  readonly symbol: MarketSymbol;
  readonly configuration: StrategyConfiguration;
  /** Hourly, oldest first; those that are still open are left out. */
  readonly hourly: readonly Candle[];
  /** Of one minute, up to the close of the newest hourly one; empty where there are none. */
  readonly minutes: readonly Candle[];
  readonly portfolio: DecisionPortfolio | null;
  /** Of the newest bar; null in `ensemble` mode. */
  readonly pick: PickDraw | null;
  /** What following a signal on paper costs here: fractions of its value, and the value in the symbol's quote. */
  readonly costs: { readonly halfSpread: DecimalString; readonly fee: DecimalString; readonly stake: DecimalString };
}

export interface StrategyReading {
  readonly bars: number;
  readonly record: DecisionRecord;
  readonly signals: readonly Omit<Signal, "id" | "profileId">[];
  readonly wheel: WheelView | null;
  readonly regime: [number, number, number] | null;
  readonly hitRates: HitRateView[];
  /** What each strategy's signals on these bars would have earned; the currency is the symbol's quote. */
  readonly paper: readonly (Omit<PaperResultView, "currency"> & {
    /** After costs: of the closed ones that gained, and of those that did not, as a positive amount. */
    readonly gained: DecimalString;
    readonly lost: DecimalString;
  })[];
}

export type StrategyAnswer =
  /** Null: there is no closed bar. */
  | { readonly kind: "read"; readonly reading: StrategyReading | null }
  /** Stuck, gone or broken; `why` is one plain sentence. */
  | { readonly kind: "failed"; readonly why: string };

/** Belongs to one profile. */
export interface StrategyWorker {
  /** Never rejects. To be asked again only after it answered. */
  evaluate(request: StrategyRequest): Promise<StrategyAnswer>;
  dispose(): Promise<void>;
}
