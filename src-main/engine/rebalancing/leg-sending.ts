// How will the legs of a new plan be sent: at once, resting first, or in parts? Decided before anybody approves.
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import { priceNumber } from "#engine/market-data/compute-price-number.ts";
import type { Rng } from "#engine/ports/rng.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { PlanLeg, PlannerResult } from "#shared/domain/plan.ts";
import type { Policy } from "#shared/domain/policy.ts";
import { computeEntropyRank, ENTROPY_CLOSES } from "./compute-entropy-rank.ts";
import { computeSliceCount, computeSlices } from "./compute-slices.ts";
import type { RebalanceMarket } from "./rebalance-market.ts";

interface SendingOptions {
  readonly policy: Policy;
  readonly market: RebalanceMarket;
  readonly rng: Rng;
  readonly policies: ExecutionPolicies;
  readonly signal?: AbortSignal;
}

/** Where a market's disorder is not known it is taken for a middling one, and the plan says so. */
const MIDDLING = 0.5;
/** A shorter rest is no use: the venue has hardly taken the order. */
const LEAST_REST_SHARE = 1 / 6;
const SCALE = 24;

/** The result with each leg's way of being sent. All waits together take half of what an approval lives at most. */
export async function withSending(result: PlannerResult, options: SendingOptions): Promise<PlannerResult> {
  const { policy, policies } = options;
  const { sending } = policy;
  const legs = result.legs.filter(({ kind }) => kind === "limitIoc").length;
  if (sending === undefined || sending === "atOnce" || legs === 0) return result;
  const shareMs = policies.approvalMs / 2 / legs;
  if (sending === "makerFirst") {
    const makerWaitMs = Math.floor(Math.min(policies.makerWaitMs, shareMs));
    if (makerWaitMs < policies.makerWaitMs * LEAST_REST_SHARE) return tooMany(result, legs);
    return { ...result, legs: result.legs.map((leg) => (leg.kind === "limitIoc" ? { ...leg, makerWaitMs } : leg)) };
  }
  const most = 1 + Math.floor(shareMs / policies.sliceWaitMs.most);
  if (most < 2) return tooMany(result, legs);
  const warnings = [...result.warnings];
  const sliced: PlanLeg[] = [];
  for (const leg of result.legs) {
    const instrument = options.market.instrument(leg.venue, leg.symbol);
    if (leg.kind !== "limitIoc" || instrument === null) {
      sliced.push(leg);
      continue;
    }
    const rank = await entropyRank(leg, options);
    if (rank === null)
      warnings.push(`How disordered ${leg.symbol} is at ${leg.venue} is not known: taken as middling.`);
    const slices = computeSlices({
      quantity: Decimal.parse(leg.quantity),
      amountStep: Decimal.parse(instrument.amountStep),
      least: leastPart(leg, instrument, policy),
      count: Math.min(most, computeSliceCount(rank ?? MIDDLING)),
      waitMs: policies.sliceWaitMs,
      draw: () => options.rng.next(),
    });
    sliced.push(slices === null ? leg : { ...leg, slices: [...slices] });
  }
  return { ...result, legs: sliced, warnings };
}

const tooMany = (result: PlannerResult, legs: number): PlannerResult => ({
  ...result,
  warnings: [...result.warnings, `${legs} orders are too many to wait with each: they are sent at once.`],
});

async function entropyRank(leg: PlanLeg, { market, signal }: SendingOptions): Promise<number | null> {
  const query = { limit: ENTROPY_CLOSES + 1, ...(signal === undefined ? {} : { signal }) };
  const candles = await market.candles(leg.venue, leg.symbol, "1m", query).catch(() => []);
  signal?.throwIfAborted();
  return computeEntropyRank(candles.filter(({ closed }) => closed).map(({ close }) => priceNumber(close)));
}

/** What the market takes and what is worth an order of its own. */
function leastPart(leg: PlanLeg, instrument: Instrument, policy: Policy): Decimal {
  const quantity = Decimal.parse(leg.quantity);
  const byCost = Decimal.parse(instrument.costMin ?? "0").div(Decimal.parse(leg.limitPrice), SCALE, "up");
  const value = Decimal.parse(leg.value);
  const byValue = value.isPositive
    ? quantity.mul(Decimal.parse(policy.minTradeValue)).div(value, SCALE, "up")
    : quantity;
  // The price may fall before a later part: a tenth more keeps it above the venue's least order.
  return Decimal.max(Decimal.parse(instrument.amountMin ?? "0"), byCost, byValue).mul(Decimal.parse("1.1"));
}
