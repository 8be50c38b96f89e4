// How does a suggestion read as a signal: how strong, how sure, on which inputs? Pure: the same inputs give the same hash.
import type { Allocation, AllocationGroup } from "#engine/portfolio/compute-allocation.ts";
import { money } from "#engine/rebalancing/triggers/compute-suggestion-text.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { decisionHashSchema, type SignalId } from "#shared/domain/ids.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { type DurationMs, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** A rule signal is stale after this long: prices have moved, so it is made anew while its condition holds. */
const SIGNAL_LIFE_MS: DurationMs = HOUR_MS;

const STRENGTH_SCALE = 10;
const QUANTITY_SCALE = 12;
const HUNDRED = Decimal.fromInteger(100);
const TWO = Decimal.fromInteger(2);
/** A rule's name and the version of it that decided. */
export interface RuleVersion {
  readonly name: string;
  readonly version: number;
}

export interface SuggestionSignalInput {
  readonly id: SignalId;
  readonly ts: UnixMs;
  readonly rule: RuleVersion;
  readonly suggestion: Suggestion;
  readonly portfolio: Portfolio;
  readonly allocation: Allocation;
  readonly targets: Targets;
  readonly policy: Pick<Policy, "bands" | "bandsByAsset" | "includeUntargeted">;
}

const clip = (value: Decimal): Decimal => Decimal.max(Decimal.ZERO, Decimal.min(Decimal.ONE, value));

/** part / whole inside 0..1; 1 where there is no whole to measure against. */
function share(part: Decimal, whole: Decimal): Decimal {
  return whole.isPositive ? clip(part.div(whole, STRENGTH_SCALE, "halfEven")) : Decimal.ONE;
}

/** Cash deployment: (cash - limit) / (1 - limit). A drift: over twice its band. The others: measured over twice their limit. */
function computeStrength(
  suggestion: Pick<Suggestion, "type" | "measured" | "limit">,
  group: Pick<AllocationGroup, "drift" | "band"> | undefined,
): Decimal {
  const measured = Decimal.parse(suggestion.measured);
  const limit = Decimal.parse(suggestion.limit);
  if (suggestion.type === "highCash") return share(measured.sub(limit), Decimal.ONE.sub(limit));
  if (suggestion.type === "diversification") return share(limit.sub(measured), limit);
  if (group !== undefined && suggestion.type !== "volatilityBand") return share(group.drift.abs(), group.band.mul(TWO));
  return share(measured.abs(), limit.abs().mul(TWO));
}

function actionOf(suggestion: Suggestion, group: AllocationGroup | undefined): Signal["action"] {
  switch (suggestion.type) {
    case "threshold":
    case "volatilityBand":
    case "concentration":
      if (group === undefined || group.isCash) return "rebalance";
      return group.drift.isPositive ? "sell" : "buy";
    case "highCash":
    case "diversification":
    case "schedule":
    case "riskAdjusted":
    case "flow":
      return "rebalance";
    case "loss":
      return "hold";
    case "positionExit":
      return "sell";
  }
}

const percent = (value: Decimal): string => `${value.mul(HUNDRED).toFixed(2, "halfEven").replace("-", "−")}%`;

