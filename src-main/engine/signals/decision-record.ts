// How is a decision written down, and does it come out the same when it is made again from what was written?
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import type {
  DecisionInputs,
  DecisionPortfolio,
  DecisionRecord,
  StrategyConfiguration,
} from "#shared/domain/decision.ts";
import { decisionHashSchema } from "#shared/domain/ids.ts";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { MAPPER_RULES_VERSION } from "./compute-mapper.ts";
import { combine, conclude, prepareStrategies, readStrategies } from "./judge.ts";
import { type FeatureBar, needKey } from "./strategy.ts";
import type { Evaluation } from "./strategy-run.ts";

/** SHA-256 over canonical JSON (RFC 8785) of all that a decision rests on. */
export function computeDecisionHash(inputs: DecisionInputs): DecisionRecord["decisionHash"] {
  return decisionHashSchema.parse(canonicalHash(inputs));
}

/** The rules that this program has, of the strategies that the configuration runs. */
const currentRules = (configuration: StrategyConfiguration): DecisionInputs["rules"] =>
  Object.fromEntries(prepareStrategies(configuration).map(({ name, rulesVersion }) => [name, rulesVersion]));

/** `portfolio`: as the decision saw it, null where it does not depend on one. */
export function writeDecision(
  evaluation: Evaluation,
  configuration: StrategyConfiguration,
  portfolio: DecisionPortfolio | null,
): DecisionRecord {
  const { symbol, price, features, ranks, mapperRank, pick, outcome, closedAt } = evaluation;
  const inputs: DecisionInputs = {
    symbol,
    price,
    features: features(),
    ranks,
    mapperRank,
    configuration,
    pick,
    rules: currentRules(configuration),
    mapperRules: MAPPER_RULES_VERSION,
    portfolio,
  };
  return { closedAt, inputs, outcome, decisionHash: computeDecisionHash(inputs) };
}

export interface Replay {
  /** Hash and outcome came out as they were written. */
  readonly same: boolean;
  /** Of the inputs as they are written. */
  readonly decisionHash: DecisionRecord["decisionHash"];
  /** What differs, in sentences; empty when all is the same. */
  readonly differences: readonly string[];
}

/** Makes a decision again from its stored inputs alone. */
export function replayDecision({ closedAt, inputs, outcome, decisionHash }: DecisionRecord): Replay {
  const { symbol, features, configuration, ranks, mapperRank, pick } = inputs;
  const differences: string[] = [];
  const hash = computeDecisionHash(inputs);
  if (hash !== decisionHash) differences.push(`The stored inputs give the hash ${hash}, stored is ${decisionHash}`);
  const rules = currentRules(configuration);
  for (const name of strategyNameSchema.options) {
    const made = inputs.rules[name];
    if (made !== rules[name]) {
      differences.push(
        `${name} decided by version ${made ?? "none"} of its rule; this program has version ${rules[name] ?? "none"}`,
      );
    }
  }
  if (inputs.mapperRules !== MAPPER_RULES_VERSION) {
    differences.push(
      `The strategies were joined by version ${inputs.mapperRules}; this program has version ${MAPPER_RULES_VERSION}`,
    );
  }
  const bar: FeatureBar = { symbol, closedAt, value: (need) => features[needKey(need)] ?? Number.NaN };
  const raws = readStrategies(prepareStrategies(configuration), bar);
  const combined = combine(raws, ranks, { configuration, pick, symbol });
  const again = conclude(raws, combined, { ranks, mapperRank, thresholds: configuration });
  for (const name of strategyNameSchema.options) {
    if (canonicalHash(again.strategies[name] ?? null) !== canonicalHash(outcome.strategies[name] ?? null)) {
      differences.push(`${name} comes out otherwise`);
    }
  }
  if (canonicalHash(again.mapper) !== canonicalHash(outcome.mapper)) differences.push("The mapper comes out otherwise");
  return { same: differences.length === 0, decisionHash: hash, differences };
}
