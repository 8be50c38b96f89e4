// When has a profile lost so much that it halts until a person arms it again?
import { drop } from "#engine/core/drop.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { RiskLimits } from "#shared/domain/policy.ts";
import type { Portfolio, Snapshot } from "#shared/domain/portfolio.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { lossLimits } from "./checks/loss-limits.ts";
import {
  computeLossBase,
  computeLosses,
  type GainPoint,
  type LossBase,
  type Losses,
  NO_LOSSES,
} from "./compute-losses.ts";
import type { RiskEngine } from "./risk-engine.ts";

interface BreakerOptions {
  readonly risk: Pick<RiskEngine, "halt" | "trading" | "changes">;
  readonly limits: () => RiskLimits;
  readonly logger: Logger;
}

/** Losses are measured from the last arming on: who arms again has seen what was lost before. */
export class LossBreakerService {
  readonly #options: BreakerOptions;
  #base: LossBase | null = null;
  #losses: Losses = NO_LOSSES;
  #armedAt: UnixMs | null;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#armedAt = options.risk.trading.since;
    options.risk.changes.subscribe(({ state, since }) => {
      if (state === "halted" || since === this.#armedAt) return;
      this.#armedAt = since;
      this.#base = null;
      this.#losses = NO_LOSSES;
    });
  }

  get losses(): Losses {
    return this.#losses;
  }

  /** Reads back where losses are measured from, oldest record first. What was reckoned for a time before the program is no record. */
  recall(snapshots: readonly Snapshot[]): void {
    for (const { ts, reason, totalPnl, netInvested } of snapshots) {
      if (reason === "history" || ts < (this.#armedAt ?? 0)) continue;
      this.#take({ ts, totalPnl: Decimal.parse(totalPnl), netInvested: Decimal.parse(netInvested) });
    }
  }

  /** The portfolio has changed. A value that rests on a price in doubt halts nothing. */
  look({ ts, state, totalPnl, netInvested }: Pick<Portfolio, "ts" | "state" | "totalPnl" | "netInvested">): void {
    if (state !== "live" || totalPnl === null) return;
    this.#take({ ts, totalPnl: Decimal.parse(totalPnl), netInvested: Decimal.parse(netInvested) });
    const { risk, limits, logger } = this.#options;
    const breach = lossLimits.check({ losses: this.#losses, limits: limits() });
    if (breach !== null && risk.trading.state !== "halted") {
      drop(risk.halt({ code: breach.code, message: breach.message }), logger, "Halting after losses");
    }
  }

  #take(point: GainPoint): void {
    this.#base = computeLossBase(this.#base, point);
    this.#losses = computeLosses(this.#base, point);
  }
}