function rationaleOf(input: SuggestionSignalInput, group: AllocationGroup | undefined): Signal["rationale"] {
  const { suggestion, portfolio } = input;
  const measured = Decimal.parse(suggestion.measured);
  const limit = Decimal.parse(suggestion.limit);
  const rows: Signal["rationale"] = [];
  if (group !== undefined) {
    rows.push({ name: "Weight", value: percent(group.weight), needs: null, passed: null });
    rows.push({ name: "Target", value: percent(group.target), needs: null, passed: null });
    rows.push({
      name: "Drift",
      value: `${group.drift.mul(HUNDRED).toFixed(2, "halfEven").replace("-", "−")} points`,
      needs: `outside ±${group.band.mul(HUNDRED).toFixed(2, "halfEven")}`,
      passed: group.outOfBand,
    });
  }
  if (suggestion.type === "highCash" || suggestion.type === "concentration") {
    const name = suggestion.type === "highCash" ? "Cash weight" : "Weight against limit";
    rows.push({ name, value: percent(measured), needs: `over ${percent(limit)}`, passed: measured.gt(limit) });
  }
  if (suggestion.type === "loss") {
    rows.push({
      name: "PnL of net invested",
      value: percent(measured),
      needs: `under ${percent(limit)}`,
      passed: measured.lt(limit),
    });
  }
  if (suggestion.type === "diversification") {
    rows.push({
      name: "Assets that count",
      value: measured.toString(),
      needs: `fewer than ${limit.toString()}`,
      passed: measured.lt(limit),
    });
  }
  if (suggestion.type === "volatilityBand" || suggestion.type === "riskAdjusted") {
    const name =
      suggestion.type === "riskAdjusted" ? "Drift from the risk-adjusted target" : "Drift against the table's band";
    rows.push({ name, value: percent(measured), needs: `over ${percent(limit)}`, passed: measured.gt(limit) });
  }
  if (suggestion.type === "flow") {
    const value = (amount: Decimal) => money(amount, portfolio.currency);
    rows.push({
      name: "Came in or went out",
      value: value(measured),
      needs: `over ${value(limit)}`,
      passed: measured.gt(limit),
    });
  }
  if (suggestion.type === "schedule") {
    rows.push({ name: "Hours since it was due", value: measured.toString(), needs: null, passed: null });
  }
  rows.push({
    name: "Portfolio value",
    value: portfolio.totalValue === null ? "n/a" : money(Decimal.parse(portfolio.totalValue), portfolio.currency),
    needs: null,
    passed: null,
  });
  return rows;
}

/** Everything the decision rests on, and nothing that differs between two runs on the same inputs (ids, times). */
function decisionInputs(input: SuggestionSignalInput) {
  const { rule, suggestion, portfolio, targets, policy } = input;
  return {
    rule: { name: rule.name, version: rule.version },
    asset: suggestion.asset,
    measured: suggestion.measured,
    limit: suggestion.limit,
    portfolio: {
      currency: portfolio.currency,
      totalValue: portfolio.totalValue,
      totalPnl: portfolio.totalPnl,
      netInvested: portfolio.netInvested,
      positions: portfolio.positions.map(({ asset, quantity, price, value, weight }) => ({
        asset,
        quantity,
        price,
        value,
        weight,
      })),
    },
    configuration: {
      targets,
      // Undefined keys have no place in canonical JSON.
      bands: Object.fromEntries(Object.entries(policy.bands).filter(([, value]) => value !== undefined)),
      bandsByAsset: policy.bandsByAsset,
      includeUntargeted: policy.includeUntargeted,
    },
  };
}

export function computeSuggestionSignal(input: SuggestionSignalInput): Signal {
  const { suggestion, portfolio, allocation } = input;
  // The groups speak of the profile's own targets, which are not those of that rule.
  const byOwnTargets = suggestion.asset !== null && suggestion.type !== "riskAdjusted";
  const group = byOwnTargets ? allocation.groups.find(({ asset }) => asset === suggestion.asset) : undefined;
  const price = portfolio.positions.find(({ asset }) => asset === suggestion.asset)?.price ?? null;
  const excess = group?.value.sub(group.target.mul(allocation.total)).abs() ?? null;
  const quantity =
    excess === null || price === null || group?.isCash
      ? null
      : excess.div(Decimal.parse(price), QUANTITY_SCALE, "halfEven").toString();
  return {
    id: input.id,
    profileId: suggestion.profileId,
    ts: input.ts,
    asset: suggestion.asset,
    action: actionOf(suggestion, group),
    quantity,
    price,
    // A rule is sure of what it measured.
    confidence: Decimal.ONE.toString(),
    strength: computeStrength(suggestion, group).toString(),
    source: suggestion.type === "highCash" ? "cashDeployment" : "rebalance",
    summary: `${suggestion.title}. ${suggestion.reason}`,
    rationale: rationaleOf(input, group),
    expiresAt: unixMs(input.ts + SIGNAL_LIFE_MS),
    rule: `${input.rule.name}, version ${input.rule.version}`,
    decisionHash: decisionHashSchema.parse(canonicalHash(decisionInputs(input))),
  };
}
