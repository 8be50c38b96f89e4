// How are a profile's own settings read: rebalancing, strategies, positions and identity?
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import { NOTES_STRATEGY_NAMES, type StrategyName, strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { WEIGHT_SUM_TOLERANCE } from "#shared/domain/strategy-settings.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { LEAST_TIMED_GAP_MS } from "#shared/domain/trigger-settings.ts";
import { asStatistic, type Section, toDecimal } from "./config-section.ts";
import { inWords, type ProfileDraft } from "./profile-draft.ts";
import { READS_ARE_REPEATED } from "./read-exchanges.ts";
import { readAsset, readMarket } from "./read-names.ts";

const SHARE = { min: "0", max: "1" };
const SUM_TOLERANCE = Decimal.parse("0.000000001");
const A_HUNDREDTH = Decimal.parse("0.01");
const STRATEGIES = ["threshold_based", "time_based", "risk_adjusted"] as const;

/** `rebalancing`, or the same keys beside others. */
export function readRebalancing(part: Section, draft: ProfileDraft): void {
  const { notes } = part;
  const { policy } = draft;
  const threshold = firstOf(part, ["threshold", "rebalance_threshold"], (key) =>
    part.decimal(key, { min: "0.001", max: "0.5" }),
  );
  if (threshold !== undefined) {
    policy.bands = { absolute: threshold.value };
    notes.taken(threshold.path, `a band of ${threshold.value} of the portfolio to each side`);
  }
  policy.maxCostFraction = share(
    part,
    "max_rebalancing_cost",
    (value) => `at most ${value} of the portfolio's value a plan`,
  );
  const least = part.decimal("min_order_size", { min: "0", max: "1000000000" });
  if (least !== undefined) {
    policy.minTradeValue = least;
    notes.taken(part.at("min_order_size"), `no trade under ${least} in the currency of the portfolio`);
  }
  readSlippage(part, draft);
  const targets = readTargets(part);
  if (targets !== undefined) draft.targets = targets;
  readTriggers(part, draft);
}

function readSlippage(part: Section, { policy }: ProfileDraft): void {
  const value = share(part, "slippage_tolerance", (is) => `${is} of the price`);
  if (value !== undefined) policy.slippageTolerance = value;
}

function readTriggers(part: Section, { triggers }: ProfileDraft): void {
  const { notes } = part;
  const interval = firstOf(part, ["interval", "rebalance_interval"], (key) =>
    part.decimal(key, { min: "1", max: "31536000" }),
  );
  const kind = part.oneOf("rebalancing_strategy", STRATEGIES);
  const enabled = firstOf(part, ["enabled", "rebalancing_enabled"], (key) => part.flag(key));
  const on = enabled?.value ?? true;
  const everyMs = interval === undefined ? undefined : Math.round(asStatistic(interval.value) * SECOND_MS);
  if (interval !== undefined && everyMs !== undefined) {
    triggers.coolDownMs = everyMs;
    const tooShort = kind === "time_based" && everyMs < LEAST_TIMED_GAP_MS;
    if (tooShort) notes.changed(interval.path, "every 300 s", "Checks by time are at least 300 s apart.");
    else
      notes.taken(
        interval.path,
        `${interval.value} s ${kind === "time_based" ? "between rebalances" : "of rest after a rebalance"}`,
      );
  }
  const timed = kind === "time_based" && on;
  const defaults = { plan: { kind: "profile" as const } };
  const timing = { kind: "every" as const, everyMs: Math.max(everyMs ?? 3_600_000, LEAST_TIMED_GAP_MS) };
  triggers.schedule = timed ? { on: true, timing, ...defaults } : undefined;
  triggers.threshold = on && !timed ? undefined : { on: false };
  if (kind === "risk_adjusted" && on) {
    triggers.riskAdjusted = { on: true, weighting: "inverseVolatility", caps: {}, floors: {}, days: 90 };
  }
  if (kind !== undefined) notes.taken(part.at("rebalancing_strategy"), WORDS[kind]);
  if (enabled !== undefined) notes.taken(enabled.path, on ? "rebalancing is proposed" : "no rebalancing is proposed");
  const gap = part.decimal("max_rebalance_frequency", { min: "1", max: "86400" });
  if (gap === undefined) return;
  if (asStatistic(gap) * SECOND_MS <= LEAST_TIMED_GAP_MS) {
    notes.taken(part.at("max_rebalance_frequency"), "checks by time are 300 s apart or more for every profile");
    return;
  }
  triggers.coolDownMs = Math.max(everyMs ?? 0, Math.round(asStatistic(gap) * SECOND_MS));
  notes.changed(
    part.at("max_rebalance_frequency"),
    `${gap} s of rest after a rebalance`,
    "Checks by time are 300 s apart; longer ones become rest.",
  );
}

const WORDS: Readonly<Record<(typeof STRATEGIES)[number], string>> = {
  threshold_based: "proposed when a weight leaves its band",
  time_based: "proposed by time",
  risk_adjusted: "proposed when a weight leaves its band, and when risk is out of balance",
};

function readTargets(part: Section): Targets | undefined {
  const section = part.section("target_allocation");
  if (section === undefined) return undefined;
  const targets: Record<Asset, DecimalString> = {};
  let complete = true;
  for (const key of section.keys()) {
    const asset = readAsset(key);
    if (asset === null) section.notes.problem(section.at(key), null, "an asset's code in upper case, like BTC", key);
    const weight = section.decimal(key, SHARE);
    if (asset === null || weight === undefined) complete = false;
    else targets[asset] = weight;
  }
  if (!complete) return undefined;
  const sum = Decimal.sum(Object.values(targets).map((weight) => Decimal.parse(weight)));
  if (sum.sub(Decimal.ONE).abs().gt(SUM_TOLERANCE)) {
    const rest = Decimal.ONE.sub(sum);
    const offer = rest.isPositive ? `; name a cash coin with the rest, ${rest.toString()}, if that is meant` : "";
    section.notes.problem(section.path, null, `shares that sum to 1${offer}`, `a sum of ${sum.toString()}`);
    return undefined;
  }
  section.notes.taken(
    section.path,
    Object.entries(targets)
      .map(([asset, weight]) => `${asset} ${weight}`)
      .join(", "),
  );
  return targets;
}

/** `strategy_config`. */
export function readStrategies(part: Section, draft: ProfileDraft): void {
  const { notes } = part;
  const { strategies } = draft;
  for (const [key, field] of [
    ["base_assets", "baseAssets"],
    ["random_asset_pool", "assetPool"],
  ] as const) {
    const assets = part.list(key, "an asset's code in upper case, like BTC", readAsset);
    if (assets === undefined) continue;
    strategies[field] = [...new Set(assets)];
    notes.taken(part.at(key), inWords(assets));
  }
  const weights = readWeights(part);
  if (weights !== undefined) strategies.weights = weights;
  for (const [key, field] of [
    ["confidence_threshold", "confidenceThreshold"],
    ["signal_strength_threshold", "signalStrengthThreshold"],
    ["entropy_threshold", "entropyThreshold"],
  ] as const) {
    const value = share(part, key, (is) => is);
    if (value !== undefined) strategies[field] = asStatistic(value);
  }
  readRange(part, draft);
  const trajectory = share(part, "hash_trajectory_weight", (is) => `parameters are ${is} drawn, the rest common`);
  if (trajectory !== undefined) draft.identity.trajectoryWeight = asStatistic(trajectory);
  draft.limits.maxOrderFraction = percent(
    part,
    "max_position_size_pct",
    ["0.1", "25"],
    (is) => `no order over ${is} of the profile`,
  );
  const factor = part.decimal("risk_adjustment_factor", { min: "0.1", max: "10" });
  if (factor === undefined) return;
  draft.positions.riskAdjustmentFactor = factor;
  notes.taken(part.at("risk_adjustment_factor"), `suggested sizes are divided by ${factor}`);
}

function readRange(part: Section, { strategies }: ProfileDraft): void {
  const node = part.node("drift_delta_range");
  if (node === undefined) return;
  const ends = node.kind === "list" ? node.items.map(toDecimal) : [];
  const [low, high] = ends;
  const right = ends.length === 2 && low && high && low.gte(Decimal.ZERO) && low.lte(high) && high.lte(Decimal.ONE);
  if (!right) {
    part.notes.problem(part.at("drift_delta_range"), node, "two numbers from 0 to 1, the smaller first");
    return;
  }
  strategies.driftDeltaRange = [asStatistic(low.toString()), asStatistic(high.toString())];
  part.notes.taken(part.at("drift_delta_range"), `${low.toString()} to ${high.toString()}`);
}

const BY_NOTE = new Map<string, StrategyName>(
  strategyNameSchema.options.map((name) => [NOTES_STRATEGY_NAMES[name], name]),
);

function readWeights(part: Section): Partial<Record<StrategyName, number>> | undefined {
  const section = part.section("strategy_weights");
  if (section === undefined) return undefined;
  const weights: Partial<Record<StrategyName, number>> = {};
  let complete = true;
  for (const key of section.keys()) {
    const name = BY_NOTE.get(key);
    if (name === undefined) {
      section.notes.problem(section.at(key), null, `one of the strategies ${[...BY_NOTE.keys()].join(", ")}`, key);
    }
    const weight = section.decimal(key, SHARE);
    if (name === undefined || weight === undefined) complete = false;
    else weights[name] = asStatistic(weight);
  }
  if (!complete) return undefined;
  const sum = Object.values(weights).reduce((all, weight) => all + weight, 0);
  if (Math.abs(sum - 1) > WEIGHT_SUM_TOLERANCE) {
    section.notes.problem(section.path, null, "weights that sum to 1", `a sum of ${asStatistic(sum.toPrecision(12))}`);
    return undefined;
  }
  section.notes.taken(
    section.path,
    Object.entries(weights)
      .map(([name, weight]) => `${name} ${weight}`)
      .join(", "),
  );
  return weights;
}

/** `trading_params`. */
export function readTrading(part: Section, draft: ProfileDraft): void {
  const { notes } = part;
  const pairs = part.list("trading_pairs", "a market like BTC/USDC", (text) => readMarket(text, null));
  if (pairs !== undefined) {
    draft.operation.tradingPairs = [...pairs];
    notes.taken(part.at("trading_pairs"), `watched: ${inWords(pairs)}; a plan takes the market where it costs least`);
  }
  const most = part.whole("max_open_positions", { min: "0", max: "100" });
  if (most !== undefined) {
    draft.positions.maxOpenPositions = most;
    notes.taken(part.at("max_open_positions"), `${most} positions from signals`);
  }
  const timeout = part.whole("order_timeout", { min: "5", max: "3600" });
  if (timeout !== undefined) {
    draft.operation.orderTimeoutS = timeout;
    notes.taken(part.at("order_timeout"), `a resting order is cancelled after ${timeout} s`);
  }
  const retries = part.whole("retry_attempts", { min: "0", max: "10" });
  if (retries !== undefined) {
    draft.operation.retryAttempts = retries;
    notes.unused(part.at("retry_attempts"), READS_ARE_REPEATED);
  }
  readSlippage(part, draft);
}

/** `risk_management`. */
export function readRisk(part: Section, { limits, positions }: ProfileDraft): void {
  const loss = percent(part, "stop_loss_pct", ["0.1", "50"], (is) => `a position is left ${is} under its entry`);
  if (loss !== undefined) positions.stopLoss = loss;
  const profit = percent(
    part,
    "take_profit_pct",
    ["0.1", "500"],
    (is) => `profit is taken around ${is} over the entry`,
  );
  if (profit !== undefined) positions.takeProfit = profit;
  limits.maxDailyLossFraction = percent(
    part,
    "max_daily_loss_pct",
    ["0.1", "100"],
    (is) => `halt at a loss of ${is} in a day`,
  );
  limits.maxDrawdownFraction = percent(part, "max_drawdown_pct", ["0.1", "100"], (is) => `halt at a drawdown of ${is}`);
  const ceiling = part.decimal("volatility_threshold", { min: "0.01", max: "10" });
  if (ceiling === undefined) return;
  positions.volatilityCeiling = ceiling;
  limits.volatilityCeiling = ceiling;
  part.notes.taken(
    part.at("volatility_threshold"),
    `over a volatility of ${ceiling} a year nothing is opened and no order may raise it`,
  );
}

/** `profile_hash`. */
export function readIdentity(part: Section, { identity }: ProfileDraft): void {
  const { notes } = part;
  identity.baseHash = part.text("base_hash", 128);
  if (identity.baseHash !== undefined) notes.taken(part.at("base_hash"), identity.baseHash);
  const seed = part.node("entropy_seed");
  if (part.decimal("entropy_seed", SHARE) !== undefined && seed?.kind === "value") {
    if (/^\d(\.\d{1,32})?$/.test(seed.text)) {
      identity.entropySeed = seed.text;
      notes.taken(part.at("entropy_seed"), seed.text);
    } else notes.problem(part.at("entropy_seed"), seed, "a number from 0 to 1 in plain digits");
  }
  const interval = part.whole("hash_rotation_interval", { min: "60", max: "31622400" });
  if (interval !== undefined) {
    identity.rotationIntervalS = interval;
    notes.taken(part.at("hash_rotation_interval"), `a new hash every ${interval} s`);
  }
  const factor = part.decimal("hash_complexity_factor", { min: "1", max: "1.5" });
  if (factor !== undefined) {
    identity.complexityFactor = asStatistic(factor);
    notes.taken(
      part.at("hash_complexity_factor"),
      `parameters stray by ${Decimal.parse(factor).sub(Decimal.ONE).toString()} of themselves at most`,
    );
  }
  for (const key of ["base_hash", "entropy_seed"]) {
    if (!part.has(key)) notes.problem(part.at(key), null, "base_hash and entropy_seed together");
  }
}

function share(part: Section, key: string, words: (value: string) => string): DecimalString | undefined {
  const value = part.decimal(key, SHARE);
  if (value !== undefined) part.notes.taken(part.at(key), words(value));
  return value;
}

/** Percent in the file, a fraction here. */
function percent(
  part: Section,
  key: string,
  [min, max]: readonly [string, string],
  words: (value: string) => string,
): DecimalString | undefined {
  const value = part.decimal(key, { min, max });
  if (value === undefined) return undefined;
  const fraction = Decimal.parse(value).mul(A_HUNDREDTH).toString();
  part.notes.taken(part.at(key), words(fraction));
  return fraction;
}

/** Of keys that mean the same: the first that is there. */
function firstOf<T>(
  part: Section,
  keys: readonly string[],
  read: (key: string) => T | undefined,
): { readonly value: T; readonly path: string } | undefined {
  const key = keys.find((each) => part.has(each));
  const value = key === undefined ? undefined : read(key);
  return value === undefined ? undefined : { value, path: part.at(ensure(key, "the key that was read")) };
}
