// Which readings of the strategies are followed on paper, each strategy by itself and all together?
import { Decimal } from "#shared/domain/decimal.ts";
import type { DecisionOutcome } from "#shared/domain/decision.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { PaperEntry } from "./compute-counterfactual.ts";
import { SIGNAL_BARS } from "./compute-strategy-signals.ts";

/** One decision on one symbol. */
export interface DecidedBar {
  readonly closedAt: UnixMs;
  readonly price: number;
  readonly outcome: DecisionOutcome;
}

/** Of one market: half of its spread and its taker fee as fractions, and the value that is followed. */
export type PaperCosts = Pick<PaperEntry, "halfSpread" | "fee" | "stake">;

/** An entry of before that may still run. */
export type RunningEntry = Pick<PaperEntry, "group" | "side" | "expiresAt">;

/**
 * An entry wherever a strategy passes both thresholds, by its name, and of all together as `mapper`. One that goes on saying the same while
 * its last entry runs adds none: it would be the same bet twice.
 *
 * @param before what ran before the first of the bars, oldest first
 */
export function computePaperEntries(
  symbol: MarketSymbol,
  bars: readonly DecidedBar[],
  costs: PaperCosts,
  before: readonly RunningEntry[] = [],
): readonly PaperEntry[] {
  const entries: PaperEntry[] = [];
  const running = new Map<string, RunningEntry>(before.map((entry) => [entry.group, entry]));
  for (const { closedAt, price, outcome } of bars) {
    for (const group of [...strategyNameSchema.options, "mapper"] as const) {
      const judgement = group === "mapper" ? outcome.mapper : outcome.strategies[group];
      if (judgement?.state !== "read" || !judgement.passes || group === "executionSchedule") continue;
      const side = judgement.direction > 0 ? "buy" : "sell";
      const last = running.get(group);
      if (last?.side === side && closedAt < last.expiresAt) continue;
      const entry: PaperEntry = {
        id: `${group} ${symbol} ${closedAt}`,
        group,
        market: symbol,
        side,
        at: closedAt,
        price: Decimal.parse(String(price)),
        ...costs,
        expiresAt: unixMs(closedAt + SIGNAL_BARS * HOUR_MS),
        stop: null,
        takeProfit: null,
        taken: false,
      };
      entries.push(entry);
      running.set(group, entry);
    }
  }
  return entries;
}
