// What do tests of the rules look at? A portfolio of given values, with the facts beside it.
import { computePortfolio } from "#engine/portfolio/compute-portfolio.ts";
import type { TriggerFacts, TriggerInput } from "#engine/rebalancing/triggers/trigger.ts";
import { unixMs } from "#shared/domain/time.ts";
import { asset, testBalance, testPrice, testProfile, testTransaction } from "./portfolio-fakes.ts";
import { testLedger } from "./test-ledger.ts";

const NO_FACTS: TriggerFacts = {
  now: unixMs(1_000),
  volatility: { unknown: "no rule or band asks for it" },
  riskTargets: { unknown: "no rule or band asks for it" },
  flows: [],
  schedule: null,
  positions: [],
};

/** A portfolio of these values (every price 1 but those given) with `invested` put in. */
export function triggerInput(options: {
  readonly values: Readonly<Record<string, string>>;
  readonly targets: Readonly<Record<string, string>>;
  readonly prices?: Readonly<Record<string, string>>;
  readonly policy?: object;
  readonly triggers?: object;
  readonly invested?: string;
  readonly facts?: Partial<TriggerFacts>;
}): TriggerInput {
  const profile = testProfile({
    targets: options.targets,
    policy: options.policy ?? {},
    triggers: options.triggers ?? {},
  });
  const codes = new Set([...Object.keys(options.values), ...Object.keys(options.targets)]);
  const deposit = testTransaction({
    id: "d",
    ts: 0,
    type: "deposit",
    asset: "USD",
    quantity: options.invested ?? "100",
  });
  const { portfolio, allocation } = computePortfolio({
    profile,
    ts: unixMs(1_000),
    balances: Object.entries(options.values).map(([code, value]) => testBalance(code, value)),
    balancesKnown: true,
    ledger: testLedger([deposit]),
    prices: new Map([...codes].map((code) => [asset(code), testPrice(code, options.prices?.[code] ?? "1")])),
    dayStart: null,
  });
  if (allocation === null) throw new Error("no allocation");
  return { portfolio, allocation, profile, facts: { ...NO_FACTS, ...options.facts } };
}
