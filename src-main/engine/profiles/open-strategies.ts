// What of a profile decides by strategies, follows what they say on paper, and lets a person look at what they see?
import type { MarketLookWorker } from "#engine/ports/market-look-worker.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { MarketLookService } from "#engine/signals/market-look-service.ts";
import { type PaperLedgerOptions, PaperLedgerService } from "#engine/signals/paper-ledger-service.ts";
import { StrategyService, type StrategyServiceOptions } from "#engine/signals/strategy-service.ts";

export interface OpenStrategiesOptions
  extends Omit<PaperLedgerOptions, "repository">,
    Omit<StrategyServiceOptions, "paper" | "cycles" | "worker" | keyof PaperLedgerOptions> {
  readonly signals: PaperLedgerOptions["signals"] & StrategyServiceOptions["signals"];
  readonly repositories: Pick<Repositories, "paperLedger" | "cycles">;
  /** Absent where no strategies run. */
  readonly worker: (StrategyWorker & MarketLookWorker) | undefined;
}

export interface OpenStrategies {
  readonly paper: PaperLedgerService;
  readonly strategies: StrategyService | null;
  readonly looks: MarketLookService | null;
}

export function openStrategies({ repositories, worker, ...services }: OpenStrategiesOptions): OpenStrategies {
  const paper = new PaperLedgerService({ ...services, repository: repositories.paperLedger });
  if (worker === undefined) return { paper, strategies: null, looks: null };
  const strategies = new StrategyService({ ...services, paper, cycles: repositories.cycles, worker });
  return { paper, strategies, looks: new MarketLookService({ strategies, market: services.market, worker }) };
}
