// What does a strategy need, and what does it answer?
import type { Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { SeededTemper } from "./compute-seeded-draws.ts";

/** One feature at the newest bar that is closed, or at the one before it. */
export interface FeatureNeed {
  readonly timeframe: Timeframe;
  readonly name: string;
  /** Of the bar before the newest closed one. */
  readonly back?: 1;
  /** The strategy does without it where it is not known; without the others it is still warming up. */
  readonly optional?: true;
}

/** How a need is written in a decision record: `1h rsi_14`, `1h ht_dcphase @1`. */
export function needKey({ timeframe, name, back }: FeatureNeed): string {
  return back === undefined ? `${timeframe} ${name}` : `${timeframe} ${name} @${back}`;
}

/** What is known at the close of one bar. Every value has 12 significant digits; NaN where it is not known. */
export interface FeatureBar {
  readonly symbol: MarketSymbol;
  /** When the bar closed: everything in it was known then. */
  readonly closedAt: UnixMs;
  value(need: FeatureNeed): number;
}

/** What of a profile its strategies depend on. The same profile gives the same parameters for ever. */
export interface StrategyProfile extends SeededTemper {
  /** How far permutation entropy must lie under its 64-bar maximum, 0..1. */
  readonly entropyThreshold: number;
  /** Mean absolute hourly return inside which the entropy gate may open, as fractions, both ends included. */
  readonly driftDeltaRange: readonly [number, number];
}

/** The inputs are those that a person is shown, in plain words; those that a replay needs are the features. */
export type Reading =
  | {
      /** -1 (sell) .. 1 (buy). Of a strategy that scales: the factor 0..1 by which the others' directions are multiplied. */
      readonly direction: number;
      /** 0..1: how good the conditions are under which it was read. */
      readonly quality: number;
      readonly inputs: Readonly<Record<string, number>>;
      readonly because: string;
    }
  | { readonly abstain: string; readonly inputs: Readonly<Record<string, number>> };

export interface Strategy<P = unknown> {
  readonly name: StrategyName;
  /** Raised when the rule or a feature that it uses changes: old decisions then say which rule made them. */
  readonly rulesVersion: number;
  /** `scale` has no vote: it multiplies what the others say. */
  readonly role: "vote" | "scale";
  parameters(profile: StrategyProfile): P;
  features(parameters: P): readonly FeatureNeed[];
  /** Pure. Called only where every feature that is not optional is known. */
  read(parameters: P, bar: FeatureBar): Reading;
}
