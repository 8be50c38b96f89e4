// Who reckons features and shuffles of a market that a person looks at, away from the thread that everything else runs on?
import type { Candle } from "#shared/domain/candle.ts";
import type { MarketLook, NoiseReading } from "#shared/domain/market-look.ts";

export type LookRequest =
  | {
      readonly kind: "features";
      /** Hourly, oldest first. */
      readonly hourly: readonly Candle[];
      readonly names: readonly string[];
      /** Newest bars that are wanted of them. */
      readonly bars: number;
    }
  | {
      readonly kind: "noise";
      /** Of hourly bars, oldest first. */
      readonly closes: Float64Array;
      /** The same closes and seed give the same reading. */
      readonly seed: string;
    };

export type LookAnswer =
  | ({ readonly kind: "features" } & Pick<MarketLook, "openTimes" | "closes" | "columns">)
  | { readonly kind: "noise"; readonly reading: Omit<NoiseReading, "closedAt"> }
  /** Stuck, gone or broken; `why` is one plain sentence. `givenUp`: nothing is wrong, the program stops or nobody waits any more. */
  | { readonly kind: "failed"; readonly why: string; readonly givenUp?: true };

export interface MarketLookWorker {
  /** Never rejects. Waits its turn behind what was asked before; what is given up while it waits is not reckoned. */
  look(request: LookRequest, signal?: AbortSignal): Promise<LookAnswer>;
}
