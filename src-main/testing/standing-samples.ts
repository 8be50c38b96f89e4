// How does a test let a bench's profile rebalance by itself?
import { type StandingTerms, standingTermsSchema } from "#shared/domain/standing-approval.ts";
import { DAY_MS } from "#shared/domain/time.ts";
import type { BootedEngine, TradingBench } from "./trading-bench.ts";

/** Wide terms for all that the bench trades; those of `patch` in their place. */
export function benchTerms(
  bench: TradingBench,
  patch: Partial<Record<keyof StandingTerms, unknown>> = {},
): StandingTerms {
  const wide = { perPlan: { kind: "share", share: "1" }, perDay: { kind: "share", share: "3" } };
  return standingTermsSchema.parse({
    accounts: bench.profile.accounts.map(({ id }) => id),
    triggers: ["threshold", "schedule"],
    assets: ["BTC", "ETH", "SOL", "USD"],
    turnover: wide,
    cost: wide,
    endsAt: bench.clock.now() + 7 * DAY_MS,
    ...patch,
  });
}

/** Proposes and gives it. */
export async function giveStanding(
  bench: TradingBench,
  { standing }: BootedEngine,
  patch: Parameters<typeof benchTerms>[1] = {},
) {
  const { approval, nonce } = standing.propose(benchTerms(bench, patch));
  return await standing.create({ approvalId: approval.approvalId, nonce, typedName: null });
}
