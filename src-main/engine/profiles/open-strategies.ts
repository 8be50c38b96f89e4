// What of a profile decides by strategies, follows what they say on paper, and lets a person look at what they see?
import type { MarketLookWorker } from "#engine/ports/market-look-worker.ts";
import type { StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { MarketLookService } from "#engine/signals/market-look-service.ts";
import { type PaperLedgerOptions, PaperLedgerService } from "#engine/signals/paper-ledger-service.ts";
import { StrategyService, type StrategyServiceOptions } from "#engine/signals/strategy-service.ts";

export type OpenStrategiesOptions = PaperLedgerOptions &
  Omit<StrategyServiceOptions, "paper" | "worker"> & {
    /** Absent where no strategies run. */
    readonly worker: (StrategyWorker & MarketLookWorker) | undefined;
  };

export interface OpenStrategies {
  readonly paper: PaperLedgerService;
  readonly strategies: StrategyService | null;
  readonly looks: MarketLookService | null;
}

export function openStrategies({ worker, ...services }: OpenStrategiesOptions): OpenStrategies {
  const paper = new PaperLedgerService(services);
  if (worker === undefined) return { paper, strategies: null, looks: null };
  const strategies = new StrategyService({ ...services, paper, worker });
  return { paper, strategies, looks: new MarketLookService({ strategies, market: services.market, worker }) };
}
