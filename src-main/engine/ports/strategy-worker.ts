// Who computes what a profile's strategies say, away from the thread that everything else runs on?
import type { Candle } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { DecisionPortfolio, DecisionRecord, PickDraw, StrategyConfiguration } from "#shared/domain/decision.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { PaperEntryRecord } from "#shared/domain/paper-entry.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { HitRateView, WheelView } from "#shared/domain/strategies-view.ts";
import type { UnixMs } from "#shared/domain/time.ts";

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
  /** Up to which close the paper ledger has this market's bars, and which of its entries still run. Absent: it has none of them. */
  readonly followed?: {
    readonly until: UnixMs;
    readonly running: readonly Pick<PaperEntryRecord, "group" | "side" | "expiresAt">[];
  };
}

/** An entry of the paper ledger, followed up to the newest bar; money in the symbol's quote. */
export type PaperReading = Pick<
  PaperEntryRecord,
  "group" | "side" | "at" | "price" | "expiresAt" | "state" | "end" | "exit" | "gross" | "costs" | "result"
>;

export interface StrategyReading {
  readonly bars: number;
  readonly record: DecisionRecord;
  readonly signals: readonly Omit<Signal, "id" | "profileId">[];
  readonly wheel: WheelView | null;
  readonly regime: [number, number, number] | null;
  readonly hitRates: HitRateView[];
  /** What each strategy's readings of bars that the paper ledger does not have yet would have earned. */
  readonly paper: readonly PaperReading[];
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
